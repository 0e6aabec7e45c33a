import { isJsonObject, type Json, type JsonObject } from '../../stores/json.ts';
import { CouchError } from '../errors.ts';
import { escapeName, parseField } from './fields.ts';
import { isOperator, OPERATORS, type OperatorName } from './operators.ts';

/**
 * A selector in CouchDB's normal form: every condition has one operator and the whole path of its field; negations are
 * drawn inwards, so that a field that is missing matches none of them, negated or not (but for `$exists: false`).
 */
export type Normal =
  | { readonly kind: 'all'; readonly of: readonly Normal[] }
  | { readonly kind: 'any'; readonly of: readonly Normal[] }
  | {
      readonly kind: 'test';
      readonly path: readonly string[];
      readonly operator: OperatorName;
      readonly argument: Json;
      readonly negated: boolean;
      /** For operators over the members of a list or an object. */
      readonly inner?: Normal;
    };

/** Selectors are read by recursion: one deeper than this is an attack. */
const MAX_DEPTH = 100;

/** @throws CouchError `invalid_operator`, `invalid_selector_json`, `bad_arg` */
export function normalize(selector: Json): Normal {
  if (!isJsonObject(selector)) {
    throw new CouchError('invalid_selector_json', 'Selector must be a JSON object');
  }
  return read(selector, [], false, 0);
}

function read(value: Json, path: readonly string[], negated: boolean, depth: number): Normal {
  if (depth > MAX_DEPTH) throw new CouchError('invalid_selector_json', 'Selector is nested too deeply');
  if (!isJsonObject(value)) return test(path, '$eq', value, negated);
  const entries = Object.entries(value);
  if (entries.length === 0) {
    if (path.length > 0) return test(path, '$eq', value, negated);
    return { kind: negated ? 'any' : 'all', of: [] };
  }
  const parts = entries.map(([key, part]) => readEntry(key, part, path, negated, depth));
  return parts.length === 1 ? (parts[0] as Normal) : { kind: negated ? 'any' : 'all', of: parts };
}

function readEntry(
  key: string,
  part: Json,
  path: readonly string[],
  negated: boolean,
  depth: number,
): Normal {
  const each = (flip: boolean): Normal[] => {
    if (!Array.isArray(part)) throw badArgument(key, part);
    return part.map((one: Json) => read(one, path, flip !== negated, depth + 1));
  };
  switch (key) {
    case '$and':
      return { kind: negated ? 'any' : 'all', of: each(false) };
    case '$or':
      return { kind: negated ? 'all' : 'any', of: each(false) };
    case '$nor':
      return { kind: negated ? 'any' : 'all', of: each(true) };
    case '$not':
      return read(part, path, !negated, depth + 1);
    case '$elemMatch':
    case '$allMatch':
    case '$keyMapMatch':
      if (!isJsonObject(part)) throw badArgument(key, part);
      return {
        kind: 'test',
        path,
        operator: key,
        argument: part,
        negated,
        inner: read(part, [], false, depth + 1),
      };
    default:
      if (!key.startsWith('$')) return read(part, [...path, ...parseField(key)], negated, depth + 1);
      if (!isOperator(key)) throw new CouchError('invalid_operator', `Invalid operator: ${key}`);
      return test(path, key, part, negated);
  }
}

function test(path: readonly string[], operator: OperatorName, argument: Json, negated: boolean): Normal {
  const { accepts, opposite } = OPERATORS[operator];
  if (!accepts(argument)) throw badArgument(operator, argument);
  if (negated && operator === '$exists')
    return { kind: 'test', path, operator, argument: argument !== true, negated: false };
  if (negated && opposite !== undefined)
    return { kind: 'test', path, operator: opposite, argument, negated: false };
  return { kind: 'test', path, operator, argument, negated };
}

const badArgument = (operator: string, argument: Json): CouchError =>
  new CouchError('bad_arg', `Bad argument for operator ${operator}: ${JSON.stringify(argument)}`);

/** As `_explain` shows it. */
export function toJson(selector: Normal): JsonObject {
  if (selector.kind !== 'test') {
    if (selector.kind === 'all' && selector.of.length === 0) return {};
    return { [selector.kind === 'all' ? '$and' : '$or']: selector.of.map(toJson) };
  }
  const { path, operator, argument, negated, inner } = selector;
  const condition: JsonObject = { [operator]: inner === undefined ? argument : toJson(inner) };
  const shown = negated ? { $not: condition } : condition;
  return path.length === 0 ? shown : { [path.map(escapeName).join('.')]: shown };
}
