/**
 * What an officer's key may sign. The signer stands outside the page and the worker, which may be captured: it reads
 * every payload before it signs, counts, and signs a decision only when a countdown that it ran itself has ended.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { DeskId, MissionCode } from '../acts/ids.ts';
import { AUDITED, AuditPayload } from '../audit/audit-record.ts';
import { AuditReportPayload } from '../audit/audit-report.ts';
import { LIFT_REASONS } from '../desk/held.ts';
import {
  type DecisionToConfirm,
  type DeskConfiguration,
  SIGNABLE_TYPES,
  type SignableType,
  SignerError,
} from '../desk/ports.ts';
import { TokenPayload } from '../desk/recepisse-token.ts';
import { DeskAnswerPayload } from '../enrolment/desk-answer.ts';
import {
  type Credential,
  CredentialPayload,
  LimitedCredentialPayload,
  readCredentialPayload,
} from '../keyring/credential.ts';
import { DELEGABLE_ROLES, mayDelegate } from '../keyring/delegation.ts';
import {
  DelegationEndRecord,
  DelegationRecord,
  DirectoryRecord,
  GrantRecord,
  LiftRecord,
} from '../keyring/records.ts';
import { isDesk, mayIssue } from '../keyring/rights.ts';
import { fromUtf8 } from '../seal/bytes.ts';

const Text = Type.String({ minLength: 1 });
const TextOrNull = Type.Union([Text, Type.Null()]);
const Positive = Type.Integer({ minimum: 1 });
const Hashes = Type.Array(Text);

const ActShape = Type.Object(
  {
    v: Positive,
    mission: Text,
    desk: Text,
    dossier: Text,
    ref: Text,
    service: Text,
    kind: Text,
    prior: Hashes,
    epoch: Text,
    seq: Positive,
    prev: TextOrNull,
    release: Text,
    keyring: Text,
    lastReceipt: TextOrNull,
    claimedAt: Text,
    priority: Type.Optional(Type.Union([Type.Literal('normal'), Type.Literal('urgent')])),
    assignee: Type.Optional(TextOrNull),
    under: Type.Optional(Text),
    ground: Type.Optional(Text),
    keyGen: Positive,
    keyCommit: Type.Optional(Text),
    blobs: Type.Array(Type.Object({ id: Text, bytes: Type.Integer({ minimum: 0 }), chunks: Hashes })),
    body: Text,
  },
  { additionalProperties: false },
);

const WrapShape = Type.Object(
  {
    v: Positive,
    dossier: Text,
    gen: Positive,
    jwe: Type.Union([Type.Record(Type.String(), Type.Unknown()), Text]),
  },
  { additionalProperties: false },
);

const AuditShape = Type.Object(
  { ...AuditPayload.properties, what: Type.Union(AUDITED.map((what) => Type.Literal(what))) },
  { additionalProperties: false },
);

const closed = { additionalProperties: false } as const;
const CredentialShape = Type.Union([
  Type.Object(CredentialPayload.properties, closed),
  Type.Object(LimitedCredentialPayload.properties, closed),
]);
const GrantShape = Type.Object(GrantRecord.properties, closed);
const DirectoryShape = Type.Object(DirectoryRecord.properties, closed);
const ReportShape = Type.Object(AuditReportPayload.properties, closed);
const LiftShape = Type.Object(
  {
    ...LiftRecord.properties,
    reason: Type.Union(Object.values(LIFT_REASONS).flatMap((all) => all.map((one) => Type.Literal(one)))),
  },
  closed,
);
const AnswerShape = Type.Object({ v: Positive, request: Text, to: Text, jwe: Type.Unknown() }, closed);
const DeskAnswerShape = Type.Object(DeskAnswerPayload.properties, closed);

const DelegationShape = Type.Object(DelegationRecord.properties, closed);
const DelegationEndShape = Type.Object(DelegationEndRecord.properties, closed);

/** Some hundred thousand deeds. What is longer is signed by `npm run verify -- --journal --sign`, where nobody waits. */
export const LONGEST_REPORT = 32 << 20;

