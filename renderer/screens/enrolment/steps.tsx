/** What happens next, as a short numbered list. */
import { useI18n } from '../../ui/i18n.tsx';

export interface StepsProps {
  readonly title: string;
  readonly steps: readonly string[];
}

export function Steps({ title, steps }: StepsProps) {
  const { number } = useI18n();
  return (
    <section className="enrol-steps">
      <h2 className="section">{title}</h2>
      <ol>
        {steps.map((step, at) => (
          <li key={step}>
            <span className="enrol-step-number" aria-hidden="true">
              {number(at + 1)}
            </span>
            <span>{step}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
