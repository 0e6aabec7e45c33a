import { Button } from './button.tsx';
import { useCommands } from './commands.tsx';
import { useI18n } from './i18n.tsx';
import { KeyHint } from './key-hint.tsx';

export interface CountdownStripProps {
  /** « Accordé : PAR-B-26-00417-6 ». */
  readonly label: string;
  /** Whole seconds left; the caller owns the clock. */
  readonly seconds: number;
  /** Of how many, for the bar. */
  readonly total: number;
  readonly onCancel: () => void;
}

/** « Scellé dans 8 s : Annuler, Échap », while the next file is already open. */
export function CountdownStrip({ label, seconds, total, onCancel }: CountdownStripProps) {
  const { t } = useI18n();
  const cancel = t('ui.cancel');
  useCommands({ back: { run: onCancel, label: cancel } });
  return (
    <section className="countdown" aria-label={label}>
      <p role="status">
        <strong>{label}</strong>
      </p>
      <p className="countdown-number" role="timer">
        {t('ui.countdown', { n: seconds })}
      </p>
      <progress value={seconds} max={Math.max(1, total)} aria-hidden="true" />
      <Button size="small" onPress={onCancel}>
        {cancel} <KeyHint chord={{ key: 'Escape' }} />
      </Button>
    </section>
  );
}