/** One row a type: its shape, its greatest length in bytes, how many in any ten seconds. */
const RULES = {
  'guichet-act+jws': { shape: ActShape, bytes: 2 << 20, inTenSeconds: 30 },
  'guichet-wrap+jws': { shape: WrapShape, bytes: 64 << 10, inTenSeconds: 60 },
  'guichet-audit+jws': { shape: AuditShape, bytes: 64 << 10, inTenSeconds: 120 },
  // The QR of a récépissé holds 360 bytes at most with header and signature.
  'guichet-token+jws': { shape: TokenPayload, bytes: 256, inTenSeconds: 30 },
  'guichet-credential+jws': { shape: CredentialShape, bytes: 4 << 10, inTenSeconds: 5 },
  'guichet-grant+jws': { shape: GrantShape, bytes: 16 << 10, inTenSeconds: 200 },
  'guichet-directory+jws': { shape: DirectoryShape, bytes: 64 << 10, inTenSeconds: 5 },
  'guichet-enrolment-answer+jws': { shape: AnswerShape, bytes: 16 << 10, inTenSeconds: 5 },
  // The names of a ministry's missions are in it.
  'guichet-desk-answer+jws': { shape: DeskAnswerShape, bytes: 64 << 10, inTenSeconds: 5 },
  'guichet-delegation+jws': { shape: DelegationShape, bytes: 8 << 10, inTenSeconds: 5 },
  'guichet-delegation-end+jws': { shape: DelegationEndShape, bytes: 1 << 10, inTenSeconds: 5 },
  'guichet-audit-report+jws': { shape: ReportShape, bytes: LONGEST_REPORT, inTenSeconds: 5 },
  // One of an erasure names the heads of its file.
  'guichet-lift+jws': { shape: LiftShape, bytes: 4 << 10, inTenSeconds: 5 },
} as const satisfies Record<SignableType, { shape: TSchema; bytes: number; inTenSeconds: number }>;

const WINDOW_MS = 10_000;
const CONFIRMATION_MS = 30_000;
/** Between the secret and the credential somebody has only to press a button. */
const SECRET_MS = 2 * 60_000;

/** What only those may sign who may give credentials to others. */
const ENROLS: ReadonlySet<SignableType> = new Set<SignableType>([
  'guichet-credential+jws',
  'guichet-grant+jws',
  'guichet-directory+jws',
  'guichet-enrolment-answer+jws',
  'guichet-desk-answer+jws',
]);

/** What only those may sign who have a right to decide. */
const DELEGATES: ReadonlySet<SignableType> = new Set<SignableType>([
  'guichet-delegation+jws',
  'guichet-delegation-end+jws',
]);

/** What grants, names and answers say of whom they are for. */
interface ForIssued {
  readonly to?: string;
  readonly kid?: string;
  readonly group?: string;
  readonly transport?: string;
  readonly setting?: Partial<Pick<DeskConfiguration, 'gateway' | 'policy'>>;
}

/** Kinds that are signed only after their countdown. */
export type DecisionKind = DecisionToConfirm['kind'];
const DECISION_KINDS: readonly string[] = [
  'approved',
  'refused',
  'countersigned',
  'erased',
] satisfies DecisionKind[];

/** Whose payloads pass: those of this desk, for a mission it works for. */
export interface SigningScope {
  /** null before commissioning: nothing passes */
  readonly desk: DeskId | null;
  readonly missions: readonly MissionCode[];
  /** what a desk that is put into service from here is told of the centre, and nothing else; absent: none is */
  readonly setting?: Pick<DeskConfiguration, 'gateway' | 'policy'>;
}

/** Milliseconds of a clock that never jumps. */
export type Monotonic = () => number;

