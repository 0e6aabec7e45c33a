/**
 * Decisions that wait their eight seconds. The worker (in Electron: the main process) owns the clock and seals; here is
 * only what is shown of it, and « Annuler ».
 */
import { useCallback, useEffect, useState } from 'react';
import type { DossierId } from '../../../../app/acts/ids.ts';
import type { DecisionEnd, PendingDecision } from '../../../../app/desk/decision.ts';
import { useDeskEvents, useSession } from '../../app/desk-context.tsx';

export interface CountingDecision {
  readonly decision: PendingDecision;
  readonly secondsLeft: number;
}

export interface Decisions {
  /** the newest last */
  readonly counting: readonly CountingDecision[];
  /** how the last one ended, until another starts or it is put away */
  readonly ended: { readonly end: DecisionEnd; readonly decision: PendingDecision } | null;
  readonly isCounting: (dossier: DossierId) => boolean;
  readonly cancel: (id: string) => void;
  readonly putAway: () => void;
}

interface Known {
  readonly decision: PendingDecision;
  readonly endsAt: number;
}

/** @param onCancelled opens the file again: whoever cancels has something to put right. */
export function useDecisions(onCancelled: (dossier: DossierId) => void): Decisions {
  const { desk, now } = useSession();
  const [known, setKnown] = useState<readonly Known[]>([]);
  const [ended, setEnded] = useState<Decisions['ended']>(null);
  const [time, setTime] = useState(now);

  const add = useCallback(
    (decision: PendingDecision) => {
      setTime(now());
      setEnded(null);
      setKnown((old) =>
        old.some((one) => one.decision.id === decision.id)
          ? old
          : [...old, { decision, endsAt: now() + decision.secondsLeft * 1000 }],
      );
    },
    [now],
  );
  useDeskEvents((event) => {
    if (event.type === 'decision-counting') add(event.pending);
    if (event.type !== 'decision-ended') return;
    const { end } = event;
    const decision = known.find((one) => one.decision.id === end.id)?.decision;
    setKnown((old) => old.filter((one) => one.decision.id !== end.id));
    if (decision) setEnded({ end, decision });
    if (end.end === 'cancelled') onCancelled(end.dossier);
  });
  useEffect(() => {
    desk.pendingDecisions().then(
      (pending) => pending.forEach(add),
      () => undefined,
    );
  }, [desk, add]);
  const running = known.length > 0;
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setTime(now()), 200);
    return () => clearInterval(timer);
  }, [running, now]);

  return {
    counting: known.map(({ decision, endsAt }) => ({
      decision,
      secondsLeft: Math.max(0, Math.ceil((endsAt - time) / 1000)),
    })),
    ended,
    isCounting: (dossier) => known.some(({ decision }) => decision.dossier === dossier),
    cancel: (id) => {
      desk.cancelDecision(id).catch(() => undefined);
    },
    putAway: () => setEnded(null),
  };
}
