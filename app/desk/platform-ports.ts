/**
 * The two ports that end in Electron's main process: the journal's (log/journal-rpc.ts), and the signer's, which also
 * carries the transport signer and tells of a lock that nobody asked for.
 */
import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import { parseReference } from '../acts/reference.ts';
import { ANSWER_LIMIT } from '../enrolment/answer.ts';
import { DESK_ANSWER_LIMIT } from '../enrolment/desk-answer.ts';
import { INITIALS_LIMIT } from '../enrolment/request.ts';
import { ROOT_LIMIT } from '../enrolment/root.ts';
import { LONGEST_PROOF } from '../keyring/revocation-proof.ts';
import { OFFICER_ROLES } from '../keyring/roles.ts';
import { connectJournal } from '../log/journal-rpc.ts';
import type {
  DecisionToConfirm,
  DeskConfiguration,
  DeskPlatform,
  Signer,
  SignerErrorCode,
  TransportSigner,
} from './ports.ts';
import { SignerError } from './ports.ts';
import {
  connect,
  methodsOf,
  type RemoteError,
  RpcError,
  type RpcPort,
  type RpcServer,
  serve,
} from './rpc.ts';

export interface SignerPort extends Signer {
  /** null where this desk has no transport key */
  transportIdentity(): Promise<Pick<TransportSigner, 'kid' | 'credential'> | null>;
  transportSign(payload: Uint8Array): Promise<string>;
}

/** `locked`: the computer sleeps, was left alone, or its screen was locked; keys are gone from main already. */
export type SignerEvents = { readonly locked: { readonly reason: 'idle' | 'sleep' | 'screen' } };

export const SIGNER_PORT_METHODS = methodsOf<SignerPort>({
  keyStore: true,
  slots: true,
  unlock: true,
  choosePin: true,
  confirmSecret: true,
  lock: true,
  sign: true,
  confirm: true,
  cancel: true,
  requests: true,
  askForEnrolment: true,
  withdrawRequest: true,
  activateRequest: true,
  deskRequest: true,
  askForDesk: true,
  withdrawDeskRequest: true,
  activateDesk: true,
  takeRevocations: true,
  revoked: true,
  handedOver: true,
  transportIdentity: true,
  transportSign: true,
});

const Id = Type.String({ minLength: 1, maxLength: 128 });
/** longer than any words or PIN */
const Secret = Type.String({ maxLength: 1024 });
const Decision = Type.Object({
  id: Id,
  dossier: Id,
  ref: Id,
  kind: Type.Union([
    Type.Literal('approved'),
    Type.Literal('refused'),
    Type.Literal('countersigned'),
    Type.Literal('erased'),
  ]),
  seconds: Type.Number(),
  language: Type.Union([Type.Literal('fr'), Type.Literal('en'), Type.Literal('ar')]),
});

const WISH = {
  initials: Type.String({ minLength: 1, maxLength: INITIALS_LIMIT }),
  roles: Type.Array(Type.Union(OFFICER_ROLES.map((role) => Type.Literal(role))), {
    minItems: 1,
    maxItems: OFFICER_ROLES.length,
    uniqueItems: true,
  }),
};
const Wish = Type.Object(WISH, { additionalProperties: false });
const DeskWishShape = Type.Object(
  {
    root: Type.String({ maxLength: ROOT_LIMIT }),
    mission: Type.String({ pattern: '^(?:CENTRAL|[A-Z]{2}-[A-Z0-9]{2,8})$' }),
    ...WISH,
  },
  { additionalProperties: false },
);
const SecretOrNull = Type.Union([Secret, Type.Null()]);
const Answer = Type.String({ maxLength: ANSWER_LIMIT });
const DeskAnswer = Type.String({ maxLength: DESK_ANSWER_LIMIT });
const Record = Type.String({ maxLength: 16 << 10 });
const Proof = Type.Array(Type.Object({ _id: Id, _rev: Id, jws: Record }, { additionalProperties: false }), {
  maxItems: LONGEST_PROOF,
});

