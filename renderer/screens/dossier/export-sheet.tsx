import { useState } from 'react';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useAction, useDesk, useSession } from '../app/desk-context.tsx';

export interface ExportSheetProps {
  readonly view: DossierView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The whole file, verifiable without a network. That it left is recorded. */
export function ExportSheet({ view, isOpen, onClose }: ExportSheetProps) {
  const { t, time } = useI18n();
  const desk = useDesk();
  const { shell, now } = useSession();
  const action = useAction();
  const [said, setSaid] = useState('');
  const save = () =>
    void action.run(async () => {
      const bytes = await desk.exportDossier(view.row.id);
      const saved = await shell.saveFile(`${view.row.ref}.guichet`, bytes);
      setSaid(saved ? t('desk.dossier.exported', { time: time(now(), true) }) : '');
    });
  return (
    <Sheet
      title={t('desk.dossier.export-title')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.close')}</Button>
          <Button kind="primary" onPress={save} disabled={action.busy}>
            {t('desk.dossier.export-go')}
          </Button>
        </>
      }
    >
      <p>{t('desk.dossier.export-text')}</p>
      <p role="status">{said}</p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </Sheet>
  );
}
