/**
 * A centre in memory that admits as the gateway does: `admitAct`, `admitWrap`, receipts by the ministry's own gateway
 * key; what is held is judged again when something arrives. And the wire to it, by which a desk pushes and pulls.
 */
import { type Clock, isoTime } from '../../app/acts/clock.ts';
import type { ActId, DeskId, DossierId, Epoch, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import { type AdmissionFacts, admitAct } from '../../app/admission/admit-act.ts';
import { admitWrap } from '../../app/admission/admit-wrap.ts';
import { type Receipt, type ReceiptItem, signReceipt, verifyReceipt } from '../../app/admission/receipt.ts';
import type { Admission } from '../../app/admission/verdict-codes.ts';
import type { DeskReport } from '../../app/desk/fleet.ts';
import type { Verdict } from '../../app/dossier/verdict.ts';
import { MemoryActLog } from '../../app/log/memory-act-log.ts';
import type { LogDocument, SignedDocument } from '../../app/log/records.ts';
import { ReceiptBook } from '../../app/replication/receipt-book.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { hashOf } from '../../app/seal/hash.ts';
import {
  LinkError,
  type LinkErrorCode,
  type ReportSource,
  type Transfer,
} from '../../renderer/worker/transfer.ts';
import type { DeskMedium } from './desk-medium.ts';
import { ListedChunkStore } from './desk-medium.ts';
import type { Fault } from './fault.ts';
import type { World } from './world.ts';

const newEpoch = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(12)));

interface Judged {
  readonly admission: Admission;
  readonly act?: VerifiedAct;
}

export class MissionAtCentre {
  readonly log = new MemoryActLog();
  readonly chunks = new ListedChunkStore();
  /** every record that came, by document id */
  readonly offered = new Map<string, SignedDocument>();
  readonly judged = new Map<string, Judged>();
  readonly receipts: Receipt[] = [];
  readonly book = new ReceiptBook();
  readonly erased = new Set<DossierId>();
  readonly receiptedChunks = new Map<RecordHash, string>();
}

export class MemoryCentre {
  readonly world: World;
  readonly clock: Clock;
  readonly missions = new Map<MissionCode, MissionAtCentre>();
  epoch = newEpoch();
  /** what the link does next, by call */
  trouble: LinkErrorCode | null = null;
  /** what it answers to `ask`, by path: a centre before it had the fleet has none */
  readonly answers = new Map<string, unknown>();
  /** what desks said of themselves: at a handshake, and in a session */
  readonly reports: { readonly how: 'handshake' | 'told'; readonly report: DeskReport }[] = [];
  /** with what the centre says to whoever comes that they are revoked; true or not */
  revoked: readonly SignedDocument[] | null = null;
  /** takes what is pushed, and says of some of it that it is not taken */
  denies = false;
  /** releases that the centre does not know yet: acts under them are held */
  readonly unknownReleases = new Set<RecordHash>();
  /** acts that this centre refuses though they verify, as one with another rule would */
  refuse: (act: VerifiedAct) => boolean = () => false;

  constructor(world: World) {
    this.world = world;
    this.clock = world.clock;
    for (const mission of Object.keys(world.ministry.plan.missions) as MissionCode[])
      this.missions.set(mission, new MissionAtCentre());
  }

  mission(mission: MissionCode): MissionAtCentre {
    const found = this.missions.get(mission);
    if (!found) throw new Error('no such mission');
    return found;
  }

  /** what this centre was before each restore: desks that have not heard of it still go by its receipts */
  readonly past: Map<MissionCode, MissionAtCentre>[] = [];

  /** acts that a supervisor of the centre has said are good */
  readonly lifted = new Set<ActId>();

  async lift(code: MissionCode, acts: readonly ActId[]): Promise<void> {
    for (const act of acts) this.lifted.add(act);
    await this.judge(code);
  }

  /** A restore from an older image: a new epoch, and nothing that came since is known. */
  restoreEmpty(): void {
    this.past.push(new Map(this.missions));
    for (const mission of [...this.missions.keys()]) this.missions.set(mission, new MissionAtCentre());
    this.epoch = newEpoch();
  }

