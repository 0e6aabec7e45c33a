/** The récépissé: the preview is the PDF itself. Each print is noted before it starts and after it ended. */
import { type ReactNode, useEffect, useState } from 'react';
import type { DossierId } from '../../../app/acts/ids.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { RecepisseModel } from '../../../app/desk/recepisse.ts';
import type { PrintResult } from '../../../app/desk/shell-api.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useAction, useDesk, useSession } from '../app/desk-context.tsx';
import { PdfPreview } from '../shared/pdf-preview.tsx';
import './printing.css';

interface Document {
  readonly model: RecepisseModel;
  readonly pdf: Uint8Array;
}

/** `view` stands once in the screen; `open` shows the récépissé of a dossier. */
export function usePrinting(): { readonly open: (dossier: DossierId) => void; readonly view: ReactNode } {
  const [dossier, setDossier] = useState<DossierId | null>(null);
  return { open: setDossier, view: <PrintSheet dossier={dossier} onClose={() => setDossier(null)} /> };
}

interface PrintSheetProps {
  readonly dossier: DossierId | null;
  readonly onClose: () => void;
}

function PrintSheet({ dossier, onClose }: PrintSheetProps) {
  const { t } = useI18n();
  return (
    <Sheet title={t('desk.print.title')} isOpen={dossier !== null} onClose={onClose} width="wide">
      {dossier !== null && <PrintBody dossier={dossier} />}
    </Sheet>
  );
}

function PrintBody({ dossier }: { readonly dossier: DossierId }) {
  const { t, time } = useI18n();
  const desk = useDesk();
  const { shell, now } = useSession();
  const action = useAction();
  const [document, setDocument] = useState<Document | null>(null);
  const [said, setSaid] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: made once for each dossier
  useEffect(() => {
    let gone = false;
    void action
      .run(async () => {
        const model = await desk.recepisse(dossier);
        return { model, pdf: await shell.recepissePdf(model) };
      })
      .then((made) => {
        if (!gone && made) setDocument(made);
      });
    return () => {
      gone = true;
    };
  }, [dossier]);
  const print = () =>
    void action.run(async () => {
      if (!document) return;
      await desk.notePrint(dossier, 'recepisse', 'started');
      const result = await shell.print(document.pdf);
      await desk.notePrint(dossier, 'recepisse', result.outcome === 'printed' ? 'done' : 'failed');
      setSaid(resultText(result));
    });
  const save = () =>
    void action.run(async () => {
      if (!document) return;
      await desk.notePrint(dossier, 'recepisse', 'started');
      const saved = await shell.saveFile(`${document.model.ref}.pdf`, document.pdf);
      await desk.notePrint(dossier, 'recepisse', saved ? 'done' : 'failed');
      setSaid(saved ? t('desk.print.saved', { time: time(now()) }) : t('desk.print.cancelled'));
    });
  const resultText = (result: PrintResult): string => {
    switch (result.outcome) {
      case 'printed':
        return t('desk.print.done', { time: time(now()) });
      case 'cancelled':
        return t('desk.print.cancelled');
      case 'no-printer':
        return t('desk.print.no-printer');
      case 'failed':
        throw new DeskError('PR-002');
    }
  };
  useCommands(
    document
      ? {
          print: { run: print, label: t('desk.print.print') },
          primary: { run: print, label: t('desk.print.print') },
        }
      : {},
  );
  return (
    <div className="print">
      {document === null ? (
        !action.error && <p className="text-2">{t('desk.print.preparing')}</p>
      ) : (
        <PdfPreview pdf={document.pdf} label={t('desk.print.preview', { ref: document.model.ref })} />
      )}
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <div className="print-actions">
        <p className="print-said" role="status">
          {said}
        </p>
        {document !== null && (
          <>
            <Button onPress={save} disabled={action.busy}>
              {t('desk.print.save')}
            </Button>
            <Button kind="primary" onPress={print} disabled={action.busy}>
              {t('desk.print.print')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
