/** What every screen of the central office shares: the queue, the services' words, decisions under way. */
import { createContext, useContext } from 'react';
import type { DossierId } from '../../../app/acts/ids.ts';
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import type { QueuePage } from '../../../app/desk/lists.ts';
import type { Loaded } from '../app/desk-context.tsx';
import type { Decisions } from './review/decisions.ts';
import type { ReviewMemory } from './review/review-memory.ts';

export interface Central {
  readonly queue: Loaded<QueuePage>;
  readonly memory: ReviewMemory;
  readonly decisions: Decisions;
  /** takes the next file that waits, and opens it; says so when none does */
  readonly takeNext: () => Promise<void>;
  /** the file to open after this one: the next of the queue that nobody holds and nothing was decided on */
  readonly following: (id: DossierId, count: number) => readonly DossierRow[];
  /** runs the work at once, or after the PIN has been given again (once a round of 15 minutes) */
  readonly withSecret: (work: () => void) => void;
  /** the PIN is being asked: other sheets make way, and come back if it is not given */
  readonly askingSecret: boolean;
}

const CentralContext = createContext<Central | null>(null);
export const CentralProvider = CentralContext.Provider;

export function useCentral(): Central {
  const central = useContext(CentralContext);
  if (central === null) throw new Error('outside the central office');
  return central;
}