  of(database: string): { mission: MissionAtCentre; code: MissionCode; evidence: boolean } | null {
    const match = /^mission-(.+?)(-evidence)?$/.exec(database);
    const code = match?.[1]?.toUpperCase() as MissionCode | undefined;
    const mission = code && this.missions.get(code);
    return mission ? { mission, code, evidence: match?.[2] !== undefined } : null;
  }

  async offer(code: MissionCode, documents: readonly SignedDocument[]): Promise<void> {
    const at = this.mission(code);
    for (const document of documents) {
      if (/^(act|key):/.test(document._id)) at.offered.set(document._id, document);
      else await at.log.put([document]);
      // A receipt of an earlier epoch: the honest clock of acts that saw it.
      if (document._id.startsWith('receipt:')) at.book.add(await verifyReceipt(document, this.world.keyring));
    }
    await this.judge(code);
  }

  async offerChunk(code: MissionCode, id: RecordHash, bytes: Uint8Array): Promise<void> {
    await this.mission(code).chunks.put([{ id, bytes }]);
    await this.judge(code);
  }

  /** Judges what is new or held, until nothing changes, and signs one receipt for it. */
  async judge(code: MissionCode): Promise<void> {
    const at = this.mission(code);
    const items = new Map<string, ReceiptItem>();
    const chains = new Set<string>();
    for (let changed = true; changed; ) {
      changed = false;
      for (const document of at.offered.values()) {
        const known = at.judged.get(document._id)?.admission;
        if (known && known.verdict !== 'held') continue;
        const judged = await this.#judgeOne(code, at, document);
        at.judged.set(document._id, judged);
        if (judged.admission.code === known?.code) continue;
        changed = true;
        const type = document._id.startsWith('act:') ? 'act' : 'wrap';
        const { verdict, code: reason } = judged.admission;
        items.set(document._id, [type, await hashOf(document.jws), verdict, reason]);
        if (judged.act) chains.add(`${judged.act.envelope.desk} ${judged.act.envelope.epoch}`);
        if (verdict === 'accepted') await at.log.put([document]);
        if (verdict === 'accepted' && judged.act?.envelope.kind === 'erased')
          for (const item of await this.#erase(at, judged.act.envelope.dossier))
            items.set(`${item[0]} ${item[1]}`, item);
      }
    }
    for (const item of this.#chunkItems(at)) items.set(item[1], item);
    if (items.size > 0) await this.#receipt(at, [...items.values()], chains);
  }

  /** As the gateway does: the wraps go, are refused ever after, and that is said. */
  async #erase(at: MissionAtCentre, dossier: DossierId): Promise<ReceiptItem[]> {
    at.erased.add(dossier);
    const said: ReceiptItem[] = [];
    for (const [id, document] of at.offered) {
      if (!id.startsWith(`key:${dossier}:`)) continue;
      const admission = { verdict: 'refused', code: 'AD-211' } as const;
      at.judged.set(id, { admission });
      said.push(['wrap', await hashOf(document.jws), admission.verdict, admission.code]);
      await at.log.forget([id]);
    }
    return said;
  }

  #chunkItems(at: MissionAtCentre): ReceiptItem[] {
    const listed = new Set<string>();
    for (const { admission, act } of at.judged.values()) {
      if (admission.verdict !== 'accepted') continue;
      for (const blob of act?.envelope.blobs ?? []) for (const chunk of blob.chunks) listed.add(chunk);
    }
    const items: ReceiptItem[] = [];
    for (const id of at.chunks.ids) {
      const code = listed.has(id) ? 'AD-000' : 'AD-109';
      if (at.receiptedChunks.get(id) === code) continue;
      at.receiptedChunks.set(id, code);
      items.push(['chunk', id, code === 'AD-000' ? 'accepted' : 'held', code]);
    }
    return items;
  }

