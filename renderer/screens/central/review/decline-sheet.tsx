import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { ErrorLine } from '../../../ui/error-line.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextAreaField } from '../../../ui/text-field.tsx';
import { useAction } from '../../app/desk-context.tsx';

export interface DeclineSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onDecline: (reason: string) => Promise<void>;
}

/** A second signature that is not given says why. */
export function DeclineSheet({ isOpen, onClose, onDecline }: DeclineSheetProps) {
  const { t } = useI18n();
  const [reason, setReason] = useState('');
  const { run, busy, error } = useAction();
  const empty = reason.trim() === '';
  return (
    <Sheet
      title={t('central.decline.title')}
      isOpen={isOpen}
      lightDismiss={false}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button
            kind="seal"
            disabled={empty || busy}
            onPress={() => void run(() => onDecline(reason.trim()).then(() => setReason('')))}
          >
            {t('central.decline.seal')}
          </Button>
        </>
      }
    >
      {error && <ErrorLine code={error.code} values={error.values} />}
      <TextAreaField
        id="decline-reason"
        label={t('central.decline.reason')}
        rows={5}
        value={reason}
        onChange={setReason}
        autoFocus
      />
    </Sheet>
  );
}
