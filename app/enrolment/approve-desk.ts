/**
 * Putting a desk into service without a network (docs/decisions/0023): which letter it gets, whether this approver may give
 * it, and the records that give it, with its first officer's.
 */
import { type Clock, isoTime, type RandomSource } from '../acts/clock.ts';
import type { DeskId, MissionCode } from '../acts/ids.ts';
import type { DeskRefusal } from '../desk/desk-enrolment.ts';
import {
  type Credential,
  type CredentialDraft,
  credentialPayload,
  readCredential,
} from '../keyring/credential.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { Letters } from '../keyring/letters.ts';
import { recordDocument } from '../keyring/records.ts';
import { isDesk, mayIssue, reaches } from '../keyring/rights.ts';
import type { OfficerRole } from '../keyring/roles.ts';
import type { LogDocument, SignedDocument } from '../log/records.ts';
import { toBase64url } from '../seal/bytes.ts';
import {
  type Approval,
  type ApprovalGround,
  type Approver,
  BACK_MS,
  draftOf,
  giveOfficer,
  mayGive,
} from './approve.ts';
import { type DeskSetting, deskAnswerPayload, soundAmong, writeDeskAnswer } from './desk-answer.ts';
import type { DeskRequest } from './desk-request.ts';
import { EnrolmentError } from './errors.ts';

export interface DeskOffer {
  /** the letter that this desk gives next; null where it gives none */
  readonly desk: DeskId | null;
  /** letters of that mission that are left here, this one included */
  readonly left: number;
  /** it was given here before, and stays the same */
  readonly again: boolean;
  readonly roles: readonly OfficerRole[];
  readonly refusal: DeskRefusal | null;
}

/**
 * The letters of a mission that this desk has yet to give. Only this desk gives them, and it keeps what it gave before it
 * shows the answer: so its own keyring knows each that is used.
 */
function lettersLeft(
  keyring: Keyring,
  at: DeskId,
  { mission }: Pick<DeskRequest, 'mission'>,
): readonly DeskId[] {
  const used = new Set(keyring.credentials().map(({ desk }) => desk));
  return keyring.lettersOf(at).filter((desk) => desk.startsWith(`${mission}/`) && !used.has(desk));
}

/** The letter that this very key was given here before: an answer that was lost is given again, not another desk. */
function letterBefore(keyring: Keyring, at: DeskId, { transport, mission }: DeskRequest): DeskId | undefined {
  const given = keyring.credentials().find(({ sig }) => sig.x === transport.x && sig.y === transport.y);
  const letters = keyring.lettersOf(at).filter((desk) => desk.startsWith(`${mission}/`));
  return letters.find((desk) => desk === given?.desk);
}

/** Who was revoked asks with new keys: what was given to these is not given again. */
const isRevoked = (keyring: Keyring, { transport, sig }: DeskRequest): boolean =>
  keyring
    .credentials()
    .some(
      (one) =>
        [transport, sig].some(({ x, y }) => one.sig.x === x && one.sig.y === y) &&
        keyring.revocation(one.kid),
    );

export interface OfferGround {
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** whether what is given there can be kept at this desk, with the records of that mission (of any, for the centre) */
  readonly carries: (mission: MissionCode | 'CENTRAL') => boolean;
}

/** What whoever is unlocked may answer. @param at the desk where they approve */
export function deskOffer(
  by: Credential,
  at: DeskId,
  request: DeskRequest,
  { keyring, clock, carries }: OfferGround,
): DeskOffer {
  const left = lettersLeft(keyring, at, request);
  const before = letterBefore(keyring, at, request);
  const desk = before ?? left[0] ?? null;
  const common = { left: left.length, again: before !== undefined };
  const none = (refusal: DeskRefusal): DeskOffer => ({ ...common, desk: null, roles: [], refusal });
  if (by.until <= isoTime(clock.now())) return none('expired-credential');
  if (!by.delegates.includes('transport') || by.limits !== undefined) return none('no-desks');
  const scope = request.mission;
  if (!reaches(by, { scope, desk: desk ?? at })) return none('other-mission');
  if (!carries(scope)) return none('not-carried');
  if (isRevoked(keyring, request)) return none('revoked');
  if (desk === null) return none('no-letter');
  const { roles, refusal } = mayGive(by, { desk, scope, roles: request.roles }, clock);
  return refusal === null ? { ...common, desk, roles, refusal } : none(refusal);
}

