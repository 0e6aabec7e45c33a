import { type Rev, splitRev } from '../stores/ids.ts';
import type { AttachmentInfo, ReplicaDb, StoredDoc } from '../stores/replica-store.ts';

/** A document as CouchDB sends it, attachments as stubs. */
export function fromDoc(doc: StoredDoc): Record<string, unknown> {
  const json: Record<string, unknown> = { _id: doc.id, _rev: doc.rev, ...doc.body };
  if (doc.deleted) json._deleted = true;
  if (doc.revisions !== undefined) json._revisions = doc.revisions;
  if (doc.revsInfo !== undefined) json._revs_info = doc.revsInfo;
  if (doc.conflicts !== undefined && doc.conflicts.length > 0) json._conflicts = doc.conflicts;
  if (doc.deletedConflicts !== undefined && doc.deletedConflicts.length > 0) {
    json._deleted_conflicts = doc.deletedConflicts;
  }
  if (doc.attachments.size > 0) json._attachments = stubs(doc);
  return json;
}

const stubs = (doc: StoredDoc): Record<string, unknown> =>
  Object.fromEntries([...doc.attachments].map(([name, info]) => [name, toStub(info)]));

const toStub = ({ contentType, revpos, digest, length }: AttachmentInfo): object => ({
  content_type: contentType,
  revpos,
  digest,
  length,
  stub: true,
});

/** The same with the bytes of attachments inside, in base64: of those that came after generation `since`. */
export async function fromDocInline(
  db: ReplicaDb,
  doc: StoredDoc,
  since = 0,
): Promise<Record<string, unknown>> {
  const files: [string, unknown][] = [];
  for (const [name, info] of doc.attachments) {
    const { contentType, revpos, digest } = info;
    if (revpos <= since) {
      files.push([name, toStub(info)]);
      continue;
    }
    const attachment = await db.attachment(doc.id, name, doc.rev);
    const pieces: Uint8Array[] = [];
    for await (const piece of attachment?.open() ?? []) pieces.push(piece);
    files.push([
      name,
      { content_type: contentType, revpos, digest, data: Buffer.concat(pieces).toString('base64') },
    ]);
  }
  const json = fromDoc(doc);
  return files.length > 0 ? { ...json, _attachments: Object.fromEntries(files) } : json;
}

/** The same for a multipart answer. `names`: the files that follow, in the order of the JSON. */
export function fromDocFollowing(
  doc: StoredDoc,
  since: number,
): { json: Record<string, unknown>; names: readonly string[] } {
  const json = fromDoc(doc);
  if (doc.attachments.size === 0) return { json, names: [] };
  const files = Object.fromEntries(
    [...doc.attachments].map(([name, info]) => {
      const { stub, ...rest } = toStub(info) as { stub: true };
      return [name, info.revpos > since ? { ...rest, follows: true } : { ...rest, stub }];
    }),
  );
  const names = Object.keys(files).filter((name) => (doc.attachments.get(name)?.revpos ?? 0) > since);
  return { json: { ...json, _attachments: files }, names };
}

/** The newest generation among `known` that is in a document's history: what its reader has already (`atts_since`). */
export function knownSince({ revisions }: StoredDoc, known: readonly Rev[]): number {
  if (revisions === undefined) return 0;
  const generations = known
    .map(splitRev)
    .flatMap(({ pos, hash }) => (revisions.ids[revisions.start - pos] === hash ? [pos] : []));
  return Math.max(0, ...generations);
}