  async #receipt(at: MissionAtCentre, items: ReceiptItem[], chains: ReadonlySet<string>): Promise<void> {
    const { gateway } = this.world.ministry;
    const document = await signReceipt(
      {
        epoch: this.epoch,
        n: at.receipts.length + 1,
        at: isoTime(this.clock.now()),
        items,
        chains: [...chains].map((name) => this.#chain(at, name)),
      },
      gateway.credential.kid,
      gateway.signingKey,
    );
    const { _id, _rev, jws } = document;
    const receipt = await verifyReceipt(document, this.world.keyring);
    at.receipts.push(receipt);
    at.book.add(receipt);
    await at.log.put([{ _id, _rev, jws }]);
  }

  #chain(at: MissionAtCentre, name: string): [DeskId, Epoch, number, ActId | null] {
    const [desk, epoch] = name.split(' ') as [DeskId, Epoch];
    const bySeq = new Map<number, ActId>();
    for (const { act } of at.judged.values())
      if (act && act.envelope.desk === desk && act.envelope.epoch === epoch)
        bySeq.set(act.envelope.seq, act.id);
    let contiguous = 0;
    while (bySeq.has(contiguous + 1)) contiguous += 1;
    return [desk, epoch, contiguous, bySeq.get(contiguous) ?? null];
  }

  async #judgeOne(code: MissionCode, at: MissionAtCentre, document: SignedDocument): Promise<Judged> {
    const { keyring } = this.world;
    if (document._id.startsWith('key:'))
      return {
        admission: await admitWrap(document, {
          mission: code,
          keyring,
          erased: async ({ dossier }) => at.erased.has(dossier),
        }),
      };
    const { act, ...admission } = await admitAct(document, this.#facts(code, at));
    if (act && this.refuse(act)) return { admission: { verdict: 'refused', code: 'AD-206' }, act };
    return act ? { admission, act } : { admission };
  }

  #facts(mission: MissionCode, at: MissionAtCentre): AdmissionFacts {
    return {
      mission,
      keyring: this.world.keyring,
      definition: async (release, service) =>
        release !== this.world.release || this.unknownReleases.has(release)
          ? 'unknown-release'
          : this.world.definitions.find(({ code }) => code === service),
      receiptAt: async (receipt) => at.book.timeOf(receipt),
      said: async (act) => at.book.said(act),
      dossier: async (act) => {
        const acts = new Map<ActId, { act: VerifiedAct; verdict: Verdict }>();
        for (const { act: known, admission } of at.judged.values())
          if (known?.envelope.dossier === act.envelope.dossier)
            acts.set(known.id, { act: known, verdict: admission.verdict });
        return acts;
      },
      hasWrap: async ({ envelope }) =>
        at.erased.has(envelope.dossier) ||
        [...at.judged].some(
          ([id, { admission }]) =>
            id.startsWith(`key:${envelope.dossier}:${envelope.keyGen}:`) && admission.verdict === 'accepted',
        ),
      accepted: async (act) =>
        [...at.judged.values()].flatMap(({ act: known, admission }) =>
          known?.envelope.dossier === act.envelope.dossier && admission.verdict === 'accepted' ? [known] : [],
        ),
      holdsWaiting: async (act) =>
        [...at.judged.values()].flatMap(({ act: known, admission }) =>
          known?.envelope.dossier === act.envelope.dossier &&
          known.envelope.kind === 'held-by-law' &&
          admission.verdict === 'held'
            ? [known]
            : [],
        ),
      lifts: async (act) =>
        this.lifted.has(act) ? [{ verdict: 'accepted', by: this.world.supervisor.credential }] : [],
    };
  }
}

/** The wire between one desk's stores and the centre; each batch, in each direction, is a step. */
export class MemoryTransfer implements Transfer {
  readonly #centre: MemoryCentre;
  readonly #medium: DeskMedium;
  readonly #fault: Fault;
  readonly #batch: number;
  /** what was pulled and pushed, in order, for tests that look at the order */
  readonly calls: string[] = [];
  #open = true;
  #session = false;
  #report: ReportSource = async () => null;

  constructor(centre: MemoryCentre, medium: DeskMedium, fault: Fault, batch = 2) {
    this.#centre = centre;
    this.#medium = medium;
    this.#fault = fault;
    this.#batch = batch;
  }

