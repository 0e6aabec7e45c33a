/** Paths of the protocol that are counted under their own name; whatever else a client writes is not repeated. */
const SERVER = new Set(['_up', '_uuids', '_all_dbs', '_session', '_desk']);
const DATABASE = new Set([
  '_all_docs',
  '_bulk_docs',
  '_bulk_get',
  '_changes',
  '_compact',
  '_ensure_full_commit',
  '_explain',
  '_find',
  '_index',
  '_local',
  '_missing_revs',
  '_revs_diff',
  '_revs_limit',
  '_security',
]);

/** Which kind of request this is: never a name or an id out of the address. */
export function routeClass(url: string): string {
  const [first = '', second = '', third = ''] = (url.split('?', 1)[0] ?? '').split('/').slice(1);
  if (first === '') return 'root';
  if (first.startsWith('_')) return SERVER.has(first) ? first : 'other';
  if (first === 'admin') return second === 'desks' ? 'admin' : 'other';
  if (!/^(?:mission-[a-z0-9-]+|keyring|catalogue)$/.test(first)) return 'other';
  if (second === '') return 'database';
  if (second.startsWith('_') && !second.startsWith('_design')) return DATABASE.has(second) ? second : 'other';
  return third === '' ? 'document' : 'attachment';
}
