/** A decision within its eight seconds, counted on every screen unless the main process draws the strip itself. */
import { useEffect, useState } from 'react';
import type { PendingDecision } from '../../../app/desk/decision.ts';
import { CountdownStrip } from '../../ui/countdown-strip.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useDesk, useDeskEvents } from '../app/desk-context.tsx';

export interface Counting {
  readonly pending: PendingDecision;
  /** whole seconds */
  readonly left: number;
}

/** Lives above the screens, so that going to the next file does not stop the clock. */
export function useCounting(): Counting | null {
  const [counting, setCounting] = useState<Counting | null>(null);
  useDeskEvents((event) => {
    if (event.type === 'decision-counting') {
      setCounting({ pending: event.pending, left: event.pending.secondsLeft });
    }
    if (event.type === 'decision-ended') {
      setCounting((old) => (old?.pending.id === event.end.id ? null : old));
    }
  });
  const id = counting?.pending.id;
  useEffect(() => {
    if (id === undefined) return;
    const timer = setInterval(
      () => setCounting((old) => old && { ...old, left: Math.max(0, old.left - 1) }),
      1000,
    );
    return () => clearInterval(timer);
  }, [id]);
  return counting;
}

export function DecisionStrip({ counting }: { readonly counting: Counting }) {
  const desk = useDesk();
  const { t } = useI18n();
  const { pending, left } = counting;
  return (
    <CountdownStrip
      label={t(`desk.decision.${pending.kind}`, { ref: pending.ref })}
      seconds={left}
      total={pending.secondsLeft}
      onCancel={() => void desk.cancelDecision(pending.id)}
    />
  );
}
