/** The id of a group generation, `group:<scope>:<class>:<gen>`, taken apart. */
export interface GroupId {
  /** `group:<scope>:<class>`: the same over its generations */
  readonly group: string;
  readonly scope: string;
  readonly serviceClass: string;
  readonly gen: number;
}

/** @param id of a group generation, or of a group without one: `gen` is 0 then */
export function groupOf(id: string): GroupId {
  const [, scope = '', serviceClass = '', gen = '0'] = id.split(':');
  return { group: `group:${scope}:${serviceClass}`, scope, serviceClass, gen: Number(gen) };
}
