/**
 * Admission of an act: `accepted`, `held` or `refused`, with a stable code; never in silence (law 5).
 *
 * A final verdict is a function of the bytes, the keyring, and the prior receipts and lifts: not of the carrier, the
 * clock or the order of arrival. So everything that may still arrive holds, and "the state" is the fold at the act's own
 * `prior`, never what arrived meanwhile. The journal's chain is evidence and decides nothing here.
 */

import { ACT_VERSION } from '../acts/envelope.ts';
import type { ActId, MissionCode, RecordHash } from '../acts/ids.ts';
import type { ActKind } from '../acts/kinds.ts';
import {
  isDocumentOf,
  isOfThisVersion,
  type ReadAct,
  readAct,
  UnknownSigner,
  type VerifiedAct,
  verifyAct,
  waitsForDelegation,
  withDelegation,
} from '../acts/verify-act.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import { mayEver } from '../dossier/allowed-acts.ts';
import type { FoldedAct } from '../dossier/dossier-state.ts';
import { stateOf } from '../dossier/fold-dossier.ts';
import { History } from '../dossier/history.ts';
import { holdsInForce, holdsUnseen, sawHoldsLifted } from '../dossier/legal-hold.ts';
import { isOfSigner, type Wrong, wrongWhereSealed } from '../dossier/sealed-rightly.ts';
import type { Verdict } from '../dossier/verdict.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { nameOf } from '../seal/hash.ts';
import { type ParsedJws, parseCompact, payloadOf } from '../seal/jws.ts';
import { isHeard, type Lift, liftsHeard, verdictOfLifts } from './lifts.ts';
import type { Said } from './said.ts';
import { untimely } from './timely.ts';
import { ACCEPTED, type Admission, admission, type VerdictCode } from './verdict-codes.ts';

/** A whole act document may not be larger, bytes. */
export const DOCUMENT_LIMIT = 2_500_000;

/** What admission looks at besides the bytes: replicated records only. */
export interface AdmissionFacts {
  readonly mission: MissionCode;
  readonly keyring: Keyring;
  /** the definition of a service as of a release; `unknown-release` until that release has arrived */
  definition(
    release: RecordHash,
    service: string,
  ): Promise<ServiceDefinition | 'unknown-release' | undefined>;
  /** time of a receipt of this mission; undefined until it is known, null of one that is and does not count */
  receiptAt(receipt: RecordHash): Promise<string | null | undefined>;
  /** by receipts that count */
  said(act: ActId): Promise<Said>;
  /** acts of this dossier with the verdict they have; held and refused ones too */
  dossier(
    act: ReadAct,
  ): Promise<ReadonlyMap<ActId, { readonly act: VerifiedAct; readonly verdict: Verdict }>>;
  hasWrap(act: ReadAct): Promise<boolean>;
  /** every act of its dossier that is accepted here, on whatever it stands: asked of an erasure only */
  accepted(act: ReadAct): Promise<readonly VerifiedAct[]>;
  /** legal holds of its dossier that are themselves on hold here, of verified signatures: asked of an erasure only */
  holdsWaiting(act: ReadAct): Promise<readonly VerifiedAct[]>;
  /** every supervisor's verified word on this act, theirs to say or not: admission sees to that */
  lifts(act: ActId): Promise<readonly Lift[]>;
}

export type ActAdmission = Admission & {
  /** absent when the text is no act's or its signature is not verified */
  readonly act?: VerifiedAct;
};

/**
 * Judges one document that claims to be an act. Never throws for what the document says; only when `facts` fails.
 * @param known what `readAct` gave for this text, where the caller has it: of another text it is not looked at
 */
export async function admitAct(
  document: SignedDocument,
  facts: AdmissionFacts,
  known?: ReadAct,
): Promise<ActAdmission> {
  if (typeof document.jws !== 'string') return admission('AD-202');
  if (document.jws.length > DOCUMENT_LIMIT) return admission('AD-208');
  let read: ReadAct;
  try {
    read = known?.jws === document.jws ? known : await readAct(document.jws);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return admission(await unreadable(document, error, facts.keyring));
  }
  if (!isDocumentOf(read, document)) return admission('AD-209');
  let act: VerifiedAct;
  try {
    act = await verifyAct(read, facts.keyring);
  } catch (error) {
    if (error instanceof UnknownSigner) return admission('AD-102');
    if (error instanceof SealError) return admission('AD-201');
    throw error;
  }
  return { ...(await judge(act, facts)), act };
}

/**
 * A newer version may have members that this one cannot read: it waits, if it is its signer's under its own name.
 * Anything else is not one canonical text.
 */
async function unreadable(
  document: SignedDocument,
  error: SealError,
  keyring: Keyring,
): Promise<VerdictCode> {
  if (error.code === 'SEAL-011') return 'AD-208';
  const parsed = ofNewerVersion(document.jws);
  if (!parsed?.kid) return 'AD-202';
  const { hash, rev } = await nameOf(document.jws);
  if (!document._id.endsWith(`:${hash}`) || document._rev !== rev) return 'AD-209';
  if (!keyring.credential(parsed.kid)) return 'AD-102';
  try {
    await keyring.verify(parsed);
    return 'AD-106';
  } catch (cause) {
    if (cause instanceof SealError) return 'AD-201';
    throw cause;
  }
}

