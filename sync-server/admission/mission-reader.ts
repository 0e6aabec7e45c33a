/**
 * Reads a mission's databases into its index: whole at the start, and where several gateways share a store, what the
 * others have written since. Nothing depends on the order in which a cluster tells its changes, nor on hearing of each
 * once: what is known already changes nothing, and what comes late frees what waited for it.
 */
import type { Kid, RecordHash } from '../../app/acts/ids.ts';
import { readAct } from '../../app/acts/verify-act.ts';
import { counts, type Receipt, verifyReceipt } from '../../app/admission/receipt.ts';
import { ACCEPTED, admission, OF_NO_CHAIN, type VerdictCode } from '../../app/admission/verdict-codes.ts';
import { RECORD_PREFIX, type SignedDocument } from '../../app/log/records.ts';
import { inOrder } from '../../app/replication/receipt-book.ts';
import { SealError } from '../../app/seal/errors.ts';
import type { StoreSeq } from '../stores/ids.ts';
import type { ReplicaDb } from '../stores/replica-store.ts';
import { type Batch, takeReceipt } from './batch.ts';
import { documentsOf } from './databases.ts';
import { confirmDurable } from './durable.ts';
import { type IndexParts, MissionIndex } from './mission-index.ts';
import {
  documentOf,
  type EntryKey,
  entryKey,
  kindOf,
  NO_CLAIMS,
  nameRecord,
  type RecordKind,
} from './offered.ts';
import type { Quarantined } from './quarantine.ts';

interface Stored {
  readonly id: string;
  readonly rev: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a reading found that was not known. */
export interface News {
  /** in quarantine: to be judged here, too */
  readonly quarantined: EntryKey[];
  /** a receipt of this gateway and the present epoch that it does not remember having signed */
  restored: boolean;
}

const PAGE = 500;

export class MissionReader {
  readonly #parts: IndexParts;
  #since: Readonly<Record<'records' | 'evidence' | 'quarantine', StoreSeq>> | null = null;

  constructor(parts: IndexParts) {
    this.#parts = parts;
  }

  async load(): Promise<MissionIndex> {
    const { records, evidence, quarantine } = this.#parts;
    // What this process wrote and nobody answered for would come after it was read over, a receipt with its number too.
    for (const db of [records, evidence, quarantine.db]) await db.confirm(new Map());
    // Where to read on from is noted first: what is written meanwhile is met twice, and never missed.
    const [a, b, c] = await Promise.all([records.info(), evidence.info(), quarantine.db.info()]);
    this.#since = { records: a.updateSeq, evidence: b.updateSeq, quarantine: c.updateSeq };
    const index = new MissionIndex(this.#parts);
    await this.#loadReceipts(index);
    for await (const document of documentsOf(records)) await this.#takeKept(document, index);
    for await (const chunk of documentsOf(evidence, RECORD_PREFIX.chunk, false)) takeChunk(chunk, index);
    for await (const item of quarantine.all()) {
      const key = entryKey(item.kind, item.subject);
      if (index.entries.has(key)) index.doubles.push(key);
      else await this.#takeQuarantined(item, index);
    }
    return index;
  }

  /** Takes in what others have written, and notes in the batch whom it may free. */
  async catchUp(index: MissionIndex, batch: Batch): Promise<News> {
    const since = this.#since;
    const news: News = { quarantined: [], restored: false };
    if (!since) return news;
    const { records, evidence, quarantine } = this.#parts;
    this.#since = {
      records: await follow(records, since.records, async (documents) => {
        for (const one of documents) if (isReceipt(one)) await this.#hearReceipt(one, index, batch, news);
        for (const one of documents) if (!isReceipt(one)) await this.#hearKept(one, index, batch);
      }),
      evidence: await follow(evidence, since.evidence, async (documents) => {
        for (const one of documents) if (one.id.startsWith(RECORD_PREFIX.chunk)) takeChunk(one, index);
      }),
      quarantine: await follow(quarantine.db, since.quarantine, async (documents) => {
        for (const item of documents.flatMap((one) => quarantine.itemOf(one))) {
          const key = entryKey(item.kind, item.subject);
          const known = index.entries.get(key);
          if (known?.place === 'kept') index.doubles.push(key);
          if (known) continue;
          quarantine.note(item);
          await this.#takeQuarantined(item, index);
          news.quarantined.push(key);
          // Refused over there, it may have stayed something here that had not heard so.
          const dossier = index.entries.get(key)?.claims.dossier;
          if (dossier) batch.stirred.add(dossier);
        }
      }),
    };
    return news;
  }

  async #loadReceipts(index: MissionIndex): Promise<void> {
    const { records, gateway } = this.#parts;
    const found: Receipt[] = [];
    const documents = new Map<Receipt, Stored>();
    for await (const document of documentsOf(records, RECORD_PREFIX.receipt)) {
      const receipt = await this.#receiptOf(document);
      if (!receipt) continue;
      found.push(receipt);
      if (receipt.gateway === gateway) documents.set(receipt, document);
    }
    found.sort(inOrder);
    for (const receipt of found) index.addReceipt(receipt);
    // Those before it were durable before it was written. Its number must not be given out again.
    const newest = found.findLast((receipt) => documents.has(receipt));
    const document = newest && documents.get(newest);
    if (document) await confirmDurable(records, [document]);
  }

