import { isJsonObject, type Json } from '../../stores/json.ts';
import { isRegex, regexMatches } from './regex.ts';

interface Operator {
  /** Whether the argument is one the operator can work with. */
  readonly accepts: (argument: Json) => boolean;
  /** `value` is there. */
  readonly matches: (value: Json, argument: Json, within: Within) => boolean;
  /** What `$not` makes of it, where another operator says it. */
  readonly opposite?: OperatorName;
}

/** What a comparison needs besides the two values. */
export interface Within {
  readonly order: (left: Json, right: Json) => number;
  /** Of operators over members: whether one of them matches. */
  readonly inner: (value: Json) => boolean;
}

export type OperatorName =
  | '$eq'
  | '$ne'
  | '$gt'
  | '$gte'
  | '$lt'
  | '$lte'
  | '$in'
  | '$nin'
  | '$all'
  | '$exists'
  | '$type'
  | '$mod'
  | '$regex'
  | '$size'
  | '$beginsWith'
  | '$elemMatch'
  | '$allMatch'
  | '$keyMapMatch';

const anything = (): boolean => true;
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isText = (value: Json): value is string => typeof value === 'string';
const isInteger = (value: Json): value is number => Number.isInteger(value);
type Order = Within['order'];
const contains = (list: readonly Json[], value: Json, order: Order): boolean =>
  list.some((one) => order(one, value) === 0);

const isIn = (value: Json, argument: Json, { order }: Within): boolean =>
  isList(argument) &&
  (isList(value) ? value.some((one) => contains(argument, one, order)) : contains(argument, value, order));

const TYPES: Readonly<Record<string, (value: Json) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  string: isText,
  array: isList,
  object: isJsonObject,
};
const typeTest = (name: Json) => (isText(name) && Object.hasOwn(TYPES, name) ? TYPES[name] : undefined);

/** What CouchDB's selectors compare values with. */
export const OPERATORS: Readonly<Record<OperatorName, Operator>> = {
  $eq: {
    accepts: anything,
    matches: (value, argument, { order }) => order(value, argument) === 0,
    opposite: '$ne',
  },
  $ne: {
    accepts: anything,
    matches: (value, argument, { order }) => order(value, argument) !== 0,
    opposite: '$eq',
  },
  $gt: {
    accepts: anything,
    matches: (value, argument, { order }) => order(value, argument) > 0,
    opposite: '$lte',
  },
  $gte: {
    accepts: anything,
    matches: (value, argument, { order }) => order(value, argument) >= 0,
    opposite: '$lt',
  },
  $lt: {
    accepts: anything,
    matches: (value, argument, { order }) => order(value, argument) < 0,
    opposite: '$gte',
  },
  $lte: {
    accepts: anything,
    matches: (value, argument, { order }) => order(value, argument) <= 0,
    opposite: '$gt',
  },
  $in: { accepts: isList, matches: isIn, opposite: '$nin' },
  $nin: {
    accepts: isList,
    matches: (value, argument, within) => !isIn(value, argument, within),
    opposite: '$in',
  },
  $all: { accepts: isList, matches: hasAll },
  $exists: {
    accepts: (argument) => typeof argument === 'boolean',
    matches: (_value, argument) => argument === true,
  },
  $type: {
    accepts: (argument) => typeTest(argument) !== undefined,
    matches: (value, argument) => typeTest(argument)?.(value) === true,
  },
  $mod: { accepts: isModulus, matches: (value, argument) => isInteger(value) && hasRest(value, argument) },
  $regex: {
    accepts: (argument) => isText(argument) && isRegex(argument),
    matches: (value, argument) => isText(value) && regexMatches(argument as string, value),
  },
  $size: { accepts: isInteger, matches: (value, argument) => isList(value) && value.length === argument },
  $beginsWith: {
    accepts: isText,
    matches: (value, argument) => isText(value) && value.startsWith(argument as string),
  },
  $elemMatch: { accepts: isJsonObject, matches: (value, _, { inner }) => isList(value) && value.some(inner) },
  $allMatch: {
    accepts: isJsonObject,
    matches: (value, _, { inner }) => isList(value) && value.length > 0 && value.every(inner),
  },
  $keyMapMatch: {
    accepts: isJsonObject,
    matches: (value, _, { inner }) => isJsonObject(value) && Object.keys(value).some(inner),
  },
};

export const isOperator = (name: string): name is OperatorName => Object.hasOwn(OPERATORS, name);

/** Every one of the argument's values; or, where it is one list, that list. */
function hasAll(value: Json, argument: Json, { order }: Within): boolean {
  if (!isList(value) || !isList(argument)) return false;
  const [only] = argument;
  if (argument.length === 1 && isList(only as Json) && order(value, only as Json) === 0) return true;
  return argument.length > 0 && argument.every((one) => contains(value, one, order));
}

function isModulus(argument: Json): boolean {
  return isList(argument) && argument.length === 2 && argument.every(isInteger) && argument[0] !== 0;
}

function hasRest(value: number, argument: Json): boolean {
  const [divisor, rest] = argument as readonly [number, number];
  return value % divisor === rest;
}
