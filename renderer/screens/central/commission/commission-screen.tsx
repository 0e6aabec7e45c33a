/** « Mise en service »: a browser becomes a desk of the central office by the one file that the ministry wrote for it. */
import { useId, useRef, useState } from 'react';
import { DeskError } from '../../../../app/desk/desk-api.ts';
import { Button } from '../../../ui/button.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { ErrorLine } from '../../../ui/error-line.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { useAction, useDesk } from '../../app/desk-context.tsx';
import '../central.css';

/** A kit is a few dozen kilobytes; a file of another kind is not read whole. */
const LARGEST = 16 * 1024 * 1024;

export interface CommissionScreenProps {
  readonly onCommissioned: () => void;
}

export function CommissionScreen({ onCommissioned }: CommissionScreenProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const { run, busy, error, clear } = useAction();
  const go = () => {
    if (file === null || busy) return;
    void run(async () => {
      if (file.size > LARGEST) throw new DeskError('KT-001');
      await desk.commission(await file.text());
      onCommissioned();
    });
  };
  useCommands({ primary: { run: go, label: t('central.commission.go'), disabled: file === null } });
  return (
    <div className="commission">
      <h1 className="title">{t('central.commission.title')}</h1>
      <p className="reading">{t('central.commission.intro')}</p>
      <div className="commission-file">
        <label className="visually-hidden" htmlFor={id}>
          {t('central.commission.file')}
        </label>
        <input
          ref={input}
          id={id}
          className="visually-hidden"
          type="file"
          tabIndex={-1}
          accept=".json,.guichet-kit,application/json"
          onChange={(event) => {
            clear();
            setFile(event.target.files?.[0] ?? null);
          }}
        />
        <Button onPress={() => input.current?.click()} autoFocus>
          {t('central.commission.choose')}
        </Button>
        <span role="status">{file && <bdi>{file.name}</bdi>}</span>
      </div>
      {error && <ErrorLine code={error.code} values={error.values} />}
      <div className="commission-go">
        <p className="help">{t('central.commission.next')}</p>
        <Button kind="primary" onPress={go} disabled={file === null || busy}>
          {t('central.commission.go')}
        </Button>
      </div>
    </div>
  );
}
