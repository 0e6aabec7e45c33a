/** The journal in memory, which keeps nothing: the plainest reading of the port, for tests. */
import type { RandomSource } from '../acts/clock.ts';
import type { Epoch, MissionCode } from '../acts/ids.ts';
import { toBase64url } from '../seal/bytes.ts';
import type { Chunk } from './act-log.ts';
import {
  type AuditCommit,
  type AuditHead,
  type AuditOutcome,
  type CommitOutcome,
  type DurableJournal,
  type Erasure,
  type JournalCommit,
  type JournalDamage,
  JournalError,
  type JournalFrame,
  type JournalHead,
  type TravellingCommit,
} from './durable-journal.ts';
import { auditHeadAfter, auditHeadIn, checkedAuditCommit } from './journal-audit.ts';
import { checkedCommit, checkedTravelling, headAfter, sameHead } from './journal-commit.ts';
import { type SignedDocument, wrapsOf } from './records.ts';

export class MemoryJournal implements DurableJournal {
  readonly #random: RandomSource;
  readonly #heads = new Map<MissionCode, JournalHead>();
  readonly #frames: JournalFrame[] = [];
  /** heads after the last audit record of each mission, maybe of an epoch before */
  readonly #audited = new Map<MissionCode, AuditHead>();
  readonly #audits: SignedDocument[] = [];
  readonly #travelling: TravellingCommit[] = [];
  readonly #wraps = new Map<string, SignedDocument>();
  readonly #chunks = new Map<Chunk['id'], Uint8Array>();

  constructor(random: RandomSource) {
    this.#random = random;
  }

  async head(mission: MissionCode): Promise<JournalHead> {
    return this.#heads.get(mission) ?? this.startEpoch(mission);
  }

  async startEpoch(mission: MissionCode): Promise<JournalHead> {
    const head = { mission, epoch: toBase64url(this.#random.bytes(12)) as Epoch, seq: 0, prev: null };
    this.#heads.set(mission, head);
    return head;
  }

  async commit(asked: JournalCommit): Promise<CommitOutcome> {
    const commit = await checkedCommit(asked);
    const { mission, epoch } = commit.expected;
    const head = await this.head(mission);
    if (!sameHead(head, commit.expected)) return { outcome: 'conflict', head };
    for (const { id, bytes } of commit.chunks) this.#chunks.set(id, bytes.slice());
    for (const wrap of commit.wraps) this.#wraps.set(wrap._id, wrap);
    const { acts, draft, at } = commit;
    this.#frames.push({ position: this.#frames.length, mission, epoch, draft, acts, at });
    const next = headAfter(commit);
    this.#heads.set(mission, next);
    return { outcome: 'committed', head: next };
  }

  async auditHead(mission: MissionCode): Promise<AuditHead> {
    return auditHeadIn(await this.head(mission), this.#audited.get(mission));
  }

  async commitAudit(asked: AuditCommit): Promise<AuditOutcome> {
    const commit = await checkedAuditCommit(asked);
    const { mission } = commit.expected;
    const head = await this.auditHead(mission);
    if (!sameHead(head, commit.expected)) return { outcome: 'conflict', head };
    const next = auditHeadAfter(commit);
    this.#audited.set(mission, next);
    this.#audits.push(commit.document);
    return { outcome: 'committed', head: next };
  }

  async audits(skip = 0): Promise<readonly SignedDocument[]> {
    return this.#audits.slice(skip);
  }

  async commitTravelling(asked: TravellingCommit): Promise<void> {
    this.#travelling.push(checkedTravelling(asked));
  }

  async travelling(): Promise<readonly TravellingCommit[]> {
    return [...this.#travelling];
  }

  async replay(position: number, limit: number): Promise<readonly JournalFrame[]> {
    return this.#frames.slice(position, position + limit);
  }

  async wraps(): Promise<readonly SignedDocument[]> {
    return [...this.#wraps.values()];
  }

  async eraseWraps(erasures: readonly Erasure[]): Promise<void> {
    for (const { dossier } of erasures)
      for (const id of [...this.#wraps.keys()]) if (id.startsWith(wrapsOf(dossier))) this.#wraps.delete(id);
  }

  async chunkIds(): Promise<readonly Chunk['id'][]> {
    return [...this.#chunks.keys()];
  }

  async chunk(id: Chunk['id']): Promise<Uint8Array | undefined> {
    return this.#chunks.get(id)?.slice();
  }

  async damage(): Promise<readonly JournalDamage[]> {
    return [];
  }

  async raw(): Promise<never> {
    throw new JournalError('JRN-001', 'kept in no file');
  }

  async close(): Promise<void> {}
}
