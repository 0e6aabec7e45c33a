import { createHash } from 'node:crypto';
import { type BlobId, identify, segments } from './blobs.ts';
import type { Tx } from './group-commit.ts';
import { joinRev, type Rev, splitRev } from './ids.ts';
import type { JsonObject } from './json.ts';
import { blobKey, bodyKey, type DocMeta, metaKey, type SeqRow, seqKey } from './level-keys.ts';
import { readMeta, writeMeta } from './level-meta.ts';
import type { AttachmentWrite, DocEdit, DocRevision, Revisions, WriteOutcome } from './replica-store.ts';
import { findNode, graft, leaves, nodes } from './rev-tree.ts';

/** An attachment as a body's record lists it: name, type, address, protocol digest, bytes, generation it came in, blob. */
export type FileRow = readonly [
  name: string,
  contentType: string,
  sha256: string,
  md5: string,
  length: number,
  revpos: number,
  blob: number,
];

/** What is stored of a revision. */
export type BodyRow = readonly [body: JsonObject, files?: readonly FileRow[]];

/** The counters of one database while a group is planned. */
export interface Draft {
  seq: number;
  docs: number;
  deleted: number;
  blobs: number;
}

type PreparedFile =
  | {
      kind: 'bytes';
      name: string;
      contentType: string;
      blob: BlobId;
      bytes: Uint8Array;
      revpos: number | undefined;
    }
  | StubFile;

interface StubFile {
  kind: 'stub';
  name: string;
  digest: string | undefined;
  revpos: number | undefined;
}

/** A document with all work done that needs no look at the tree: hashing and serialising. */
export interface Prepared {
  readonly id: string;
  readonly deleted: boolean;
  readonly json: string;
  readonly files: readonly PreparedFile[];
  readonly lineage: { kind: 'edit'; parent: Rev | undefined } | { kind: 'revision'; revisions: Revisions };
  readonly bytes: number;
}

export const prepareEdit = (edit: DocEdit): Prepared => prepare(edit, { kind: 'edit', parent: edit.parent });

export const prepareRevision = (revision: DocRevision): Prepared =>
  prepare(revision, { kind: 'revision', revisions: revision.revisions });

function prepare(doc: DocEdit | DocRevision, lineage: Prepared['lineage']): Prepared {
  const json = JSON.stringify(doc.body);
  const files = [...doc.attachments].map(([name, file]) => prepareFile(name, file));
  const fileBytes = files.reduce((sum, file) => sum + (file.kind === 'bytes' ? file.bytes.length : 0), 0);
  return { id: doc.id, deleted: doc.deleted, json, files, lineage, bytes: json.length + fileBytes };
}

function prepareFile(name: string, file: AttachmentWrite): PreparedFile {
  if (file.kind === 'stub') return { kind: 'stub', name, digest: file.digest, revpos: file.revpos };
  const { bytes, contentType, revpos } = file;
  return { kind: 'bytes', name, contentType, bytes, revpos, blob: identify(bytes) };
}

/** Writes documents one after the other into the transaction, and says what became of each. */
export async function planWrites(
  tx: Tx,
  prefix: string,
  draft: Draft,
  docs: readonly Prepared[],
  revsLimit: number,
): Promise<WriteOutcome[]> {
  const ids = [...new Set(docs.map((doc) => doc.id))];
  const texts = await tx.getMany(ids.map((id) => metaKey(prefix, id)));
  const metas = new Map<string, LoadedMeta>();
  ids.forEach((id, at) => {
    const text = texts[at];
    const meta = text === undefined ? { tree: [], seq: 0, bodies: {} } : readMeta(text);
    metas.set(id, { meta, seqBefore: meta.seq });
  });
  const outcomes: WriteOutcome[] = [];
  for (const doc of docs) {
    const loaded = metas.get(doc.id) as LoadedMeta;
    outcomes.push(await planOne(tx, prefix, draft, loaded.meta, doc, revsLimit));
  }
  for (const [id, { meta, seqBefore }] of metas) {
    if (meta.seq !== seqBefore) putMeta(tx, prefix, id, meta, seqBefore);
  }
  return outcomes;
}

interface LoadedMeta {
  readonly meta: DocMeta;
  readonly seqBefore: number;
}

/** The row of the sequence that shows a document as it is now. */
export function seqRow(id: string, meta: DocMeta): SeqRow {
  const [first, ...others] = leaves(meta.tree);
  if (first === undefined) throw new RangeError('a document without a leaf');
  return [id, first.deleted ? 1 : 0, [first.rev, ...others.map((leaf) => leaf.rev)]];
}

function putMeta(tx: Tx, prefix: string, id: string, meta: DocMeta, seqBefore: number): void {
  tx.put(metaKey(prefix, id), writeMeta(meta));
  if (seqBefore > 0) tx.del(seqKey(prefix, seqBefore));
  tx.put(seqKey(prefix, meta.seq), JSON.stringify(seqRow(id, meta)));
}