/** Rules with memory: made anew at each unlock. */
export class SigningRules {
  readonly #scope: SigningScope;
  readonly #monotonic: Monotonic;
  readonly #signed = new Map<SignableType, number[]>();
  readonly #confirmed = new Map<string, number>();
  readonly #own: Credential | null;
  /** credentials signed since the unlock, by kid: grants, names and answers are for these only */
  readonly #issued = new Map<string, Credential>();
  #secretUntil = Number.NEGATIVE_INFINITY;
  /** the desk whose credential was signed just now: its first officer's is signed on the same secret */
  #deskGiven: { readonly desk: DeskId; readonly until: number } | null = null;

  /** @param own the credential of whoever is unlocked; null where it cannot be read: then nobody is enrolled */
  constructor(scope: SigningScope, monotonic: Monotonic, own: Credential | null = null) {
    this.#scope = scope;
    this.#monotonic = monotonic;
    this.#own = own;
  }

  /** The officer has given their secret again. It is good for one credential (or a desk's, with its first officer's), delegation, report, or lift. */
  noteSecret(): void {
    this.#secretUntil = this.#monotonic() + SECRET_MS;
  }

  /** This credential was signed here. */
  noteIssued(credential: Credential): void {
    this.#issued.set(credential.kid, credential);
  }

  /** A countdown of this decision has ended in `confirmed`. The officer was shown the reference: it is confirmed, too. */
  noteConfirmed({ dossier, ref, kind }: Pick<DecisionToConfirm, 'dossier' | 'ref' | 'kind'>): void {
    this.#confirmed.set(`${kind} ${dossier} ${ref}`, this.#monotonic() + CONFIRMATION_MS);
  }