  /** @returns null for one that is not ours, whoever put it into the store: it says nothing */
  async #receiptOf({ id, rev, body }: Stored): Promise<Receipt | null> {
    const document: SignedDocument = { _id: id, _rev: rev, jws: String(body.jws) };
    try {
      return await verifyReceipt(document, this.#parts.reference.keyring);
    } catch (error) {
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  async #hearReceipt(document: Stored, index: MissionIndex, batch: Batch, news: News): Promise<void> {
    const receipt = await this.#receiptOf(document);
    if (!receipt || index.knowsReceipt(receipt.hash)) return;
    takeReceipt(receipt, batch, index);
    const { gateway, epoch } = this.#parts;
    const isOwn = receipt.gateway === gateway && receipt.epoch === epoch();
    if (isOwn && counts(receipt, this.#parts.reference.keyring)) news.restored = true;
  }

  async #hearKept(document: Stored, index: MissionIndex, batch: Batch): Promise<void> {
    const taken = await this.#takeKept(document, index);
    if (taken === null) return;
    const { key, kind, act, dossier } = taken;
    if (kind === 'travelling') batch.keyringGrew = true;
    if (kind === 'travelling' || kind === 'lift') batch.relied.add(key);
    if (dossier) batch.stirred.add(dossier);
    // Whoever wrote it has removed the keys, and this index still has them.
    if (dossier && act?.envelope.kind === 'erased') index.toErase.add(dossier);
    for (const waiting of act ? index.waitingFor(act) : []) {
      index.set({ ...waiting, admission: ACCEPTED }, undefined);
      batch.touched.add(waiting.key);
    }
  }

  /** @returns what was taken in; null when it was known, or is nothing that admission knows of */
  async #takeKept({ id, rev, body }: Stored, index: MissionIndex) {
    const kind = kindOf(id);
    if (kind === undefined || kind === 'receipt' || typeof body.jws !== 'string') return null;
    const record = await nameRecord(kind, { _id: id, _rev: rev, jws: body.jws });
    const { key, subject, consistent, claims } = record;
    if (index.entries.get(key)?.place === 'kept') return null;
    if (kind === 'travelling') await this.#parts.reference.admit(record);
    const lifted = kind === 'lift' ? await index.addLift(documentOf(record)) : null;
    const act = kind === 'act' ? (record.act ?? (await readAct(record.jws))) : undefined;
    index.set({ key, subject, kind, id, rev, consistent, claims, place: 'kept', admission: ACCEPTED }, act);
    if (kind === 'wrap') index.addWrap(claims, signerOf(record.jws));
    if (act) index.addToChain(act, ACCEPTED);
    const about = lifted && index.entries.get(entryKey('act', lifted as string as RecordHash));
    return { key, kind, act, dossier: about ? about.claims.dossier : claims.dossier };
  }

  /** What was refused stays refused; everything else is to be judged again. */
  async #takeQuarantined(
    { subject, kind, id, rev, consistent, jws }: Quarantined,
    index: MissionIndex,
  ): Promise<void> {
    const key = entryKey(kind, subject);
    const told = index.told(key);
    const code = told && told.verdict !== 'accepted' ? (told.code as VerdictCode) : 'AD-101';
    const record =
      jws !== undefined && kind !== 'chunk' ? await nameRecord(kind, { _id: id, _rev: rev, jws }) : null;
    const claims = record?.claims ?? NO_CLAIMS;
    const common = { key, subject, kind, id, rev, consistent, claims, place: 'quarantine' } as const;
    const verdict = admission(code);
    const chained = kind === 'act' && verdict.verdict === 'refused' && !OF_NO_CHAIN.has(code);
    const act = chained && record ? (record.act ?? (await readAct(record.jws))) : undefined;
    index.set({ ...common, admission: verdict }, act);
    if (act) index.addToChain(act, verdict);
  }
}

/** @returns where to read on from, once each page has been taken in */
async function follow(
  db: ReplicaDb,
  since: StoreSeq,
  take: (documents: readonly Stored[]) => Promise<void>,
): Promise<StoreSeq> {
  for (let from = since; ; ) {
    const { rows, lastSeq, atEnd } = await db.changes({ since: from, limit: PAGE, includeDocs: true });
    await take(rows.flatMap(({ doc, deleted }) => (doc && !deleted ? [doc] : [])));
    from = lastSeq;
    if (atEnd) return from;
  }
}

const isReceipt = ({ id }: Stored): boolean => kindOf(id) === ('receipt' satisfies RecordKind);

function takeChunk({ id, rev }: Pick<Stored, 'id' | 'rev'>, index: MissionIndex): void {
  const subject = id.slice(RECORD_PREFIX.chunk.length) as RecordHash;
  const key = entryKey('chunk', subject);
  if (index.entries.get(key)?.place === 'kept') return;
  const common = { key, subject, kind: 'chunk', id, rev, consistent: true, claims: NO_CLAIMS } as const;
  index.set({ ...common, place: 'kept', admission: ACCEPTED }, undefined);
}

/** Of a text that has been admitted before. */
function signerOf(jws: string): Kid | null {
  const header = JSON.parse(Buffer.from(jws.split('.', 1)[0] ?? '', 'base64url').toString()) as { kid?: Kid };
  return header.kid ?? null;
}
