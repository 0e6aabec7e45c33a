import { Button } from './button.tsx';
import { useI18n } from './i18n.tsx';

export interface ProgressBarProps {
  readonly label: string;
  readonly done: number;
  readonly total: number;
  /** What the number says; « 41 sur 212 » otherwise. */
  readonly text?: string | undefined;
  readonly onCancel?: (() => void) | undefined;
}

/** For work over 400 ms: a bar with a number, and « Annuler ». Never a turning icon. */
export function ProgressBar({ label, done, total, text, onCancel }: ProgressBarProps) {
  const { t, number } = useI18n();
  const said = text ?? t('ui.progress', { done: number(done), total: number(total) });
  return (
    <div className="progress">
      <span className="progress-label">{label}</span>
      <progress value={done} max={Math.max(1, total)} aria-label={label} />
      <span className="progress-number">{said}</span>
      {onCancel && (
        <Button size="small" onPress={onCancel}>
          {t('ui.cancel')}
        </Button>
      )}
    </div>
  );
}
