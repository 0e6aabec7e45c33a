/**
 * Right of access: the whole file in clear, as a PDF and as data. The secret first; then each file is saved where the
 * officer says. What was made is kept while the sheet is open: a second try at saving is no second copy.
 */
import { useState } from 'react';
import type { AccessExport } from '../../../app/desk/access.ts';
import type { DeskError } from '../../../app/desk/desk-error.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import { accessPrint } from '../../print/access-pages.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { Sheet, SheetActions } from '../../ui/sheet.tsx';
import { deskErrorOf, useAction, useDesk, useSession } from '../app/desk-context.tsx';
import { useSecretAgain } from '../unlock/use-secret-again.tsx';

export interface AccessSheetProps {
  readonly view: DossierView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface Made {
  readonly at: number;
  readonly copy: AccessExport;
  /** null in a browser, which draws none, and where drawing failed */
  readonly pdf: Uint8Array | null;
  readonly trouble?: DeskError;
}

export function AccessSheet({ view, isOpen, onClose }: AccessSheetProps) {
  const { t } = useI18n();
  return (
    <Sheet title={t('access.title')} isOpen={isOpen} onClose={onClose} lightDismiss={false}>
      <AccessBody view={view} onClose={onClose} />
    </Sheet>
  );
}

function AccessBody({ view, onClose }: Omit<AccessSheetProps, 'isOpen'>) {
  const { t } = useI18n();
  const { shell } = useSession();
  const [made, setMade] = useState<Made | null>(null);
  const refused = refusalOf(view);
  return (
    <>
      <p>{t('access.text', { language: t(`access.language.${view.language}`) })}</p>
      <p>{t('access.third')}</p>
      <p className="warning">{t('access.clear')}</p>
      {shell.kind === 'browser' && <p>{t('access.browser')}</p>}
      {refused !== null ? (
        <Refused code={refused} onClose={onClose} />
      ) : made === null ? (
        <MakePart view={view} onClose={onClose} onMade={setMade} />
      ) : (
        <SavePart made={made} />
      )}
    </>
  );
}

/** What the worker would say: nobody gives their secret for it. */
function refusalOf({ row, answers, definition }: DossierView): 'AX-001' | 'AX-002' | 'AX-003' | null {
  if (row.procedure === 'erased') return 'AX-002';
  if (row.entry === 'needs-update') return 'AX-003';
  return definition === null || Object.keys(answers).length === 0 ? 'AX-001' : null;
}

function Refused({ code, onClose }: { readonly code: string; readonly onClose: () => void }) {
  const { t } = useI18n();
  return (
    <>
      <ErrorLine code={code} />
      <SheetActions>
        <Button onPress={onClose}>{t('ui.close')}</Button>
      </SheetActions>
    </>
  );
}

interface MakePartProps {
  readonly view: DossierView;
  readonly onClose: () => void;
  readonly onMade: (made: Made) => void;
}

function MakePart({ view, onClose, onMade }: MakePartProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const { shell, now } = useSession();
  const action = useAction();
  const secret = useSecretAgain('access-secret', { autoFocus: true });
  const able = secret.ready && !action.busy;
  const make = () => {
    if (!able) return;
    void action
      .run(async () => {
        if (!(await secret.confirm())) return null;
        const copy = await desk.accessFile(view.row.id);
        const made = { at: now(), copy, pdf: null };
        if (shell.kind === 'browser') return made;
        try {
          const { pages, pictures } = accessPrint(copy.file, copy.scans);
          return { ...made, pdf: await shell.accessPdf(pages, pictures) };
        } catch (error) {
          // The copy is recorded: its data are given all the same.
          return { ...made, trouble: deskErrorOf(error) };
        }
      })
      .then((made) => {
        if (made) onMade(made);
      });
  };
  useCommands({ primary: { run: make, label: t('access.make') } });
  return (
    <>
      {secret.field}
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <SheetActions>
        <p className="seal-note" role="status">
          {action.busy && t('access.making')}
        </p>
        <Button onPress={onClose}>{t('ui.cancel')}</Button>
        <Button kind="primary" onPress={make} disabled={!able}>
          {t('access.make')}
        </Button>
      </SheetActions>
    </>
  );
}

function SavePart({ made: { at, copy, pdf, trouble } }: { readonly made: Made }) {
  const { t, time } = useI18n();
  const { shell } = useSession();
  const action = useAction();
  const [saved, setSaved] = useState<ReadonlySet<'pdf' | 'json'>>(new Set());
  const missing = copy.file.documents.filter((document) => document.missing !== null).length;
  const kinds = pdf === null ? (['json'] as const) : (['pdf', 'json'] as const);
  const next = kinds.find((kind) => !saved.has(kind));
  const save = (kind: 'pdf' | 'json') =>
    void action.run(async () => {
      const bytes = kind === 'pdf' ? pdf : copy.json;
      if (bytes && (await shell.saveFile(`${copy.file.reference}.${kind}`, bytes)))
        setSaved((old) => new Set([...old, kind]));
    });
  useCommands(next ? { primary: { run: () => save(next), label: t(`access.save-${next}`) } } : {});
  return (
    <div className="access-made">
      <p>{t('access.made', { time: time(at, true) })}</p>
      {missing > 0 && <p className="warning">{t('access.missing-here', { n: missing })}</p>}
      <p role="status">
        {kinds
          .filter((kind) => saved.has(kind))
          .map((kind) => t(`access.saved-${kind}`))
          .join(' ')}
      </p>
      {trouble && <ErrorLine code={trouble.code} values={trouble.values} />}
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <SheetActions>
        {kinds.map((kind) => (
          <Button
            key={kind}
            kind={kind === next ? 'primary' : 'plain'}
            onPress={() => save(kind)}
            disabled={action.busy}
          >
            {t(`access.save-${kind}`)}
          </Button>
        ))}
      </SheetActions>
    </div>
  );
}
