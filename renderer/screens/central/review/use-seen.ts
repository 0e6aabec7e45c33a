/**
 * What the reviewer saw of a file: as it was when it was displayed. What moves the file afterwards shows on the screen,
 * but is not taken as read until they say so (decision 0008).
 */
import { useState } from 'react';
import type { ActId, DossierId } from '../../../../app/acts/ids.ts';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';

export interface Seen {
  readonly heads: readonly ActId[];
  /** the file has moved since */
  readonly changed: boolean;
  /** the officer has read what is on the screen now */
  readonly read: () => void;
}

interface Look extends Pick<DossierView, 'heads' | 'mainHeads'> {
  readonly id: DossierId;
}
const look = ({ row, heads, mainHeads }: DossierView): Look => ({ id: row.id, heads, mainHeads });

export function useSeen(id: DossierId, view: DossierView | undefined): Seen {
  const [seen, setSeen] = useState<Look | null>(null);
  const shown = view?.row.id === id ? view : undefined;
  // Another file: its first display is what is seen of it.
  if (shown && seen?.id !== id) setSeen(look(shown));
  const current = seen?.id === id ? seen : shown && look(shown);
  return {
    heads: current?.heads ?? [],
    changed: shown !== undefined && current?.mainHeads.join() !== shown.mainHeads.join(),
    read: () => shown && setSeen(look(shown)),
  };
}