/** The caller may be a captured process: what it sends is checked before anything is done with it. */
function checked<T>(schema: TSchema, value: T): T {
  if (!Check(schema, value)) throw new SignerError('SG-005', 'malformed argument');
  return value;
}

/** The strip shows the reference: it is one, and no other text of the page's. */
function checkedDecision(value: DecisionToConfirm): DecisionToConfirm {
  const { id, dossier, ref, kind, seconds, language } = checked(Decision, value);
  try {
    return { id, dossier, ref: parseReference(ref), kind, seconds, language };
  } catch {
    throw new SignerError('SG-005', 'malformed argument');
  }
}

function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new SignerError('SG-005', 'malformed argument');
  return value;
}

/** Serves the signers over a channel. */
export function serveSigner(port: RpcPort, signer: SignerPort): RpcServer<SignerEvents> {
  return serve<SignerPort, SignerEvents>(
    port,
    {
      keyStore: () => signer.keyStore(),
      slots: () => signer.slots(),
      unlock: async (kid, secret) => signer.unlock(checked(Id, kid), checked(Secret, secret)),
      choosePin: async (kid, words, pin) =>
        signer.choosePin(checked(Id, kid), checked(Secret, words), checked(Secret, pin)),
      confirmSecret: async (secret) => signer.confirmSecret(checked(Secret, secret)),
      lock: () => signer.lock(),
      sign: async (type, payload) => signer.sign(checked(Id, type), bytes(payload)),
      confirm: async (decision) => signer.confirm(checkedDecision(decision)),
      cancel: async (id) => signer.cancel(checked(Id, id)),
      requests: () => signer.requests(),
      askForEnrolment: async (wish, pin) =>
        signer.askForEnrolment(checked(Wish, wish), checked(SecretOrNull, pin)),
      withdrawRequest: async (id) => signer.withdrawRequest(checked(Id, id)),
      activateRequest: async (answer, secret) =>
        signer.activateRequest(checked(Answer, answer), checked(Secret, secret)),
      deskRequest: () => signer.deskRequest(),
      askForDesk: async (wish, pin) =>
        signer.askForDesk(checked(DeskWishShape, wish), checked(SecretOrNull, pin)),
      withdrawDeskRequest: () => signer.withdrawDeskRequest(),
      activateDesk: async (answer, secret) =>
        signer.activateDesk(checked(DeskAnswer, answer), checked(Secret, secret)),
      takeRevocations: async (documents) => signer.takeRevocations(checked(Proof, documents)),
      revoked: () => signer.revoked(),
      handedOver: () => signer.handedOver(),
      transportIdentity: () => signer.transportIdentity(),
      transportSign: async (payload) => signer.transportSign(bytes(payload)),
    },
    SIGNER_PORT_METHODS,
  );
}

const CODES: Record<SignerErrorCode, true> = {
  'SG-001': true,
  'SG-002': true,
  'SG-003': true,
  'SG-004': true,
  'SG-005': true,
};

const revive = (error: RemoteError): Error =>
  error.code in CODES ? new SignerError(error.code as SignerErrorCode, error.message) : new RpcError(error);

/** What the desk worker does in Electron with the ports of its start message (worker-start.ts). */
export async function platformOfPorts(
  ports: { readonly journal: RpcPort; readonly signer: RpcPort },
  configuration: DeskConfiguration | null,
  onLocked: (reason: SignerEvents['locked']['reason']) => void,
): Promise<DeskPlatform> {
  const { api, on } = connect<SignerPort, SignerEvents>(ports.signer, SIGNER_PORT_METHODS, revive);
  on('locked', ({ reason }) => onLocked(reason));
  const identity = await api.transportIdentity();
  const transport = identity === null ? null : { ...identity, sign: api.transportSign };
  return { signer: api, transport, journal: connectJournal(ports.journal), configuration };
}
