/**
 * One draft while it is edited: what is typed shows at once, and is stored within a second. A change that could not
 * be stored is kept and tried again; nothing typed is lost by going to another page or leaving.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Draft, DraftChange } from '../../../app/desk/draft.ts';
import { deskErrorOf, useDesk } from '../app/desk-context.tsx';
import { useStoredBeforeLock } from '../app/last-words.tsx';

/** At most one write a second while typing; a pause in typing is written sooner. */
const PACE = 1000;
const PAUSE = 250;

export type Keeping =
  | { readonly state: 'kept'; readonly at: string }
  | { readonly state: 'keeping' }
  | { readonly state: 'failed' };

export interface DraftEditor {
  readonly draft: Draft;
  readonly keeping: Keeping;
  readonly change: (change: DraftChange) => void;
  readonly answer: (field: string, value: unknown) => void;
  /** the answer as it is this very moment, before the next render */
  readonly read: (field: string) => unknown;
  /** resolves when everything typed so far is stored; rejects when it is not */
  readonly flush: () => Promise<void>;
  /** the evidence list is changed by the desk, not by saving */
  readonly setEvidence: (evidence: Draft['evidence']) => void;
}

export function useDraftEditor(first: Draft): DraftEditor {
  const desk = useDesk();
  const [draft, setDraft] = useState(first);
  const [keeping, setKeeping] = useState<Keeping>({ state: 'kept', at: first.savedAt });
  const pending = useRef<DraftChange | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const writing = useRef<Promise<void>>(Promise.resolve());
  const lastStart = useRef(Number.NEGATIVE_INFINITY);

  const write = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const next = writing.current
      .catch(() => {})
      .then(async () => {
        const change = pending.current;
        if (change === null) return;
        pending.current = null;
        lastStart.current = performance.now();
        try {
          const { savedAt } = await desk.saveDraft(first.id, { ...change, release: first.release });
          if (pending.current === null) setKeeping({ state: 'kept', at: savedAt });
        } catch (error) {
          // Newer changes win over those that failed.
          pending.current = { ...change, ...(pending.current ?? {}) };
          setKeeping({ state: 'failed' });
          // Another window has moved the draft: this form's answers are not its any more, however often they are offered.
          if (deskErrorOf(error).code !== 'DR-004')
            timer.current ??= setTimeout(() => void write().catch(() => {}), PACE);
          throw error;
        }
      });
    writing.current = next;
    return next;
  }, [desk, first.id, first.release]);

  const change = useCallback(
    (made: DraftChange): void => {
      setDraft((old) => ({ ...old, ...made }));
      pending.current = { ...(pending.current ?? {}), ...made };
      setKeeping({ state: 'keeping' });
      if (timer.current !== undefined) return;
      const wait = Math.max(PAUSE, lastStart.current + PACE - performance.now());
      timer.current = setTimeout(() => void write().catch(() => {}), wait);
    },
    [write],
  );
  const answers = useRef(first.answers);
  const answer = useCallback(
    (field: string, value: unknown): void => {
      answers.current = { ...answers.current, [field]: value };
      change({ answers: answers.current });
    },
    [change],
  );
  const read = useCallback((field: string): unknown => answers.current[field], []);
  const setEvidence = useCallback(
    (evidence: Draft['evidence']) => setDraft((old) => ({ ...old, evidence })),
    [],
  );
  useStoredBeforeLock(write);
  useEffect(() => {
    // The window goes, or loads anew: there is no pause in typing to wait for.
    const last = () => void write().catch(() => {});
    window.addEventListener('pagehide', last);
    return () => window.removeEventListener('pagehide', last);
  }, [write]);
  useEffect(
    () => () => {
      // Left by a way that did not wait: what was typed is still written.
      void write().catch(() => {});
    },
    [write],
  );
  return useMemo(
    () => ({ draft, keeping, change, answer, read, flush: write, setEvidence }),
    [draft, keeping, change, answer, read, write, setEvidence],
  );
}
