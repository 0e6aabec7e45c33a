/**
 * Judging: what is offered is sorted in, judged in causal order, and what was on hold is judged again when something has
 * come that may free it. Verdicts go into the index and the batch; nothing is stored here.
 */
import type { Kid, MissionCode, RecordHash } from '../../app/acts/ids.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import { type ActAdmission, admitAct } from '../../app/admission/admit-act.ts';
import { admitWrap } from '../../app/admission/admit-wrap.ts';
import { counts, verifyReceipt } from '../../app/admission/receipt.ts';
import { ACCEPTED, type Admission, admission, type VerdictCode } from '../../app/admission/verdict-codes.ts';
import { SealError } from '../../app/seal/errors.ts';
import { admitAudit } from './admit-audit.ts';
import { judgedAsErased, waitingWithErasure } from './as-erased.ts';
import { type Batch, takeReceipt } from './batch.ts';
import { inOrder } from './causal-levels.ts';
import type { Entry } from './entry.ts';
import type { MissionIndex } from './mission-index.ts';
import {
  documentOf,
  type EntryKey,
  entryKey,
  isTooLarge,
  NO_CLAIMS,
  nameRecord,
  type Offered,
  type OfferedChunk,
  type OfferedRecord,
} from './offered.ts';
import type { Quarantine } from './quarantine.ts';
import type { Homes } from './receipt-times.ts';
import type { Reference } from './reference.ts';
import type { ServerEpoch } from './server-epoch.ts';

/** What became of one offered document. `kept`: it is held in one of the two places, and a receipt says the verdict. */
export type Outcome = 'kept' | 'forbidden';

/** What may be freed by a keyring or a catalogue that has come. */
const WAITS_FOR_KEYRING: ReadonlySet<VerdictCode> = new Set(['AD-102', 'AD-104', 'AD-111']);

export interface JudgeParts {
  readonly mission: MissionCode;
  readonly quarantine: Quarantine;
  readonly reference: Reference;
  readonly epoch: ServerEpoch;
  readonly gateway: { readonly kid: Kid };
  /** which mission a receipt of this gateway was signed for */
  readonly homes: Pick<Homes, 'get'>;
  readonly onRestored: () => Promise<void>;
  /** is this document in the mission's database? */
  readonly isStored: (id: string) => Promise<boolean>;
}

