/**
 * What is on hold at the centre until a supervisor says a word on it. The gateway answers with the acts as they were signed;
 * each is verified here before it is shown, and whose word counts is the same rule that admission goes by.
 */
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { ActId } from '../../app/acts/ids.ts';
import { readAct, UnknownSigner, type VerifiedAct, verifyAct } from '../../app/acts/verify-act.ts';
import { mayLift } from '../../app/admission/lifts.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import {
  type HeldApi,
  type HeldEntry,
  isLiftable,
  LIFT_REASONS,
  type LiftReason,
  type LiftVerdict,
} from '../../app/desk/held.ts';
import { recordDocument, recordPayload } from '../../app/keyring/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import type { DeskContext } from './desk-context.ts';
import { signWithSecret } from './sign-with-secret.ts';
import { LinkError, type Transfer } from './transfer.ts';

const Answer = Type.Object({
  acts: Type.Array(
    Type.Object({
      mission: Type.String(),
      code: Type.String(),
      jws: Type.String(),
    }),
    { maxItems: 1000 },
  ),
});

interface Shown {
  readonly act: VerifiedAct;
  readonly code: HeldEntry['code'];
}
const isErasure = ({ envelope }: VerifiedAct): boolean => envelope.kind === 'erased';

export class HeldActs implements HeldApi {
  readonly #desk: DeskContext;
  readonly #transfer: Pick<Transfer, 'ask'> | null;
  readonly #onLifted: () => void;
  #known = new Map<ActId, Shown>();

  /** @param onLifted something waits to be sent */
  constructor(desk: DeskContext, transfer: Pick<Transfer, 'ask'> | null, onLifted: () => void) {
    this.#desk = desk;
    this.#transfer = transfer;
    this.#onLifted = onLifted;
  }

  /** @throws DeskError LF-002 for whoever is no supervisor; LinkError */
  async held(): Promise<readonly HeldEntry[]> {
    const { session } = this.#desk;
    if (!session.officer.roles.includes('supervisor')) throw new DeskError('LF-002');
    if (!this.#transfer) throw new LinkError('LN-001');
    const answer = await this.#transfer.ask('admin/held');
    if (!Check(Answer, answer)) throw new LinkError('LN-005');
    const entries: HeldEntry[] = [];
    const known = new Map<ActId, Shown>();
    for (const { mission, code: said, jws } of answer.acts) {
      const act = await this.#verified(jws);
      if (!act || act.envelope.mission !== mission) continue;
      // What a newer gateway holds for a reason of its own is shown, and hides nothing else.
      const code = isLiftable(said) ? said : 'newer';
      known.set(act.id, { act, code });
      const { desk, ref, service, kind, claimedAt } = act.envelope;
      const by = session.names.get(act.kid) ?? null;
      entries.push({
        act: act.id,
        mission: act.envelope.mission,
        desk,
        ref,
        service,
        kind,
        by,
        claimedAt,
        code,
        mayLift: await this.#mayLift(act, code),
      });
    }
    this.#known = known;
    return entries.sort((a, b) => (a.claimedAt < b.claimedAt ? -1 : 1));
  }

  /**
   * Everything is looked up before the secret is spent.
   * @throws DeskError LF-001, LF-002, LF-003, PN-002; DO-001 of a mission whose records this desk does not have
   */
  async lift(id: ActId, verdict: LiftVerdict, reason: LiftReason): Promise<void> {
    const held = this.#known.get(id);
    const reasons: readonly string[] = LIFT_REASONS[verdict];
    if (!held || !reasons.includes(reason)) throw new DeskError('LF-001');
    const { act, code } = held;
    const may = await this.#mayLift(act, code);
    if (may !== 'yes' && may !== 'refuse-only') throw new DeskError('LF-002');
    const { log } = this.#desk.book(act.envelope.mission);
    // Read again now: a hold may have come since the list was made.
    const seen = verdict === 'accepted' && isErasure(act) ? await this.#seenWithoutHold(act) : undefined;
    if (seen === null) throw new DeskError('LF-003');
    this.#desk.requireConfirmedSecret();
    const payload = recordPayload('guichet-lift+jws', {
      v: 1,
      act: id,
      verdict,
      reason,
      ...(seen && { seen }),
    });
    const jws = await signWithSecret(this.#desk, 'guichet-lift+jws', payload);
    await log.put([await recordDocument(jws, (hash) => `lift:${id}:${hash}`)]);
    this.#known.delete(id);
    this.#onLifted();
  }

  async #mayLift(act: VerifiedAct, code: HeldEntry['code']): Promise<HeldEntry['mayLift']> {
    const by = this.#desk.session.credential;
    if (by.subject === act.signer.subject) return 'own';
    if (code === 'newer') return 'newer';
    const { mission, service } = act.envelope;
    if (!mayLift(by, { mission, service, signer: act.signer })) return 'not-yours';
    return isErasure(act) && (await this.#seenWithoutHold(act)) === null ? 'refuse-only' : 'yes';
  }

  /** What a word on an erasure stands on: the file's heads as they are here; null while a hold of it is in force or waits. */
  async #seenWithoutHold({ envelope: { mission, dossier } }: VerifiedAct): Promise<ActId[] | null> {
    const file = await this.#desk.books.get(mission)?.load(dossier, this.#desk.session.groups);
    const state = file?.state;
    const waits = state?.acts.some(({ kind, standing }) => kind === 'held-by-law' && standing === 'waiting');
    return !state || state.legalHold || waits ? null : [...state.heads];
  }

  /** null for what no desk would show: the gateway's word alone makes no act. */
  async #verified(jws: string): Promise<VerifiedAct | null> {
    try {
      return await verifyAct(await readAct(jws), this.#desk.reference.keyring);
    } catch (error) {
      if (error instanceof SealError || error instanceof UnknownSigner) return null;
      throw error;
    }
  }
}
