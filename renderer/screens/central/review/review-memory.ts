/** What was ticked, remarked and displayed, by file, for as long as this window is open: leaving a file loses nothing. */
import { useCallback, useMemo, useState } from 'react';
import type { BlobId, DossierId } from '../../../../app/acts/ids.ts';
import { type CheckMark, NO_MARK, NO_WORK, type ReviewWork } from './readiness.ts';

export interface ReviewMemory {
  work(id: DossierId): ReviewWork;
  noteDisplayed(id: DossierId, blob: BlobId): void;
  mark(id: DossierId, check: string, change: Partial<CheckMark>): void;
  write(id: DossierId, written: Partial<Pick<ReviewWork, 'complement' | 'refusal'>>): void;
}

export function useReviewMemory(): ReviewMemory {
  const [works, setWorks] = useState<ReadonlyMap<DossierId, ReviewWork>>(new Map());
  const change = useCallback((id: DossierId, next: (work: ReviewWork) => ReviewWork) => {
    setWorks((old) => {
      const before = old.get(id) ?? NO_WORK;
      const after = next(before);
      return after === before ? old : new Map(old).set(id, after);
    });
  }, []);
  return useMemo(
    () => ({
      work: (id) => works.get(id) ?? NO_WORK,
      noteDisplayed: (id, blob) =>
        change(id, (work) =>
          work.displayed.has(blob) ? work : { ...work, displayed: new Set([...work.displayed, blob]) },
        ),
      mark: (id, check, marked) =>
        change(id, (work) => ({
          ...work,
          marks: { ...work.marks, [check]: { ...(work.marks[check] ?? NO_MARK), ...marked } },
        })),
      write: (id, written) => change(id, (work) => ({ ...work, ...written })),
    }),
    [works, change],
  );
}
