/** How the last decision ended: sealed and when, cancelled, or not sealed and why. It stays until it is read. */
import { useEffect } from 'react';
import { Button } from '../../../ui/button.tsx';
import { useErrorText } from '../../../ui/error-line.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import type { Decisions } from './decisions.ts';

const READ_MS = 8000;

export function DecisionEnded({ decisions }: { readonly decisions: Decisions }) {
  const { t, time } = useI18n();
  const errorText = useErrorText();
  const { ended, counting, putAway } = decisions;
  const passes = ended !== null && ended.end.end !== 'failed';
  useEffect(() => {
    if (!passes) return;
    const timer = setTimeout(putAway, READ_MS);
    return () => clearTimeout(timer);
  }, [passes, putAway]);
  if (!ended || counting.length > 0) return null;
  const { end, decision } = ended;
  const { ref } = decision;
  const text = ((): string => {
    switch (end.end) {
      case 'sealed':
        return t(`central.sealed.${decision.kind}`, { ref, time: time(end.outcome.sealedAt, true) });
      case 'cancelled':
        return t('central.cancelled', { ref });
      case 'failed':
        return [t('central.failed', { ref }), ...errorText(end.code), end.code].join(' ');
    }
  })();
  return (
    <div className="shell-strip">
      <section className={`decision-end decision-${end.end}`} aria-label={t('central.decision')}>
        <p role="status">{text}</p>
        <Button size="small" onPress={putAway}>
          {t('ui.close')}
        </Button>
      </section>
    </div>
  );
}
