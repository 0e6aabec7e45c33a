/**
 * Receipts: the gateway's signed word on what it holds durably. `n` counts per mission database; `contiguousTo` is the
 * highest `seq` of a desk's chain up to which everything has any verdict.
 */
import { type Static, Type } from 'typebox';
import type { Kid, RecordHash } from '../acts/ids.ts';
import { quickCheck } from '../acts/quick-check.ts';
import type { Keyring } from '../keyring/keyring.ts';
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { nameOf } from '../seal/hash.ts';
import { parseCompact, payloadBytes, payloadOf, signCompact } from '../seal/jws.ts';
import type { CryptoKey } from '../seal/keys.ts';
import { VERDICT_CODES, type VerdictCode } from './verdict-codes.ts';

const Hash = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Item = Type.Tuple([
  Type.Union([Type.Literal('act'), Type.Literal('wrap'), Type.Literal('chunk')]),
  Hash,
  Type.Union([Type.Literal('accepted'), Type.Literal('held'), Type.Literal('refused')]),
  Type.String({ maxLength: 16 }),
]);
/** `[desk, epoch, contiguousTo, head]`: head is the act at `contiguousTo` */
const Chain = Type.Tuple([
  Type.String(),
  Type.String(),
  Type.Integer({ minimum: 0 }),
  Type.Union([Hash, Type.Null()]),
]);
export const ReceiptPayload = Type.Object({
  v: Type.Literal(1),
  gateway: Hash,
  epoch: Type.String({ pattern: '^[A-Za-z0-9_-]{16}$' }),
  n: Type.Integer({ minimum: 1 }),
  at: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' }),
  items: Type.Array(Item, { maxItems: 5000 }),
  chains: Type.Array(Chain),
});
export type ReceiptPayload = Static<typeof ReceiptPayload>;
const isReceipt = quickCheck(ReceiptPayload);
export type ReceiptItem = Static<typeof Item>;
export type ReceiptChain = Static<typeof Chain>;

export interface Receipt extends ReceiptPayload {
  readonly hash: RecordHash;
  readonly kid: Kid;
}

/** The reason of a revocation which says that the key was in nobody else's hands. */
const REPLACED = 'replaced';

/**
 * Does this receipt count? Not once the key that signed it may be in other hands: whoever has it dates and numbers as they
 * please, so neither tells what came before the theft, and nothing that it ever signed is believed. Other gateways say
 * again what is held. A key that was replaced in order is believed up to its end.
 * @param receipt verified
 */
export const counts = ({ kid, at }: Pick<Receipt, 'kid' | 'at'>, keyring: Keyring): boolean =>
  revocationsAbove(kid, keyring).every((one) => one.reason === REPLACED && at < one.at);

/** Changes when receipts may have ceased to count. */
export const doubtsOf = (keyring: Keyring): string =>
  keyring
    .credentials()
    .filter(({ roles }) => roles.includes('gateway'))
    .flatMap(({ kid }) => revocationsAbove(kid, keyring).map((one) => `${kid} ${one.document._id}`))
    .sort()
    .join();

const revocationsAbove = (kid: Kid, keyring: Keyring) =>
  keyring.chain(kid).flatMap((one) => keyring.revocations.of(one.kid));

export const receiptDocumentId = (gateway: Kid, epoch: string, n: number): string =>
  `receipt:${gateway}:${epoch}:${n}`;

/** Signs a receipt. Call it only when everything it names is durable. */
export async function signReceipt(
  content: Omit<ReceiptPayload, 'v' | 'gateway'>,
  gateway: Kid,
  key: CryptoKey,
): Promise<SignedDocument & { hash: RecordHash }> {
  const { epoch, n, at, items, chains } = content;
  const payload = payloadBytes({ v: 1, gateway, epoch, n, at, items, chains });
  const jws = await signCompact({ typ: 'guichet-receipt+jws', kid: gateway, payload, key });
  const { hash, rev } = await nameOf(jws);
  return { _id: receiptDocumentId(gateway, epoch, n), _rev: rev, jws, hash };
}

/**
 * Only a gateway's credential that chains to the root makes a receipt.
 * @throws SealError when it is none
 */
export async function verifyReceipt(document: SignedDocument, keyring: Keyring): Promise<Receipt> {
  const parsed = parseCompact(document.jws);
  const payload = payloadOf(parsed);
  if (parsed.typ !== 'guichet-receipt+jws' || parsed.kid === null) throw new SealError('SEAL-004');
  if (!isReceipt(payload) || payload.gateway !== parsed.kid) throw new SealError('SEAL-014');
  const known = payload.items.every(
    ([, , verdict, code]) =>
      !Object.hasOwn(VERDICT_CODES, code) || VERDICT_CODES[code as VerdictCode] === verdict,
  );
  if (!known) throw new SealError('SEAL-014', 'a code under a verdict that is not its own');
  const signer = keyring.credential(parsed.kid);
  if (!signer?.roles.includes('gateway')) throw new SealError('SEAL-006', 'not a gateway in the keyring');
  await keyring.verify(parsed);
  const { hash, rev } = await nameOf(document.jws);
  if (document._id !== receiptDocumentId(parsed.kid, payload.epoch, payload.n) || document._rev !== rev) {
    throw new SealError('SEAL-014', 'id does not follow from the content');
  }
  return { ...payload, hash, kid: parsed.kid };
}
