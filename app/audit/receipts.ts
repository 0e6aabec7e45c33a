import { counts, type Receipt, verifyReceipt } from '../admission/receipt.ts';
import type { Keyring } from '../keyring/keyring.ts';
import { RECORD_PREFIX, type SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';

/** A receipt that does not verify, or does not count, proves nothing; how many there were is said. */
export async function verifiedReceipts(
  documents: readonly SignedDocument[],
  keyring: Keyring | null,
): Promise<{ readonly receipts: readonly Receipt[]; readonly leftAside: number }> {
  const receipts = new Map<string, Receipt>();
  let leftAside = 0;
  for (const document of documents) {
    if (!keyring || !document._id.startsWith(RECORD_PREFIX.receipt)) continue;
    try {
      const receipt = await verifyReceipt(document, keyring);
      if (counts(receipt, keyring)) receipts.set(receipt.hash, receipt);
      else leftAside += 1;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      leftAside += 1;
    }
  }
  return { receipts: [...receipts.values()], leftAside };
}
