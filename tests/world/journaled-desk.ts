/** A desk of which only the journal is there: the real one, on a disk, with acts and audit records that verify. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isoTime, systemRandom } from '../../app/acts/clock.ts';
import type { ActId, DossierId, RecordHash } from '../../app/acts/ids.ts';
import type { ActKind } from '../../app/acts/kinds.ts';
import type { SealedAct } from '../../app/acts/seal-act.ts';
import { type ReceiptItem, signReceipt } from '../../app/admission/receipt.ts';
import { VERDICT_CODES, type VerdictCode } from '../../app/admission/verdict-codes.ts';
import type { JournalToAudit } from '../../app/audit/audit-journals.ts';
import { type AuditedEvent, auditDocument, auditPayload } from '../../app/audit/audit-record.ts';
import { encryptBlob } from '../../app/evidence/blob.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { encodeRecord, FILE_HEADER_BYTES, readData, walkRecords } from '../../app/log/journal-frame.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { concat } from '../../app/seal/bytes.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { openJournal } from '../../main/journal/open-journal.ts';
import type { OfficerHolder } from '../../scripts/ministry/create-ministry.ts';
import { EPOCH } from './bundle.ts';
import { BY_CENTRE } from './definition.ts';
import { openedBody, type Sealing, type TestDossier, type World } from './world.ts';

const NAMES = ['acts', 'wraps', 'evidence'] as const;
export type JournalBytes = Record<(typeof NAMES)[number], Uint8Array>;

export class JournaledDesk {
  readonly world: World;
  readonly officer: OfficerHolder;
  readonly journal: DurableJournal;
  readonly acts: SealedAct[] = [];
  /** what the next record says that it has seen */
  lastReceipt: RecordHash | null = null;
  #receipts = 0;

  private constructor(world: World, officer: OfficerHolder, journal: DurableJournal) {
    this.world = world;
    this.officer = officer;
    this.journal = journal;
  }

  static async open(world: World, folder: string, officer = world.agent): Promise<JournaledDesk> {
    return new JournaledDesk(world, officer, await openJournal(folder, systemRandom));
  }

  /** `opened` and `submitted` in one frame, with a wrap and a scan. */
  async lodged(): Promise<TestDossier> {
    const dossier = await this.world.dossier(BY_CENTRE, this.officer);
    const blob = await encryptBlob(systemRandom.bytes(500), systemRandom);
    const opened = { kind: 'opened' as const, prior: [], body: openedBody(), but: { blobs: [blob.listing] } };
    const first = await this.#sealed(dossier, opened, 0, null);
    const submitted = { kind: 'submitted' as const, prior: [first.id], body: {} };
    const second = await this.#sealed(dossier, submitted, 1, first.id);
    const { hash: _, ...wrap } = dossier.wrap;
    await this.#commit([first, second], [wrap], blob.chunks);
    return dossier;
  }

  /** One act in a frame of its own. @param but what a dishonest desk says otherwise; its signature is true */
  async seal<Kind extends ActKind>(dossier: TestDossier, sealing: Sealing<Kind>): Promise<SealedAct> {
    const act = await this.#sealed(dossier, sealing, 0, null);
    await this.#commit([act], [], []);
    return act;
  }

  /** A call noted: a small act. */
  note(dossier: TestDossier, but: Sealing<'contact-noted'>['but'] = {}): Promise<SealedAct> {
    const body = { by: 'telephone', direction: 'from-applicant', note: 'specimen' } as const;
    return this.seal(dossier, { kind: 'contact-noted', prior: [], body, but });
  }

  async #sealed<Kind extends ActKind>(
    dossier: TestDossier,
    sealing: Sealing<Kind>,
    after: number,
    prev: ActId | null,
  ): Promise<SealedAct> {
    const head = await this.journal.head(dossier.mission);
    const chain = { epoch: head.epoch, seq: head.seq + 1 + after, prev: prev ?? head.prev };
    const but = { ...chain, lastReceipt: this.lastReceipt, ...sealing.but };
    return this.world.seal(dossier, this.officer, { ...sealing, but });
  }

  async #commit(
    acts: readonly SealedAct[],
    wraps: readonly SignedDocument[],
    chunks: Awaited<ReturnType<typeof encryptBlob>>['chunks'],
  ): Promise<void> {
    const mission = this.officer.scope as TestDossier['mission'];
    const expected = await this.journal.head(mission);
    const documents = acts.map(({ document }) => document);
    const at = this.world.clock.now();
    const actIds = acts.map(({ id }) => id);
    await this.journal.commit({ expected, draft: null, acts: documents, actIds, wraps, chunks, at });
    this.acts.push(...acts);
  }

  async audit(what: AuditedEvent, dossier: DossierId): Promise<RecordHash> {
    const { credential, signingKey, scope, desk } = this.officer;
    const expected = await this.journal.auditHead(scope as TestDossier['mission']);
    const payload = auditPayload({
      ...{
        mission: expected.mission,
        desk,
        epoch: expected.epoch,
        seq: expected.seq + 1,
        prev: expected.prev,
      },
      ...{ what, dossier, keyring: this.world.keyring.head()!.hash, lastReceipt: this.lastReceipt },
      claimedAt: isoTime(this.world.clock.now()),
    });
    const typ = 'guichet-audit+jws';
    const { hash, ...document } = await auditDocument(
      await signCompact({ typ, kid: credential.kid, payload, key: signingKey }),
    );
    await this.journal.commitAudit({ expected, document, hash });
    return hash;
  }

  /** The gateway's receipt for these acts, and how far it has the chain. @param codes of those that are not accepted, by act */
  async receipt(
    acts: readonly SealedAct[],
    at = isoTime(this.world.clock.now()),
    codes: ReadonlyMap<string, VerdictCode> = new Map(),
  ) {
    const { credential, signingKey } = this.world.ministry.gateway;
    const head = await this.journal.head(this.officer.scope as TestDossier['mission']);
    this.#receipts += 1;
    const items = acts.map(({ id }): ReceiptItem => {
      const code = codes.get(id) ?? 'AD-000';
      return ['act', id, VERDICT_CODES[code], code];
    });
    const last = acts.at(-1)?.id ?? null;
    const to = this.acts.findIndex(({ id }) => id === last) + 1;
    const chains: [string, string, number, string | null][] = [[this.officer.desk, head.epoch, to, last]];
    const content = { epoch: EPOCH, n: this.#receipts, at, items, chains };
    return signReceipt(content, credential.kid, signingKey);
  }
}

