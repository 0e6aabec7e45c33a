/** The keyring comes by a stick: chosen as a file, taken whole or refused whole, and said what it brought. */
import { useRef, useState } from 'react';
import type { KeyringImported } from '../../../app/desk/keyring-age.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';

export interface KeyringImportProps {
  readonly onTaken: () => void;
  /** the one next action of its screen */
  readonly primary?: boolean;
}

export function KeyringImport({ onTaken, primary = false }: KeyringImportProps) {
  const { t, moment } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const input = useRef<HTMLInputElement>(null);
  const [taken, setTaken] = useState<KeyringImported | null>(null);
  const take = async (file: File) => {
    setTaken(null);
    const outcome = await action.run(async () => desk.importKeyring(await file.text()));
    if (!outcome) return;
    setTaken(outcome);
    onTaken();
  };
  const choose = () => input.current?.click();
  useCommands(primary ? { primary: { run: choose, label: t('keyring.import') } } : {});
  return (
    <div className="keyring-import">
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('keyring.import')}
        accept=".guichet,application/json,text/plain"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void take(file);
        }}
      />
      <Button {...(primary ? { kind: 'primary' as const } : {})} onPress={choose} disabled={action.busy}>
        {t('keyring.import')}
      </Button>
      <p role="status" className="keyring-said">
        {taken &&
          (taken.older
            ? t('keyring.older')
            : t('keyring.taken', {
                n: taken.fresh,
                at: taken.wordAt === null ? t('desk.unlock.never') : moment(taken.wordAt, true),
              }))}
      </p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </div>
  );
}
