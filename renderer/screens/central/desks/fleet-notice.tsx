import type { DeskError } from '../../../../app/desk/desk-error.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorLine, useErrorText } from '../../../ui/error-line.tsx';
import { useI18n } from '../../../ui/i18n.tsx';

/** The gateway knows this console, or it does not: only the second asks for somebody. */
const NOT_RECOGNISED = 'LN-004';

export interface FleetNoticeProps {
  /** why the list could not be asked for */
  readonly failure: string | DeskError;
  /** when that was tried */
  readonly triedAt: number;
  /** an older list stands below */
  readonly listShown: boolean;
  readonly onRetry: () => void;
}

/** Why the list is not of this moment. Being without a link has no colour; being turned away has one. */
export function FleetNotice({ failure, triedAt, listShown, onRetry }: FleetNoticeProps) {
  const { t, time } = useI18n();
  const errorText = useErrorText();
  const retry = (
    <Button size="small" onPress={onRetry}>
      {t('desk.retry')}
    </Button>
  );
  const [code, values] = typeof failure === 'string' ? [failure] : [failure.code, failure.values];
  if (typeof failure !== 'string' || code === NOT_RECOGNISED) {
    return (
      <div className="desks-refused">
        <ErrorLine code={code} values={values} tone="wait" action={retry} />
      </div>
    );
  }
  return (
    <div className="desks-notice" role="status">
      <p>
        {t(listShown ? 'central.desks.stale' : 'central.desks.not-yet', { time: time(triedAt) })}{' '}
        {errorText(code)[0]}{' '}
        <span className="error-code" dir="ltr">
          {code}
        </span>
      </p>
      {retry}
    </div>
  );
}