function ofNewerVersion(jws: string): ParsedJws | null {
  try {
    const parsed = parseCompact(jws);
    const version = payloadOf(parsed).v;
    return parsed.typ === 'guichet-act+jws' && typeof version === 'number' && version > ACT_VERSION
      ? parsed
      : null;
  } catch (cause) {
    if (cause instanceof SealError) return null;
    throw cause;
  }
}

async function judge(act: VerifiedAct, facts: AdmissionFacts): Promise<Admission> {
  const { envelope } = act;
  if (envelope.mission !== facts.mission || !isOfSigner(act)) return admission('AD-203');
  const { mission, service } = envelope;
  const said = await facts.said(act.id);
  const spoken = (await facts.lifts(act.id)).filter((lift) => isHeard(lift, facts.keyring, said));
  const lifts = liftsHeard(spoken, { mission, service, signer: act.signer });
  const lifted = verdictOfLifts(lifts);
  if (lifted === 'refused') return admission('AD-206');
  if (!isOfThisVersion(act)) return admission('AD-106');
  if (waitsForDelegation(act)) return admission('AD-111');
  const priors = await judgePriors(act, facts);
  if ('code' in priors) return priors;
  const validity = await judgeValidity(act, facts, said, lifted === 'accepted');
  if (validity) return validity;
  if (!facts.keyring.knowsHead(envelope.keyring)) return admission('AD-104');
  const definition = await facts.definition(envelope.release, envelope.service);
  if (definition === 'unknown-release') return admission('AD-103');
  if (!definition) return admission('AD-206');
  const wrong = wrongWhereSealed(
    act,
    envelope.kind as ActKind,
    stateOf(priors, envelope.prior, definition),
    definition,
  );
  if (wrong) return admission(CODE_OF[wrong]);
  if (!(await facts.hasWrap(act))) return admission('AD-105');
  // Of one that a receipt has called accepted the keys are gone: a hold that a restored copy meets first brings none back.
  const isDone = said.finals.includes('accepted');
  if (envelope.kind === 'erased' && !isDone && (await isStayed(act, facts, lifts, definition)))
    return admission('AD-113');
  return ACCEPTED;
}

/**
 * What is erased does not come back, so a hold that arrived first is heard, though the one who erases had not seen it; also
 * one that itself waits for something here, until it is refused. Nothing final is said: once every hold is lifted, a
 * supervisor who has seen that says what is to become of the erasure. A word of before is none on that.
 */
async function isStayed(
  act: VerifiedAct,
  facts: AdmissionFacts,
  lifts: readonly Lift[],
  definition: ServiceDefinition,
): Promise<boolean> {
  const { mission } = facts;
  const waiting = await facts.holdsWaiting(act);
  // Whoever may hold no file of the kind stays nothing by a hold that stands on nothing.
  if (waiting.some((hold) => isOfSigner(hold) && mayEver('held-by-law', definition, hold.signer, mission)))
    return true;
  const accepted = await facts.accepted(act);
  const nodes = accepted.map(({ id, envelope: { kind, prior } }) => ({ id, kind, prior }));
  if (holdsUnseen(nodes, act.envelope.prior).length === 0) return false;
  // Nor does whoever took the hold away have their own erasure go through.
  const tookIt = accepted.some(
    ({ envelope: { kind }, signer }) => kind === 'hold-lifted' && signer.subject === act.signer.subject,
  );
  const isFreed = lifts.some(
    ({ verdict, seen }) => verdict === 'accepted' && sawHoldsLifted(nodes, seen ?? []),
  );
  return tookIt || holdsInForce(nodes).length > 0 || !isFreed;
}

const CODE_OF = {
  'not-the-signers': 'AD-203',
  'never-this-role': 'AD-204',
  'not-here': 'AD-206',
} as const satisfies Record<Wrong, VerdictCode>;

async function judgePriors(act: VerifiedAct, facts: AdmissionFacts): Promise<Admission | History<FoldedAct>> {
  const there = await facts.dossier(act);
  const below: FoldedAct[] = [];
  const waiting = [...act.envelope.prior];
  const seen = new Set<ActId>();
  let held = false;
  let undelegated = false;
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const prior = there.get(id);
    if (!prior || prior.verdict === 'held') held = true;
    else if (prior.verdict === 'refused') return admission('AD-205');
    else {
      // Another gateway of the same store may have admitted it by a delegation that has not been heard of here.
      const known = withDelegation(prior.act, facts.keyring);
      const { envelope } = known;
      undelegated ||= waitsForDelegation(known);
      if (envelope.dossier !== act.envelope.dossier) return admission('AD-210');
      below.push({ id, kind: envelope.kind, prior: envelope.prior, act: known, standing: 'folded' });
      waiting.push(...envelope.prior);
    }
  }
  if (held) return admission('AD-101');
  return undelegated ? admission('AD-111') : new History(below);
}

async function judgeValidity(
  act: VerifiedAct,
  facts: AdmissionFacts,
  said: Said,
  lifted: boolean,
): Promise<Admission | null> {
  const { lastReceipt } = act.envelope;
  const seen = lastReceipt === null ? null : await facts.receiptAt(lastReceipt);
  // It may be lost for good, with the centre's data and every desk's that had it: then only a supervisor knows better.
  if (seen === undefined && !lifted) return admission('AD-110');
  // Of one that does not count, the time is nobody's word: the claimed one is left, as without any.
  const code = untimely(act, facts.keyring, { seen: seen ?? undefined, said, lifted });
  return code && admission(code);
}
