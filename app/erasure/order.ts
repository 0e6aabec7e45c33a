/**
 * What orders a desk to erase a file: the signed act of a supervisor, the gateway's signed word that it is accepted, and
 * the credentials of both. Nobody's own word: who keeps the journal reads it against the root, and needs neither the page
 * nor its keyring.
 */
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { DossierId } from '../acts/ids.ts';
import { UnknownSigner, verifyAct } from '../acts/verify-act.ts';
import { receiptDocumentId, verifyReceipt } from '../admission/receipt.ts';
import { isOfSigner } from '../dossier/sealed-rightly.ts';
import { Keyring } from '../keyring/keyring.ts';
import { recordDocument } from '../keyring/records.ts';
import { SealError } from '../seal/errors.ts';
import { nameOf } from '../seal/hash.ts';
import { parseCompact, payloadOf } from '../seal/jws.ts';

const Jws = (maxLength: number) => Type.String({ minLength: 1, maxLength });
export const ErasureOrder = Type.Object({
  /** the `erased` act */
  act: Jws(2_500_000),
  /** a receipt that names it as accepted */
  receipt: Jws(2_500_000),
  /** those of the two signers and of everybody they chain through; the root is known */
  credentials: Type.Array(Jws(16_384), { maxItems: 16 }),
});
export type ErasureOrder = Static<typeof ErasureOrder>;

/**
 * Does this order the erasing of this dossier? A revocation is not looked at: the gateway has, before it said `accepted`.
 * @param rootJws the ministry's root, known from the commissioning
 */
export async function ordersErasure(order: unknown, dossier: DossierId, rootJws: string): Promise<boolean> {
  if (!Check(ErasureOrder, order)) return false;
  try {
    const documents = await Promise.all(
      order.credentials.map((jws) => recordDocument(jws, (hash) => `credential:${hash}`)),
    );
    const keyring = await Keyring.from(rootJws, documents);
    const act = await verifyAct(order.act, keyring);
    const { kind, ground } = act.envelope;
    if (kind !== 'erased' || ground === undefined || act.envelope.dossier !== dossier) return false;
    if (!isOfSigner(act) || !act.signer.roles.includes('supervisor')) return false;
    const { items } = await verifyReceipt(await documentOf(order.receipt), keyring);
    return items.some(([type, id, verdict]) => type === 'act' && id === act.id && verdict === 'accepted');
  } catch (error) {
    if (error instanceof SealError || error instanceof UnknownSigner) return false;
    throw error;
  }
}

/** Under the id that its own text gives it; whether that is a receipt's text is verified afterwards. */
async function documentOf(jws: string) {
  const { gateway, epoch, n } = payloadOf(parseCompact(jws));
  const { rev } = await nameOf(jws);
  return { _id: receiptDocumentId(gateway as never, String(epoch), Number(n)), _rev: rev, jws };
}
