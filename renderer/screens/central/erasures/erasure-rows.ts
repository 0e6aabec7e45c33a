/** « Effacements » as one list: what is to be done first, what is under way, what the law keeps, what is done. */
import type { DeskId } from '../../../../app/acts/ids.ts';
import type { ErasedFile, ErasuresView, RestingFile } from '../../../../app/desk/erasure.ts';

export type ErasureRow = RestingFile | ErasedFile;
export type ErasureGroup = ErasureRow['state'];

const ORDER: readonly ErasureGroup[] = ['due', 'erasing', 'held', 'erased'];

export const isErased = (row: ErasureRow): row is ErasedFile =>
  row.state === 'erasing' || row.state === 'erased';

export const inOrder = ({ resting, erased }: ErasuresView): readonly ErasureRow[] =>
  [...resting, ...erased].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));

export const awaited = ({ desks }: ErasedFile): number =>
  desks.filter(({ state }) => state === 'awaited').length;

/**
 * Desks that were revoked and confirmed nothing. Their disks keep what was on them, and each may have saved what it had not
 * sent to sticks: nobody is left there to sign that it did, so that no record tells how many.
 */
export const leftWithCopies = ({ desks }: ErasedFile): readonly DeskId[] =>
  desks.flatMap(({ desk, state }) => (state === 'revoked' ? [desk] : []));