async function planOne(
  tx: Tx,
  prefix: string,
  draft: Draft,
  meta: DocMeta,
  doc: Prepared,
  revsLimit: number,
): Promise<WriteOutcome> {
  const lineage = doc.lineage.kind === 'edit' ? parentOf(meta, doc.lineage.parent) : doc.lineage.revisions;
  if (lineage === 'conflict') return { ok: false, id: doc.id, error: 'conflict' };
  if (doc.lineage.kind === 'revision') {
    const rev = joinRev(lineage.start, lineage.ids[0] as string);
    if (findNode(meta.tree, rev) !== undefined) return { ok: true, id: doc.id, rev };
  }
  const generation = doc.lineage.kind === 'edit' ? lineage.start + 1 : lineage.start;
  const ancestors = doc.lineage.kind === 'edit' ? lineage.ids : lineage.ids.slice(1);
  const files = await resolveFiles(tx, prefix, draft, meta, doc, { start: generation - 1, ids: ancestors });
  if (files === undefined) return { ok: false, id: doc.id, error: 'missing_stub' };
  const revisions =
    doc.lineage.kind === 'edit'
      ? { start: generation, ids: [editHash(doc, lineage.ids[0] ?? '', files), ...ancestors] }
      : lineage;
  const rev = joinRev(generation, revisions.ids[0] as string);

  const before = leaves(meta.tree)[0];
  const { tree, dropped } = graft(meta.tree, revisions, doc.deleted, revsLimit);
  meta.tree = tree;
  meta.seq = ++draft.seq;
  meta.bodies[rev] = meta.seq;
  tx.putBody(
    bodyKey(prefix, meta.seq),
    files.length > 0 ? `[${doc.json},${JSON.stringify(files)}]` : `[${doc.json}]`,
  );
  for (const old of dropped) {
    const at = meta.bodies[old];
    if (at !== undefined) tx.delBody(bodyKey(prefix, at));
    delete meta.bodies[old];
  }
  count(draft, before?.deleted, leaves(tree)[0]?.deleted === true);
  return { ok: true, id: doc.id, rev };
}

/** The history an edit goes on from: of the leaf it names, or of a deleted winner when it names none. */
function parentOf(meta: DocMeta, parent: Rev | undefined): Revisions | 'conflict' {
  if (parent === undefined && meta.tree.length === 0) return { start: 0, ids: [] };
  const node = parent === undefined ? leaves(meta.tree)[0] : findNode(meta.tree, parent);
  if (node === undefined || !node.isLeaf) return 'conflict';
  if (parent === undefined && !node.deleted) return 'conflict';
  return { start: splitRev(node.rev).pos, ids: node.path() };
}

/** A function of the parent and the content, so that the same edit made twice (two gateways, a retry) is one revision. */
function editHash(doc: Prepared, parent: string, files: readonly FileRow[]): string {
  const content = files.map(([name, contentType, sha256]) => [name, contentType, sha256]).sort();
  const text = JSON.stringify([parent, doc.deleted, content]) + doc.json;
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

function count(draft: Draft, wasDeleted: boolean | undefined, isDeleted: boolean): void {
  if (wasDeleted === true) draft.deleted--;
  if (wasDeleted === false) draft.docs--;
  if (isDeleted) draft.deleted++;
  else draft.docs++;
}

/** The rows of a revision's files; `undefined`, with nothing written, when a stub names what is not there. */
async function resolveFiles(
  tx: Tx,
  prefix: string,
  draft: Draft,
  meta: DocMeta,
  doc: Prepared,
  history: Revisions,
): Promise<FileRow[] | undefined> {
  const stubs = new Map<string, FileRow>();
  for (const file of doc.files) {
    if (file.kind === 'bytes') continue;
    const row = await findFile(tx, prefix, meta, file, history);
    if (row === undefined) return undefined;
    stubs.set(file.name, row);
  }
  const rows: FileRow[] = [];
  for (const file of doc.files) {
    if (file.kind === 'stub') {
      rows.push(stubs.get(file.name) as FileRow);
      continue;
    }
    const { name, contentType, blob, bytes, revpos } = file;
    const number = await putBlob(tx, prefix, draft, blob, bytes);
    // New bytes of an edit come in with it, whatever the client read of the file they replace.
    const came = doc.lineage.kind === 'edit' ? undefined : revpos;
    rows.push([name, contentType, blob.sha256, blob.md5, bytes.length, came ?? history.start + 1, number]);
  }
  return rows;
}

/** Stores bytes that the database does not have yet; gives their number. */
async function putBlob(
  tx: Tx,
  prefix: string,
  draft: Draft,
  { sha256 }: BlobId,
  bytes: Uint8Array,
): Promise<number> {
  const known = await tx.get(blobKey(prefix, sha256));
  if (known !== undefined) return Number(known);
  const number = ++draft.blobs;
  tx.put(blobKey(prefix, sha256), String(number));
  for (const { key, value } of segments(prefix, number, bytes)) tx.putBlob(key, value);
  return number;
}

/** First in the revision's own ancestors, newest first; elsewhere in the tree only by digest. */
async function findFile(
  tx: Tx,
  prefix: string,
  meta: DocMeta,
  stub: StubFile,
  history: Revisions,
): Promise<FileRow | undefined> {
  const ancestors = history.ids.map((hash, at) => joinRev(history.start - at, hash));
  const others = [...nodes(meta.tree)].map((node) => node.rev).filter((rev) => !ancestors.includes(rev));
  for (const rev of [...ancestors, ...others]) {
    const at = meta.bodies[rev];
    if (at === undefined) continue;
    const related = ancestors.includes(rev);
    const [, files = []] = JSON.parse((await tx.getBody(bodyKey(prefix, at))) ?? '[null]') as BodyRow;
    const row = files.find(([name]) => name === stub.name);
    if (row !== undefined && isMeant(stub, row, related)) return row;
  }
  return undefined;
}

/** A digest says which file it is; without one the generation it came in does, of an ancestor's file of this name. */
function isMeant({ digest, revpos }: StubFile, row: FileRow, related: boolean): boolean {
  if (digest !== undefined) return row[3] === digest;
  return related && (revpos === undefined || row[5] === revpos);
}
