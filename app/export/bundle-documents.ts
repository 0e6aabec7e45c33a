import type { SignedDocument } from '../log/records.ts';
import { nameOf } from '../seal/hash.ts';
import { parseCompact, payloadOf } from '../seal/jws.ts';
import type { BundleLine } from './bundle.ts';

/**
 * The signed records of an exported dossier under the ids that their documents have; wraps and what is not signed are left.
 * Nothing is believed here: what does not read has no id, and proves nothing.
 */
export async function documentsOfBundle(lines: readonly BundleLine[]): Promise<readonly SignedDocument[]> {
  const documents: SignedDocument[] = [];
  for (const { type, text } of lines) {
    if (type === 'definition' || type === 'chunk' || type === 'wrap') continue;
    try {
      const { hash, rev } = await nameOf(text);
      const { n, gateway, epoch, dossier } = payloadOf(parseCompact(text));
      const ids: Partial<Record<typeof type, string>> = {
        keyring: `keyring:${n}`,
        receipt: `receipt:${gateway}:${epoch}:${n}`,
        act: `act:${dossier}:${hash}`,
      };
      documents.push({ _id: ids[type] ?? `${type}:${hash}`, _rev: rev, jws: text });
    } catch {}
  }
  return documents;
}
