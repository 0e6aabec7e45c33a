/** The keyring comes by a stick: chosen as a file, taken whole or refused whole, and said what it brought. */
import { useState } from 'react';
import type { KeyringImported } from '../../../app/desk/keyring-age.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { FileButton } from '../shared/file-button.tsx';

export interface KeyringImportProps {
  readonly onTaken: () => void;
  readonly primary?: boolean;
}

export function KeyringImport({ onTaken, primary = false }: KeyringImportProps) {
  const { t, moment } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const [taken, setTaken] = useState<KeyringImported | null>(null);
  const take = async (file: File) => {
    setTaken(null);
    const outcome = await action.run(async () => desk.importKeyring(await file.text()));
    if (!outcome) return;
    setTaken(outcome);
    onTaken();
  };
  return (
    <div className="keyring-import">
      <FileButton
        label={t('keyring.import')}
        accept=".guichet,application/json,text/plain"
        onFile={(file) => void take(file)}
        disabled={action.busy}
        primary={primary}
      />
      <p role="status" className="keyring-said">
        {taken &&
          (taken.older
            ? t('keyring.older')
            : t('keyring.taken', {
                n: taken.fresh,
                at: taken.wordAt === null ? t('desk.unlock.never') : moment(taken.wordAt, true),
              }))}
        {taken !== null && taken.waiting > 0 && ` ${t('keyring.newer', { n: taken.waiting })}`}
      </p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </div>
  );
}
