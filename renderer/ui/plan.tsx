import { Check } from 'lucide-react';
import { useI18n } from './i18n.tsx';
import { Icon } from './icon.tsx';

export interface PlanStep {
  readonly key: string;
  readonly label: string;
  readonly done: boolean;
  /** Fields still to complete: a number, not red. */
  readonly missing?: number | undefined;
}

export interface PlanProps {
  readonly steps: readonly PlanStep[];
  readonly current: string;
  readonly onGo: (key: string) => void;
}

/** The steps of a form. Any of them may be opened, and left incomplete. */
export function Plan({ steps, current, onGo }: PlanProps) {
  const { t, number } = useI18n();
  return (
    <ol className="plan">
      {steps.map((step) => (
        <li key={step.key}>
          <button
            type="button"
            className="plan-step"
            aria-current={step.key === current ? 'step' : undefined}
            onClick={() => onGo(step.key)}
          >
            <span className="plan-mark">{step.done && <Icon of={Check} />}</span>
            <span className="plan-label">{step.label}</span>
            {step.done && <span className="visually-hidden">{t('ui.plan.done')}</span>}
            {step.missing !== undefined && step.missing > 0 && (
              <>
                <span
                  className="plan-count"
                  aria-hidden="true"
                  title={t('ui.plan.missing', { n: step.missing })}
                >
                  {number(step.missing)}
                </span>
                <span className="visually-hidden">{t('ui.plan.missing', { n: step.missing })}</span>
              </>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}
