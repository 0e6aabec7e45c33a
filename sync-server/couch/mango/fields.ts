import { isJsonObject, type Json, type JsonObject } from '../../stores/json.ts';

/** The members that a field's name leads through: dots part them, a backslash keeps a dot (or a `$`) in a name. */
export function parseField(field: string): string[] {
  const path: string[] = [];
  let name = '';
  for (let at = 0; at < field.length; at++) {
    const char = field[at] as string;
    if (char === '\\' && at + 1 < field.length) name += field[++at];
    else if (char === '.') {
      path.push(name);
      name = '';
    } else name += char;
  }
  return [...path, name];
}

/** The name of a member as it stands in a field. */
export const escapeName = (name: string): string => name.replace(/[.\\]/g, '\\$&').replace(/^\$/, '\\$');

/** `undefined` where a document has no such member. Only its own members count. */
export function getField(doc: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = doc;
  for (const name of path) {
    if (Array.isArray(value) && /^\d{1,9}$/.test(name)) value = value[Number(name)] as Json | undefined;
    else if (isJsonObject(value) && Object.hasOwn(value, name)) value = value[name];
    else return undefined;
  }
  return value;
}

/** A document of the chosen fields, as `fields` of a query asks for. */
export function project(doc: JsonObject, fields: readonly string[]): JsonObject {
  const root: Branch = new Map();
  for (const field of fields) {
    const path = parseField(field);
    const value = getField(doc, path);
    if (value !== undefined) graft(root, path, value);
  }
  return toJson(root);
}

/** Maps, so that a member called `__proto__` is a member. */
type Branch = Map<string, Branch | { readonly leaf: Json }>;

function graft(branch: Branch, [name = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    branch.set(name, { leaf: value });
    return;
  }
  const found = branch.get(name);
  const next: Branch = found instanceof Map ? found : new Map();
  if (found === undefined) branch.set(name, next);
  graft(next, rest, value);
}

const toJson = (branch: Branch): JsonObject =>
  Object.fromEntries(
    [...branch].map(([name, value]) => [name, value instanceof Map ? toJson(value) : value.leaf]),
  );
