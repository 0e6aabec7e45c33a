/**
 * A service's form on paper: the preview is the PDF itself, in the language of whoever reads it. A blank one may be saved
 * and handed on; a filled one holds personal data of a file that nothing has sealed yet, and goes to the printer only.
 */
import { useEffect, useState } from 'react';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { FormPages } from '../../../app/desk/form-pages.ts';
import type { PrintResult } from '../../../app/desk/shell-api.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { LOCALES, type Locale } from '../../ui/locale.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { useAction, useDesk, useSession } from '../app/desk-context.tsx';
import { LANGUAGE_NAMES } from '../desk-settings/language-choice.tsx';
import { PdfPreview } from './pdf-preview.tsx';
import '../sealed/printing.css';

export interface FormPrintingProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** the name of a file to save it as; null: it is not saved */
  readonly saveAs: string | null;
  /** offered first */
  readonly language: Locale;
  readonly pages: (sheet: {
    readonly language: Locale;
    readonly mission: Readonly<Record<Locale, string>>;
    readonly day: string;
  }) => FormPages;
}

export function FormPrinting(props: FormPrintingProps) {
  const { t } = useI18n();
  return (
    <Sheet title={t('desk.form.print')} isOpen={props.isOpen} onClose={props.onClose} width="wide">
      {props.isOpen && <Body {...props} />}
    </Sheet>
  );
}

const NOWHERE = { fr: '', en: '', ar: '' };

function Body({ saveAs, language: first, pages }: FormPrintingProps) {
  const { t, time } = useI18n();
  const desk = useDesk();
  const { shell, now } = useSession();
  const action = useAction();
  const [language, setLanguage] = useState(first);
  const [pdf, setPdf] = useState<Uint8Array | null>(null);
  const [said, setSaid] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once for each language
  useEffect(() => {
    let gone = false;
    setPdf(null);
    void action
      .run(async () => {
        const { missionName } = await desk.situation();
        return shell.formPdf(pages({ language, mission: missionName ?? NOWHERE, day: localDay(now()) }));
      })
      .then((made) => {
        if (!gone && made) setPdf(made);
      });
    return () => {
      gone = true;
    };
  }, [language]);
  const print = () =>
    void action.run(async () => {
      if (pdf) setSaid(resultText(await shell.print(pdf)));
    });
  const save = () =>
    void action.run(async () => {
      if (!pdf || saveAs === null) return;
      const saved = await shell.saveFile(saveAs, pdf);
      setSaid(saved ? t('desk.form.saved', { time: time(now()) }) : t('desk.form.cancelled'));
    });
  const resultText = (result: PrintResult): string => {
    switch (result.outcome) {
      case 'printed':
        return t('desk.print.done', { time: time(now()) });
      case 'cancelled':
        return t('desk.form.cancelled');
      case 'no-printer':
        return t('desk.form.no-printer');
      case 'failed':
        throw new DeskError('PR-002');
    }
  };
  const command = { run: print, label: t('desk.print.print') };
  useCommands(pdf ? { print: command, primary: command } : {});
  return (
    <div className="print">
      <ChoiceField
        id="form-language"
        label={t('desk.form.language')}
        value={language}
        onChange={setLanguage}
        choices={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      />
      {pdf === null ? (
        !action.error && <p className="text-2">{t('desk.form.preparing')}</p>
      ) : (
        <PdfPreview pdf={pdf} label={t('desk.form.preview')} />
      )}
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <div className="print-actions">
        <p className="print-said" role="status">
          {said}
        </p>
        {pdf !== null && (
          <>
            {saveAs !== null && (
              <Button onPress={save} disabled={action.busy}>
                {t('desk.print.save')}
              </Button>
            )}
            <Button kind="primary" onPress={print} disabled={action.busy}>
              {t('desk.print.print')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
