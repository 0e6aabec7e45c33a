import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';

/** In place of the secret's field: this slot is gone, and what its officer does now. */
export function DestroyedSlot({ onAsk }: { readonly onAsk: () => void }) {
  const { t } = useI18n();
  return (
    <div className="secret">
      <ErrorLine code="VA-007" values={{}} />
      <div className="secret-actions">
        <Button kind="primary" onPress={onAsk}>
          {t('enrolment.new')}
        </Button>
      </div>
    </div>
  );
}
