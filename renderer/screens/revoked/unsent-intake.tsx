/** On a desk that lives: takes over what a revoked one saved to a stick, and says how much of it was new. */
import { useState } from 'react';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { FileButton } from '../shared/file-button.tsx';

export function UnsentIntake() {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const [taken, setTaken] = useState<number | null>(null);
  const take = async (file: File) => {
    setTaken(null);
    const entries = await action.run(async () => desk.takeUnsent(new Uint8Array(await file.arrayBuffer())));
    setTaken(entries ?? null);
  };
  return (
    <>
      <p className="text-2">{t('revoked.intake.text')}</p>
      <FileButton
        label={t('revoked.intake')}
        accept=".guichet"
        onFile={(file) => void take(file)}
        disabled={action.busy}
      />
      <p role="status">{taken !== null && t('revoked.intake.taken', { n: taken })}</p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </>
  );
}
