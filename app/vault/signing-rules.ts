/**
 * What an officer's key may sign. The signer stands outside the page and the worker, which may be captured: it reads
 * every payload before it signs, counts, and signs a decision only when a countdown that it ran itself has ended.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { DeskId, MissionCode } from '../acts/ids.ts';
import { AUDITED, AuditPayload } from '../audit/audit-record.ts';
import { type DecisionToConfirm, SIGNABLE_TYPES, type SignableType, SignerError } from '../desk/ports.ts';
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
const TokenShape = Type.Object({});

/** One row a type: its shape, its greatest length in bytes, how many in any ten seconds. */
const RULES = {
  'guichet-act+jws': { shape: ActShape, bytes: 2 << 20, inTenSeconds: 30 },
  'guichet-wrap+jws': { shape: WrapShape, bytes: 64 << 10, inTenSeconds: 60 },
  'guichet-audit+jws': { shape: AuditShape, bytes: 64 << 10, inTenSeconds: 120 },
  // The QR of a récépissé holds 360 bytes at most with header and signature.
  'guichet-token+jws': { shape: TokenShape, bytes: 256, inTenSeconds: 30 },
} as const satisfies Record<SignableType, { shape: TSchema; bytes: number; inTenSeconds: number }>;

const WINDOW_MS = 10_000;
const CONFIRMATION_MS = 30_000;

/** Kinds that are signed only after their countdown. */
export type DecisionKind = DecisionToConfirm['kind'];
const DECISION_KINDS: readonly string[] = ['approved', 'refused', 'countersigned'] satisfies DecisionKind[];

/** Whose payloads pass: those of this desk, for a mission it works for. */
export interface SigningScope {
  /** null before commissioning: nothing passes */
  readonly desk: DeskId | null;
  readonly missions: readonly MissionCode[];
}

/** Milliseconds of a clock that never jumps. */
export type Monotonic = () => number;

/** Rules with memory: made anew at each unlock. */
export class SigningRules {
  readonly #scope: SigningScope;
  readonly #monotonic: Monotonic;
  readonly #signed = new Map<SignableType, number[]>();
  readonly #confirmed = new Map<string, number>();

  constructor(scope: SigningScope, monotonic: Monotonic) {
    this.#scope = scope;
    this.#monotonic = monotonic;
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
    const rule = RULES[type];
    if (payload.length > rule.bytes) throw new SignerError('SG-005', 'too long');
    const value = readJson(payload);
    if (!Check(rule.shape, value)) throw new SignerError('SG-005', 'not the shape of its type');
    if ('desk' in value && value.desk !== this.#scope.desk) throw new SignerError('SG-005', 'another desk');
    if ('mission' in value && !this.#scope.missions.some((mission) => mission === value.mission)) {
      throw new SignerError('SG-005', 'another mission');
    }
    this.#count(type, rule.inTenSeconds);
    if (type === 'guichet-act+jws') this.#admitAct(value as Static<typeof ActShape>);
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