export interface DeskGround extends ApprovalGround, OfferGround {
  /** the desk where it is approved */
  readonly at: DeskId;
  readonly random: RandomSource;
  /** how a desk of this letter is set up */
  readonly settingOf: (desk: DeskId) => DeskSetting;
  /** keyring and catalogue, as this desk has them */
  readonly known: readonly LogDocument[];
}

export interface ApprovedDesk {
  /** the answer's text */
  readonly answer: string;
  readonly desk: DeskId;
  /** what is new of the keyring: two credentials, grants, a directory entry */
  readonly documents: readonly SignedDocument[];
}

/**
 * Signs the desk's credential, as long as the approver's own lasts; then its first officer's, with grants and name; then
 * the answer with all that the desk needs to verify back to the root.
 * @param keep called with what was signed and the lease that it rests on, before the answer is: nothing leaves that is not kept here
 * @throws EnrolmentError EN-003 the approver does not chain to the root, EN-004 more than they may give, EN-005 a request
 *   of another ministry, EN-007 no letter to give
 */
export async function approveDesk(
  request: DeskRequest,
  approval: Approval,
  approver: Approver,
  ground: DeskGround,
  keep: (documents: readonly SignedDocument[]) => Promise<void>,
): Promise<ApprovedDesk> {
  const { keyring, clock, random, at } = ground;
  const by = approver.credential;
  if (request.ministry !== keyring.root.kid) throw new EnrolmentError('EN-005');
  if (keyring.chain(by.kid).at(-1)?.kid !== keyring.root.kid) throw new EnrolmentError('EN-003');
  const { desk, refusal } = deskOffer(by, at, request, ground);
  if (refusal === 'no-letter') throw new EnrolmentError('EN-007');
  const draft = desk === null ? null : transportDraft(request, desk, by, { clock, random });
  if (desk === null || draft === null || !mayIssue(by, draft)) throw new EnrolmentError('EN-004');
  const officer = { ...request, desk, scope: request.mission };
  draftOf(officer, approval, by, clock); // before the desk's credential is signed for nothing
  const jws = await approver.sign('guichet-credential+jws', credentialPayload(draft));
  const transport = (await readCredential(jws)).credential;
  const given = await giveOfficer(officer, approval, approver, ground);
  const documents = [await recordDocument(jws, (hash) => `credential:${hash}`), ...given.documents];
  // The lease goes with it: wherever the credential comes, it waits for nothing.
  await keep([...leaseOf(at, desk, ground), ...documents]);
  const members = {
    request: request.id,
    transport: transport.kid,
    to: given.credential.kid,
    jwe: given.jwe,
    setting: ground.settingOf(desk),
  };
  const all = [...(await soundAmong(keyring, ground.known)), ...documents];
  const answer = await approver.sign('guichet-desk-answer+jws', await deskAnswerPayload(members, all));
  return { answer: writeDeskAnswer(answer, all), desk, documents };
}

const leaseOf = (at: DeskId, desk: DeskId, { known }: DeskGround): readonly SignedDocument[] =>
  known.flatMap((one) => (one._id === Letters.idOf(at, desk) && 'jws' in one ? [one] : []));

function transportDraft(
  { transport, mission }: DeskRequest,
  desk: DeskId,
  by: Credential,
  { clock, random }: Pick<DeskGround, 'clock' | 'random'>,
): CredentialDraft {
  const start = isoTime(clock.now() - BACK_MS);
  return {
    subject: toBase64url(random.bytes(16)),
    roles: ['transport'],
    scope: mission,
    desk,
    delegates: [],
    from: start < by.from ? by.from : start,
    until: by.until,
    sig: transport,
    enc: null,
  };
}

/** Whether a credential of this key as a desk's is known. */
export const isDeskKnown = (keyring: Keyring, { transport }: DeskRequest): boolean =>
  keyring.credentials().some((one) => isDesk(one) && one.sig.x === transport.x && one.sig.y === transport.y);