export async function bytesIn(folder: string): Promise<JournalBytes> {
  const [acts, wraps, evidence] = await Promise.all(
    NAMES.map(async (name) => new Uint8Array(await readFile(join(folder, `${name}.journal`)))),
  );
  return { acts: acts!, wraps: wraps!, evidence: evidence! };
}

export async function putBytes(folder: string, bytes: JournalBytes): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of NAMES) await writeFile(join(folder, `${name}.journal`), bytes[name]);
}

export const toAudit = (bytes: JournalBytes, desk: JournalToAudit['desk'] = null): JournalToAudit => {
  const file = (content: Uint8Array) => ({
    size: content.length,
    read: async (offset: number, length: number) => content.slice(offset, offset + length),
  });
  return {
    files: { acts: file(bytes.acts), wraps: file(bytes.wraps), evidence: file(bytes.evidence) },
    desk,
  };
};

/** A journal file as an attacker who knows its format takes it apart and puts it together again, checksums and all. */
export interface RawRecord {
  readonly type: number;
  readonly meta: Uint8Array;
  readonly data: Uint8Array;
}

export async function takeApart(bytes: Uint8Array): Promise<RawRecord[]> {
  const read = async (offset: number, length: number) => bytes.slice(offset, offset + length);
  const records: RawRecord[] = [];
  for await (const item of walkRecords(read, FILE_HEADER_BYTES, bytes.length, () => true)) {
    if (item.item === 'bad') throw new Error('not a whole file');
    records.push({ type: item.type, meta: item.meta, data: (await readData(read, item))! });
  }
  return records;
}

export const putTogether = (original: Uint8Array, records: readonly RawRecord[]): Uint8Array =>
  concat(
    original.subarray(0, FILE_HEADER_BYTES),
    ...records.map(({ type, meta, data }) => encodeRecord(type, meta, data)),
  );