  /**
   * Checks one payload and counts it. A decision's confirmation is spent.
   * @throws SignerError SG-002 to SG-005
   */
  admit(type: SignableType, payload: Uint8Array): void {
    if (!SIGNABLE_TYPES.includes(type)) throw new SignerError('SG-003', 'not a type to sign');
    if (ENROLS.has(type) && !this.#own?.delegates.length)
      throw new SignerError('SG-003', 'not for this officer');
    if (type === 'guichet-lift+jws' && !this.#own?.roles.includes('supervisor'))
      throw new SignerError('SG-003', 'not for this officer');
    if (type === 'guichet-audit-report+jws' && !this.#own?.roles.includes('auditor'))
      throw new SignerError('SG-003', 'not for this officer');
    if (DELEGATES.has(type) && !DELEGABLE_ROLES.some((role) => this.#own?.roles.includes(role)))
      throw new SignerError('SG-003', 'not for this officer');
    const rule = RULES[type];
    if (payload.length > rule.bytes) throw new SignerError('SG-005', 'too long');
    const value = readJson(payload);
    if (!Check(rule.shape, value)) throw new SignerError('SG-005', 'not the shape of its type');
    const speaksAsDesk = type !== 'guichet-credential+jws' && 'desk' in value;
    if (speaksAsDesk && value.desk !== this.#scope.desk) throw new SignerError('SG-005', 'another desk');
    if ('mission' in value && !this.#scope.missions.some((mission) => mission === value.mission)) {
      throw new SignerError('SG-005', 'another mission');
    }
    this.#count(type, rule.inTenSeconds);
    // What an auditor found is the page's word, as what an act says; that they sign it is not.
    if (type === 'guichet-lift+jws' || type === 'guichet-audit-report+jws') this.#spendSecret();
    if (type === 'guichet-act+jws') this.#admitAct(value as Static<typeof ActShape>);
    if (type === 'guichet-credential+jws') this.#admitCredential(value);
    else if (type === 'guichet-delegation+jws')
      this.#admitDelegation(value as Static<typeof DelegationShape>);
    else if (type === 'guichet-delegation-end+jws') this.#spendSecret();
    else if (ENROLS.has(type)) this.#admitForIssued(value as ForIssued);
  }

  /** Only what the unlocked credential may give, to other keys and another person, once for each secret given again. */
  #admitCredential(value: Record<string, unknown>): void {
    const own = this.#own as Credential;
    const given = readGiven(value);
    const taken = [own.sig.x, own.enc?.x];
    const isOwn = given.subject === own.subject || [given.sig.x, given.enc?.x].some((x) => taken.includes(x));
    const isForNobody = given.enc === null && !isDesk(given);
    // A letter is one computer's: within an unlocking no second key gets it.
    const isTaken =
      isDesk(given) &&
      [...this.#issued.values()].some(
        (one) => isDesk(one) && one.desk === given.desk && one.sig.x !== given.sig.x,
      );
    if (isOwn || isForNobody || isTaken || given.desk === null || !mayIssue(own, given))
      throw new SignerError('SG-005', 'not this officer’s to give');
    const opened = this.#deskGiven;
    this.#deskGiven = null;
    if (!isDesk(given) && opened?.desk === given.desk && opened.until >= this.#monotonic()) return;
    this.#spendSecret();
    if (isDesk(given)) this.#deskGiven = { desk: given.desk, until: this.#monotonic() + SECRET_MS };
  }

  /** Only of the unlocked officer's own right to decide, to another person, once for each secret given again. */
  #admitDelegation(value: Static<typeof DelegationShape>): void {
    if (this.#own === null || !mayDelegate(this.#own, value))
      throw new SignerError('SG-005', 'not this officer’s to delegate');
    this.#spendSecret();
  }

  /** Good for one signature. */
  #spendSecret(): void {
    const until = this.#secretUntil;
    this.#secretUntil = Number.NEGATIVE_INFINITY;
    if (until < this.#monotonic()) throw new SignerError('SG-004', 'this asks for the secret first');
  }

  /** Grants of the officer's own mission only, names and answers: for credentials that were signed a moment ago. */
  #admitForIssued({ to, kid, group, transport, setting }: ForIssued): void {
    if (transport !== undefined && !this.#isOwnSetting(setting))
      throw new SignerError('SG-005', 'not how this desk is set up');
    const issued = this.#issued.get(to ?? kid ?? '');
    const desk = transport === undefined ? issued : this.#issued.get(transport);
    if (!desk || desk.desk !== issued?.desk || (transport !== undefined && !isDesk(desk)))
      throw new SignerError('SG-005', 'not for a desk of this officer’s');
    const isBeyond = group !== undefined && !group.startsWith(`group:${this.#own?.scope}:`);
    if (!issued || isBeyond || (group !== undefined && issued.scope !== this.#own?.scope))
      throw new SignerError('SG-005', 'not for a credential of this officer’s');
  }

  /** A new desk opens its page to the address that it is told, and believes the policy: a captured page chooses neither. */
  #isOwnSetting(told: ForIssued['setting']): boolean {
    const own = this.#scope.setting;
    const textOf = ({ gateway, policy }: NonNullable<ForIssued['setting']>) =>
      JSON.stringify([gateway, policy]);
    return own !== undefined && told !== undefined && textOf(told) === textOf(own);
  }

  #admitAct(act: Static<typeof ActShape>): void {
    if (!DECISION_KINDS.includes(act.kind)) return;
    const key = `${act.kind} ${act.dossier} ${act.ref}`;
    const until = this.#confirmed.get(key);
    this.#confirmed.delete(key);
    if (until === undefined || until < this.#monotonic()) {
      throw new SignerError('SG-004', 'this act asks for a confirmation first');
    }
  }

  #count(type: SignableType, limit: number): void {
    const now = this.#monotonic();
    const recent = (this.#signed.get(type) ?? []).filter((at) => at > now - WINDOW_MS);
    if (recent.length >= limit) throw new SignerError('SG-002', 'too many in a short time');
    this.#signed.set(type, [...recent, now]);
  }
}

function readGiven(value: unknown) {
  try {
    return readCredentialPayload(value);
  } catch {
    throw new SignerError('SG-005', 'not a credential');
  }
}

/** Only text that `JSON.stringify` gives: what is read here is what every reader will read. */
function readJson(payload: Uint8Array): Record<string, unknown> {
  try {
    const text = fromUtf8(payload);
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && JSON.stringify(value) === text) {
      return value as Record<string, unknown>;
    }
  } catch {
    // falls through to the one error below
  }
  throw new SignerError('SG-005', 'not canonical JSON');
}
