/** A decision within its eight seconds, counted here unless the main process draws the strip itself. */
import { useEffect, useState } from 'react';
import type { PendingDecision } from '../../../app/desk/desk-api.ts';
import { CountdownStrip } from '../../ui/countdown-strip.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useDesk, useDeskEvents } from '../app/desk-context.tsx';

interface Counting {
  readonly pending: PendingDecision;
  readonly left: number;
}

/** Stands in the shell's strip, on every screen, while a decision counts down. Null when none does. */
export function useDecisionCountdown() {
  const desk = useDesk();
  const { t } = useI18n();
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
  if (counting === null || counting.pending.drawnBy === 'main') return undefined;
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
