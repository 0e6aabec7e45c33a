/**
 * Holds the target to the source's receipts. Each is a gateway's signature under "we hold this": what it names must be
 * in the target, and its bytes must have the name. One mission at a time; of each record its name is in memory.
 */
import type { MissionCode, RecordHash } from '../../app/acts/ids.ts';
import { type Receipt, type ReceiptItem, verifyReceipt } from '../../app/admission/receipt.ts';
import type { VerdictCode } from '../../app/admission/verdict-codes.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { RECORD_PREFIX } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import { databaseOf, documentsOf, type MissionDatabase } from '../../sync-server/admission/databases.ts';
import { type EntryKey, entryKey } from '../../sync-server/admission/offered.ts';
import { parseRev, type Rev } from '../../sync-server/stores/ids.ts';
import type { DocRevision, ReplicaDb, ReplicaStore } from '../../sync-server/stores/replica-store.ts';
import type { Faults } from './faults.ts';
import { type Named, readWhole } from './read-whole.ts';
import { nameIn } from './sound.ts';

export interface Counts {
  receipts: number;
  items: number;
}

/** What the target holds of a mission, each under the name that its bytes give it. */
interface Held {
  readonly kept: ReadonlySet<EntryKey>;
  readonly quarantined: ReadonlySet<EntryKey>;
  /** `<id> <rev>` */
  readonly receipts: ReadonlySet<string>;
  /** what receipts say was erased: it is to be nowhere */
  readonly erased: Set<EntryKey>;
  /** what is in neither place, and is a fault unless it was erased: a later receipt may say so */
  readonly missing: Missing[];
}

type Missing = Parameters<Faults['add']>[0] & { readonly id: EntryKey };

const ERASED: VerdictCode = 'AD-211';

const PAGE = 200;
/** A receipt may name thousands. */
const RECEIPTS = 20;

export class MissionCheck {
  readonly #target: ReplicaStore;
  readonly #keyring: Keyring;
  readonly #faults: Faults;
  readonly counts: Counts = { receipts: 0, items: 0 };
  /** server epochs that receipts name: desks may rely on each of them */
  readonly epochs = new Set<string>();

  constructor(target: ReplicaStore, keyring: Keyring, faults: Faults) {
    this.#target = target;
    this.#keyring = keyring;
    this.#faults = faults;
  }

  /** @param records the source's */
  async check(mission: MissionCode, records: ReplicaDb): Promise<void> {
    const held = await this.#readTarget(mission);
    for await (const { id, rev, body } of documentsOf(records, RECORD_PREFIX.receipt, true, RECEIPTS)) {
      this.counts.receipts += 1;
      const receipt = await this.#verified(records, { _id: id, _rev: rev, jws: String(body.jws) });
      if (!receipt) continue;
      this.epochs.add(receipt.epoch);
      if (!held.receipts.has(`${id} ${rev}`))
        this.#faults.add({ code: 'MG-003', database: records.name, id });
      for (const item of receipt.items) this.#checkItem(mission, item, id, held);
    }
    for (const fault of held.missing) if (!held.erased.has(fault.id)) this.#faults.add(fault);
  }

  async #verified(
    { name: database }: ReplicaDb,
    document: { readonly _id: string; readonly _rev: string; readonly jws: string },
  ): Promise<Receipt | null> {
    try {
      return await verifyReceipt(document, this.#keyring);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      this.#faults.add({ code: 'MG-002', database, id: document._id });
      return null;
    }
  }

  /** What was held when a receipt was signed may have been accepted since: a later receipt says so. */
  #checkItem(
    mission: MissionCode,
    [type, hash, verdict, saying]: ReceiptItem,
    receipt: string,
    held: Held,
  ): void {
    this.counts.items += 1;
    const key = entryKey(type, hash as RecordHash);
    if (saying === ERASED) {
      held.erased.add(key);
      return;
    }
    if (held.kept.has(key)) return;
    const accepted = verdict === 'accepted';
    if (!accepted && held.quarantined.has(key)) return;
    const kind = !accepted ? 'quarantine' : type === 'chunk' ? 'evidence' : 'records';
    const code = accepted ? 'MG-004' : 'MG-005';
    held.missing.push({ code, database: databaseOf(mission, kind), id: key, receipt });
  }

  async #readTarget(mission: MissionCode): Promise<Held> {
    const kept = new Set<EntryKey>();
    const quarantined = new Set<EntryKey>();
    const receipts = new Set<string>();
    for (const kind of ['records', 'evidence', 'quarantine'] as const) {
      const into = kind === 'quarantine' ? quarantined : kept;
      for await (const { named, key } of this.#named(mission, kind)) {
        if (named.id.startsWith(RECORD_PREFIX.receipt)) receipts.add(`${named.id} ${named.rev}`);
        else into.add(key);
      }
    }
    return { kept, quarantined, receipts, erased: new Set(), missing: [] };
  }

  async *#named(
    mission: MissionCode,
    kind: MissionDatabase,
  ): AsyncGenerator<{ readonly named: Named; readonly key: EntryKey }> {
    const db = await this.#target.open(databaseOf(mission, kind));
    if (!db) return;
    for await (const page of pagesOf(db)) {
      for await (const read of readWhole(db, page)) {
        const key = read.kind === 'whole' ? await nameIn(kind, read.doc) : null;
        if (key) yield { named: read.named, key };
        else this.#faults.add({ code: 'MG-006', database: db.name, id: read.named.id });
      }
    }
  }
}

async function* pagesOf(db: ReplicaDb): AsyncGenerator<readonly Named[]> {
  let page: Named[] = [];
  for await (const { id, rev } of documentsOf(db, '', false, PAGE)) {
    page.push({ id, rev: parseRev(rev) as Rev });
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

export const isSoundIn =
  (kind: MissionDatabase | undefined) =>
  async (doc: DocRevision): Promise<boolean> =>
    kind === undefined || doc.deleted || (await nameIn(kind, doc)) !== null;
