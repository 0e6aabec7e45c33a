/**
 * Enrolment of an officer without a network, on both sides: the desk that asks and is answered, and the desk of whoever
 * approves. Keys stay with the signer; what is given is journaled here and travels with the next push.
 */
import type {
  EnrolmentActivation,
  EnrolmentApi,
  EnrolmentApproval,
  EnrolmentAsked,
  EnrolmentRequestView,
  EnrolmentWish,
  PendingEnrolment,
} from '../../app/desk/enrolment.ts';
import { readAnswer, requestOf, requireFit } from '../../app/enrolment/answer.ts';
import { approveRequest, mayGive } from '../../app/enrolment/approve.ts';
import { EnrolmentError } from '../../app/enrolment/errors.ts';
import { type EnrolmentRequest, fingerprintOf, readRequest } from '../../app/enrolment/request.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { approvalGround, approverAt, keepGiven, subjectOf } from './approving.ts';
import type { DeskContext } from './desk-context.ts';

export class Enrolling implements EnrolmentApi {
  readonly #desk: DeskContext;
  readonly #onGiven: () => void;

  /** @param onGiven something waits to be sent */
  constructor(desk: DeskContext, onGiven: () => void) {
    this.#desk = desk;
    this.#onGiven = onGiven;
  }

  // ── the desk that asks ──

  async pendingEnrolments(): Promise<readonly PendingEnrolment[]> {
    const texts = await this.#desk.platform.signer.requests();
    return (await Promise.all(texts.map(readRequest))).map(pendingOf);
  }

  async askForEnrolment(wish: EnrolmentWish, pin: string | null): Promise<EnrolmentAsked> {
    const { request, words } = await this.#desk.platform.signer.askForEnrolment(wish, pin);
    return { pending: pendingOf(await readRequest(request)), words };
  }

  async withdrawEnrolment(id: string): Promise<void> {
    await this.#desk.platform.signer.withdrawRequest(id);
  }

  /**
   * What the answer brings is kept before there is a slot that needs it; the signer reads the answer again for itself.
   * After a stop anywhere between, the same answer ends what was begun.
   */
  async activateEnrolment(text: string, secret: string): Promise<EnrolmentActivation> {
    const { platform, configuration } = this.#desk;
    const waiting = await Promise.all((await platform.signer.requests()).map(readRequest));
    const asked = requestOf(text);
    const request = waiting.find(({ id }) => id === asked);
    if (!request) throw new EnrolmentError(waiting.length > 0 ? 'EN-002' : 'EN-006');
    const answer = await readAnswer(text, configuration.root);
    requireFit(answer, request);
    await this.#keep(request, answer.documents);
    const outcome = await platform.signer.activateRequest(text, secret);
    return outcome.outcome === 'activated' ? { kid: outcome.kid } : { waitUntil: outcome.waitUntil };
  }

  // ── the desk that approves ──

  async readEnrolmentRequest(text: string): Promise<EnrolmentRequestView> {
    const { session, reference, clock } = this.#desk;
    const request = await this.#readOfMinistry(text);
    const { id, desk, scope, initials, roles, at, sig, enc } = request;
    const { roles: may, refusal } = mayGive(session.credential, request, clock);
    const approvedBefore = reference.keyring
      .credentials()
      .some((one) => one.sig.x === sig.x && one.sig.y === sig.y && one.enc?.x === enc.x);
    return {
      id,
      desk,
      mission: scope,
      initials,
      roles,
      askedAt: at,
      fingerprint: fingerprintOf(id),
      mayGive: may,
      refusal,
      longestUntil: session.credential.until,
      approvedBefore,
    };
  }

  /** @throws DeskError PN-002 when the secret must be given again; EnrolmentError EN-001, EN-004, EN-005 */
  async approveEnrolment(text: string, approval: EnrolmentApproval): Promise<{ readonly answer: string }> {
    const desk = this.#desk;
    const request = await this.#readOfMinistry(text);
    desk.requireConfirmedSecret();
    const { answer, documents } = await approveRequest(
      request,
      { ...approval, subject: await subjectOf(desk, approval.name) },
      approverAt(desk),
      await approvalGround(desk),
    );
    await this.#keep(request, documents);
    return { answer };
  }

  async #readOfMinistry(text: string): Promise<EnrolmentRequest> {
    const request = await readRequest(text);
    if (request.ministry !== this.#desk.reference.keyring.root.kid) throw new EnrolmentError('EN-005');
    return request;
  }

  async #keep({ scope }: EnrolmentRequest, documents: readonly SignedDocument[]): Promise<void> {
    await keepGiven(this.#desk, scope, documents);
    this.#onGiven();
  }
}

const pendingOf = ({ id, initials, roles, at, text }: EnrolmentRequest): PendingEnrolment => ({
  id,
  initials,
  roles,
  askedAt: at,
  fingerprint: fingerprintOf(id),
  text,
});
