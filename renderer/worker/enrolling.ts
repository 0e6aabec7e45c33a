/**
 * Enrolment of an officer without a network, on both sides: the desk that asks and is answered, and the desk of whoever
 * approves. Keys stay with the signer; what is given is journaled here and travels with the next push.
 */
import type { MissionCode } from '../../app/acts/ids.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
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
import { type ApprovalType, approveRequest, mayGive } from '../../app/enrolment/approve.ts';
import { EnrolmentError } from '../../app/enrolment/errors.ts';
import { type EnrolmentRequest, fingerprintOf, readRequest } from '../../app/enrolment/request.ts';
import { readGrants } from '../../app/keyring/grants.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import type { DeskContext } from './desk-context.ts';
import { openDirectory } from './session.ts';
import { anyMission, keepTravelling } from './travelling.ts';

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
    const { session, reference, clock } = desk;
    const request = await this.#readOfMinistry(text);
    desk.requireConfirmedSecret();
    const { keyring } = reference;
    const own = session.reader.keys.get(session.credential.kid);
    const approver = {
      credential: session.credential,
      sign: (type: ApprovalType, payload: Uint8Array) => this.#sign(type, payload),
    };
    const { answer, documents } = await approveRequest(
      request,
      { ...approval, subject: await this.#subjectOf(approval.name) },
      approver,
      {
        keyring,
        clock,
        groupKeys: own ? await readGrants(keyring, session.credential.kid, own) : new Map(),
        readModelKeys: session.readModelKeys,
        record: (id) => this.#record(id),
      },
    );
    await this.#keep(request, documents);
    return { answer };
  }

  async #readOfMinistry(text: string): Promise<EnrolmentRequest> {
    const request = await readRequest(text);
    if (request.ministry !== this.#desk.reference.keyring.root.kid) throw new EnrolmentError('EN-005');
    return request;
  }

  /**
   * Whoever has a credential already stays the same person, so that nobody decides as another what they lodged: by the name
   * in the directory, as far as it can be read here. Two of one name are told apart by what the approver writes.
   */
  async #subjectOf(name: string): Promise<string> {
    const { session, reference, random } = this.#desk;
    const wanted = comparable(name);
    for (const [kid, known] of await openDirectory(reference.keyring, session.reader.keys)) {
      const credential = reference.keyring.credential(kid);
      if (credential && comparable(known) === wanted) return credential.subject;
    }
    return toBase64url(random.bytes(16));
  }

  /** The signer asks for the secret again before each credential: to the screens that is the same as any other such wish. */
  async #sign(type: ApprovalType, payload: Uint8Array): Promise<string> {
    try {
      return await this.#desk.platform.signer.sign(type, payload);
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'SG-004')
        throw new DeskError('PN-002', {}, { cause });
      throw cause;
    }
  }

  async #record(id: string): Promise<SignedDocument | undefined> {
    const document = await this.#desk.stores.keyring.get(id);
    return document && 'jws' in document ? document : undefined;
  }

  /** An officer of the centre has no mission: what is given to one goes with any mission's records. */
  async #keep({ scope }: EnrolmentRequest, documents: readonly SignedDocument[]): Promise<void> {
    const mission = scope === 'CENTRAL' ? anyMission(this.#desk) : scope;
    if (mission === undefined) throw new DeskError('DO-001');
    await keepTravelling(this.#desk, mission as MissionCode, documents);
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

const comparable = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