export class Judge {
  readonly #parts: JudgeParts;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
  }

  /** Sorts one document in; those that are judged wait in `fresh`. */
  async receive(one: Offered, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const known = index.entries.get(one.key);
    batch.asked.add(one.key);
    if (known || batch.fresh.has(one.key)) {
      batch.touched.add(one.key);
      if (known) batch.relied.add(one.key);
      if (known?.admission.verdict === 'held' && known.claims.dossier)
        batch.stirred.add(known.claims.dossier);
      return 'kept';
    }
    switch (one.kind) {
      case 'act':
      case 'wrap':
      case 'chunk':
        batch.fresh.set(one.key, one);
        return 'kept';
      case 'travelling':
        return this.#receiveTravelling(one, batch, index);
      case 'lift':
        return this.#receiveLift(one, batch, index);
      case 'audit':
        return this.#receiveAudit(one, batch, index);
      case 'receipt':
        return this.#receiveReceipt(one, batch, index);
    }
  }

  async #receiveTravelling(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const outcome = await this.#parts.reference.admit(one);
    if (outcome === 'forbidden') return 'forbidden';
    this.#put(one, outcome === 'accepted' ? ACCEPTED : admission('AD-102'), index);
    batch.fresh.set(one.key, one);
    if (outcome === 'accepted') batch.keyringGrew = true;
    return 'kept';
  }

  async #receiveLift(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const act = await index.addLift(documentOf(one));
    if (!act) return 'forbidden';
    this.#put(one, ACCEPTED, index);
    batch.fresh.set(one.key, one);
    const dossier = index.entries.get(entryKey('act', act as string as RecordHash))?.claims.dossier;
    if (dossier) batch.stirred.add(dossier);
    return 'kept';
  }

  async #receiveAudit(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const { reference, mission } = this.#parts;
    if (!(await admitAudit(one, mission, reference.keyring))) return 'forbidden';
    this.#put(one, ACCEPTED, index);
    batch.fresh.set(one.key, one);
    return 'kept';
  }

  /** A desk gives back the receipts that a restored copy has lost: signed words, so they count as they did before. */
  async #receiveReceipt(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<Outcome> {
    const { reference, epoch, gateway, homes, mission } = this.#parts;
    try {
      const receipt = await verifyReceipt(documentOf(one), reference.keyring);
      if (index.knowsReceipt(receipt.hash)) return 'kept';
      // Another mission's, which tells nothing here, and above all no restore.
      if ((homes.get(receipt.hash) ?? mission) !== mission) return 'forbidden';
      // By a key that may be in other hands: it proves no restore and says nothing, but that its time is nobody's word.
      const isHeard = counts(receipt, reference.keyring);
      const own = receipt.gateway === gateway.kid;
      if (isHeard && receipt.epoch === epoch.value && (own || !(await this.#parts.isStored(one.id))))
        await this.#parts.onRestored();
      takeReceipt(receipt, batch, index);
      batch.receipts.set(one.key, one);
      return 'kept';
    } catch (error) {
      if (error instanceof SealError) return 'forbidden';
      throw error;
    }
  }

  /** Wraps first, since acts wait for them; acts in causal order, those that do not touch each other at once. */
  async judgeFresh(batch: Batch, index: MissionIndex): Promise<void> {
    const fresh = [...batch.fresh.values()];
    const wraps = fresh.filter((one): one is OfferedRecord => one.kind === 'wrap');
    await Promise.all(wraps.map((wrap) => this.#judgeWrap(wrap, batch, index)));
    await this.#judgeInOrder(
      fresh.filter((one): one is OfferedRecord => one.kind === 'act'),
      batch,
      index,
    );
    for (const one of fresh) if (one.kind === 'chunk') this.#judgeChunk(one, batch, index);
  }

  async #judgeWrap(one: OfferedRecord, batch: Batch, index: MissionIndex): Promise<void> {
    const { mission, reference } = this.#parts;
    const verdict = await admitWrap(documentOf(one), {
      mission,
      keyring: reference.keyring,
      erased: async ({ dossier }) => index.isErased(dossier),
    });
    this.#apply(one, verdict, undefined, batch, index);
    if (verdict.verdict === 'accepted' && verdict.wrap) index.addWrap(one.claims, verdict.wrap.kid);
  }

  async #judgeInOrder(acts: readonly OfferedRecord[], batch: Batch, index: MissionIndex): Promise<void> {
    for (const level of inOrder(acts)) await this.#judgeActs(level, batch, index);
  }

  async #judgeActs(acts: readonly OfferedRecord[], batch: Batch, index: MissionIndex): Promise<void> {
    const facts = index.facts();
    const verdicts = await Promise.all(acts.map((one) => admitAct(documentOf(one), facts, one.act)));
    for (const [n, one] of acts.entries()) {
      const verdict = verdicts[n] as ActAdmission;
      this.#apply(one, verdict, verdict.act, batch, index);
    }
  }

  #judgeChunk(one: OfferedChunk, batch: Batch, index: MissionIndex): void {
    let verdict: Admission = admission('AD-109');
    if (isTooLarge(one)) verdict = admission('AD-208');
    else if (!one.consistent) verdict = admission('AD-209');
    else if (index.listed.has(one.subject)) verdict = ACCEPTED;
    this.#apply(one, verdict, undefined, batch, index);
  }

  /** Takes a verdict into the index, and notes whom it may free. */
  #apply(
    one: Offered,
    { verdict, code }: Admission,
    act: VerifiedAct | undefined,
    batch: Batch,
    index: MissionIndex,
  ): void {
    const before = index.entries.get(one.key);
    batch.touched.add(one.key);
    if (act) batch.acts.set(one.key, act);
    this.#put(one, { verdict, code }, index, act);
    const dossier = one.kind === 'chunk' ? null : one.claims.dossier;
    if (dossier && before?.admission.code !== code) batch.stirred.add(dossier);
    if (verdict !== 'accepted' || !act) return;
    if (act.envelope.blobs.length === 0) return;
    // What the act lists may lie in quarantine.
    for (const waiting of index.waitingFor(act)) {
      index.set({ ...waiting, admission: ACCEPTED }, undefined);
      batch.touched.add(waiting.key);
    }
  }

  #put(one: Offered, verdict: Admission, index: MissionIndex, act?: VerifiedAct): void {
    const { key, subject, kind, id, rev, consistent } = one;
    const claims = one.kind === 'chunk' ? NO_CLAIMS : one.claims;
    const isErased = one.kind === 'wrap' && claims.dossier !== null && index.isErased(claims.dossier);
    // Whatever is wrong with it: it may hold the key, and waits nowhere.
    const place = isErased ? 'erased' : (index.entries.get(key)?.place ?? 'quarantine');
    index.set({ key, subject, kind, id, rev, consistent, claims, place, admission: verdict }, act);
  }

  /** Until nothing changes any more: what has come frees what was on hold, which may free others. */
  async judgeAgain(batch: Batch, index: MissionIndex): Promise<void> {
    for (;;) {
      const again = new Set<EntryKey>();
      for (const dossier of batch.stirred) for (const key of index.heldIn(dossier)) again.add(key);
      for (const key of index.held) {
        const { admission: now, kind } = index.entries.get(key) as Entry;
        if (batch.keyringGrew && (WAITS_FOR_KEYRING.has(now.code) || kind === 'travelling')) again.add(key);
        if (batch.receiptsGrew && now.code === 'AD-110') again.add(key);
      }
      batch.stirred.clear();
      batch.keyringGrew = false;
      batch.receiptsGrew = false;
      if (again.size > 0) await this.judgeHeld([...again], batch, index);
      else if (!(await this.#judgeAsErased(batch, index))) return;
    }
  }

  /** What waits for the key of a file that an erasure here makes unreadable anyway. @returns whether any was freed */
  async #judgeAsErased(batch: Batch, index: MissionIndex): Promise<boolean> {
    for (const dossier of waitingWithErasure(batch, index)) {
      const held = index.heldIn(dossier).map((key) => index.entries.get(key) as Entry);
      const records = await Promise.all(
        held.filter(({ kind }) => kind === 'act').map((entry) => this.recordOf(entry, batch)),
      );
      const freed = await judgedAsErased(
        records.filter((record) => record !== undefined),
        index,
      );
      for (const [record, verdict] of freed) this.#apply(record, verdict, verdict.act, batch, index);
    }
    return batch.stirred.size > 0;
  }

  /** Judges these again. Only a verdict or code that changed stirs others, so this comes to an end. */
  async judgeHeld(keys: readonly EntryKey[], batch: Batch, index: MissionIndex): Promise<void> {
    const acts: OfferedRecord[] = [];
    const wraps: OfferedRecord[] = [];
    for (const key of keys) {
      const entry = index.entries.get(key) as Entry;
      if (entry.kind === 'chunk') {
        const listed = index.listed.has(entry.subject) && entry.consistent;
        index.set({ ...entry, admission: listed ? ACCEPTED : await this.#chunkOf(entry) }, undefined);
        batch.touched.add(key);
        continue;
      }
      const record = await this.recordOf(entry, batch);
      if (!record) continue;
      if (entry.kind === 'act') acts.push(record);
      else if (entry.kind === 'wrap') wraps.push(record);
      else if (entry.kind === 'travelling') await this.#travellingAgain(record, batch, index);
    }
    await Promise.all(wraps.map((wrap) => this.#judgeWrap(wrap, batch, index)));
    await this.#judgeInOrder(acts, batch, index);
  }

  async #chunkOf(entry: Entry): Promise<Admission> {
    if (entry.admission.code === 'AD-109') return entry.admission;
    const content = await this.#parts.quarantine.content(entry.key);
    if (!entry.consistent) return admission('AD-209');
    const { id, rev, key, subject, consistent } = entry;
    const chunk = { kind: 'chunk', id, rev, key, subject, consistent, bytes: content?.length ?? 0 } as const;
    return admission(content && isTooLarge({ ...chunk, content }) ? 'AD-208' : 'AD-109');
  }

  async #travellingAgain(record: OfferedRecord, batch: Batch, index: MissionIndex): Promise<void> {
    const outcome = await this.#parts.reference.admit(record);
    if (outcome !== 'accepted') return;
    this.#put(record, ACCEPTED, index);
    batch.touched.add(record.key);
    batch.keyringGrew = true;
  }

  async recordOf(entry: Entry, batch: Batch): Promise<OfferedRecord | undefined> {
    const fresh = batch.fresh.get(entry.key);
    if (fresh) return fresh.kind === 'chunk' ? undefined : fresh;
    const jws = await this.#parts.quarantine.text(entry.key);
    if (jws === undefined || entry.kind === 'chunk') return undefined;
    return nameRecord(entry.kind, { _id: entry.id, _rev: entry.rev, jws });
  }
}
