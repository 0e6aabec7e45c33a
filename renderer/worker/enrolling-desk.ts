/**
 * Putting another desk into service, at the desk of whoever approves (docs/decisions/0023). What is given is journaled here
 * before the answer is signed, and travels with the next push.
 */
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import type { DeskRequestView } from '../../app/desk/desk-enrolment.ts';
import type { EnrolmentApproval } from '../../app/desk/enrolment.ts';
import { approveDesk, deskOffer, isDeskKnown } from '../../app/enrolment/approve-desk.ts';
import type { DeskSetting } from '../../app/enrolment/desk-answer.ts';
import { type DeskRequest, readDeskRequest } from '../../app/enrolment/desk-request.ts';
import { EnrolmentError } from '../../app/enrolment/errors.ts';
import { fingerprintOf } from '../../app/enrolment/request.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { approvalGround, approverAt, keepGiven, subjectOf } from './approving.ts';
import type { DeskContext } from './desk-context.ts';
import { anyMission } from './travelling.ts';

export class EnrollingDesk {
  readonly #desk: DeskContext;
  readonly #onGiven: () => void;

  /** @param onGiven something waits to be sent */
  constructor(desk: DeskContext, onGiven: () => void) {
    this.#desk = desk;
    this.#onGiven = onGiven;
  }

  /** @throws EnrolmentError EN-001, EN-005 */
  async readDeskRequest(text: string): Promise<DeskRequestView> {
    const { session, reference, clock, desk: at } = this.#desk;
    const request = await this.#readOfMinistry(text);
    const { keyring } = reference;
    const ground = { keyring, clock, carries: this.#carries };
    const { desk, left, again, roles, refusal } = deskOffer(session.credential, at, request, ground);
    return {
      id: request.id,
      mission: request.mission,
      desk,
      lettersLeft: left,
      initials: request.initials,
      roles: request.roles,
      askedAt: request.at,
      fingerprint: fingerprintOf(request.id),
      mayGive: roles,
      refusal,
      longestUntil: session.credential.until,
      approvedBefore: isDeskKnown(keyring, request),
      letterStays: again,
    };
  }

  /** @throws DeskError PN-002 when the secret must be given again; EnrolmentError EN-001, EN-004, EN-005, EN-007 */
  async approveDesk(
    text: string,
    approval: EnrolmentApproval,
  ): Promise<{ readonly answer: string; readonly desk: DeskId }> {
    const desk = this.#desk;
    const request = await this.#readOfMinistry(text);
    desk.requireConfirmedSecret();
    const { answer, desk: given } = await approveDesk(
      request,
      { ...approval, subject: await subjectOf(desk, approval.name) },
      approverAt(desk),
      {
        ...(await approvalGround(desk)),
        at: desk.desk,
        random: desk.random,
        carries: this.#carries,
        settingOf: (letter) => this.#settingOf(letter, request.mission),
        known: await this.#known(),
      },
      (documents) => keepGiven(desk, request.mission, documents),
    );
    this.#onGiven();
    return { answer, desk: given };
  }

  /** As keepGiven has it: it is asked before the secret is spent. */
  readonly #carries = (mission: MissionCode | 'CENTRAL'): boolean =>
    mission === 'CENTRAL' ? anyMission(this.#desk) !== undefined : this.#desk.books.has(mission);

  async #readOfMinistry(text: string): Promise<DeskRequest> {
    const request = await readDeskRequest(text);
    if (request.ministry !== this.#desk.reference.keyring.root.kid) throw new EnrolmentError('EN-005');
    return request;
  }

  /** As this desk is set up, which the ministry did: the same centre, the same policy, the new desk's own missions. */
  #settingOf(desk: DeskId, mission: MissionCode | 'CENTRAL'): DeskSetting {
    const { missions, missionNames, gateway, policy } = this.#desk.configuration;
    return {
      desk,
      mission,
      missions: mission === 'CENTRAL' ? missions : [mission],
      missionNames,
      gateway,
      ...(policy && { policy }),
    };
  }

  async #known(): Promise<readonly LogDocument[]> {
    const { keyring, catalogue } = this.#desk.stores;
    return [...(await keyring.withPrefix('')), ...(await catalogue.withPrefix(''))];
  }
}
