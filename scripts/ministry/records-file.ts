/** Records of the keyring that came from desks and lie at a gateway: `--records FILE` of the ministry's commands. */
import type { SignedDocument } from '../../app/log/records.ts';
import { MinistryError } from './errors.ts';
import { readJsonFile } from './plan-file.ts';

/**
 * @param file rows of `_all_docs?include_docs=true`, or the documents alone; none where absent
 * @throws MinistryError MN-005
 */
export async function readRecords(file: string | undefined): Promise<readonly SignedDocument[]> {
  if (file === undefined) return [];
  const value = (await readJsonFile(file)) as { rows?: { doc: SignedDocument }[] } | SignedDocument[];
  const documents = Array.isArray(value) ? value : (value.rows ?? []).map(({ doc }) => doc);
  return documents.map(({ _id, _rev, jws }) => {
    if (![_id, _rev, jws].every((part) => typeof part === 'string'))
      throw new MinistryError('MN-005', `${file}: not signed records of the keyring`);
    return { _id, _rev, jws };
  });
}