  #call<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (this.#centre.trouble) throw new LinkError(this.#centre.trouble);
    if (!this.#open) throw new LinkError('LN-001');
    this.calls.push(name);
    return this.#fault.call(`transfer ${name}`, work);
  }

  async open(): ReturnType<Transfer['open']> {
    return this.#call('open', async () => {
      if (!this.#session) await this.#handshake();
      const { epoch, revoked } = this.#centre;
      return { epoch, ...(revoked && { revoked }) };
    });
  }

  async #handshake(): Promise<void> {
    const report = await this.#report().catch(() => null);
    if (report) this.#centre.reports.push({ how: 'handshake', report });
    this.#session = true;
  }

  reportsFrom(source: ReportSource): void {
    this.#report = source;
  }

  async tell(report: DeskReport): Promise<boolean> {
    if (this.#centre.trouble) throw new LinkError(this.#centre.trouble);
    if (this.#open && this.#session) this.#centre.reports.push({ how: 'told', report });
    return this.#open && this.#session;
  }

  async push(
    database: string,
    sent: (ids: readonly string[]) => void | Promise<void>,
    from?: 'checkpoint' | 'start',
  ): Promise<void> {
    this.calls.push(`push ${database} ${from ?? 'checkpoint'}`);
    const at = this.#centre.of(database);
    if (!at) throw new LinkError('LN-005');
    if (at.evidence) {
      const store = this.#medium.evidence(database);
      for (const id of store.ids) {
        if (at.mission.chunks.ids.has(id)) continue;
        const bytes = await store.get(id);
        if (bytes) await this.#call('chunk up', () => this.#centre.offerChunk(at.code, id, bytes));
      }
      return;
    }
    const there = new Set((await at.mission.log.withPrefix('')).map(({ _id }) => _id));
    const known = (id: string) => at.mission.offered.has(id) || there.has(id);
    for (const documents of batches(await fresh(this.#medium.log(database), known), this.#batch)) {
      await this.#call('records up', () => this.#centre.offer(at.code, documents.filter(isSigned)));
      await sent(documents.map(({ _id }) => _id));
    }
    if (this.#centre.denies) throw new LinkError('LN-007');
  }

  async pull(database: string): Promise<{ written: number }> {
    const local = this.#medium.log(database);
    const remote =
      database === 'keyring' || database === 'catalogue'
        ? await this.#reference(database)
        : this.#centre.of(database)?.mission.log;
    if (!remote) throw new LinkError('LN-005');
    let written = 0;
    const here = new Set((await local.withPrefix('')).map(({ _id }) => _id));
    for (const documents of batches(await fresh(remote, (id) => here.has(id)), this.#batch)) {
      await this.#call('records down', async () => {
        for (const document of documents) {
          this.#fault.step('transfer document down');
          await local.put([document]);
        }
      });
      written += documents.length;
    }
    return { written };
  }

  async #reference(database: 'keyring' | 'catalogue'): Promise<MemoryActLog> {
    const log = new MemoryActLog();
    const { keyringDocuments, catalogueDocuments } = this.#centre.world.ministry;
    await log.put(database === 'keyring' ? keyringDocuments : catalogueDocuments);
    return log;
  }

  async ask(path: string): Promise<unknown> {
    return this.#call(`ask ${path}`, async () => {
      if (!this.#centre.answers.has(path)) throw new LinkError('LN-005');
      return this.#centre.answers.get(path);
    });
  }

  async chunk(database: string, id: RecordHash): Promise<Uint8Array> {
    const bytes = await this.#call('chunk down', async () =>
      this.#centre.of(database)?.mission.chunks.get(id),
    );
    if (!bytes) throw new LinkError('LN-005');
    return bytes;
  }

  async close(): Promise<void> {
    this.#open = false;
  }
}

const isSigned = (document: LogDocument): document is SignedDocument => 'jws' in document;

async function fresh(log: MemoryActLog, known: (id: string) => boolean): Promise<LogDocument[]> {
  const { documents } = await log.changes(null, Number.MAX_SAFE_INTEGER);
  return documents.filter(({ _id }) => !known(_id));
}

function* batches<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
