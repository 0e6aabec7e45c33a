/** What is to be audited: this desk, journals brought as files, or what the centre holds. */
import { type ReactNode, useRef } from 'react';
import type { AuditSubject, BroughtFile } from '../../../app/desk/audit.ts';
import type { DeskError } from '../../../app/desk/desk-error.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/choice-field.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { useDeskData } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { deskName } from '../central/desks/desk-text.ts';

export interface Source {
  readonly of: AuditSubject['of'];
  readonly files: readonly BroughtFile[];
  /** empty: all */
  readonly desk: string;
}

/** How far an audit is: bytes of files, or records whose number nobody knows before. */
export interface AuditProgress {
  readonly done: number;
  readonly of: number | null;
}

const SOURCES = ['own', 'files', 'centre'] as const satisfies readonly AuditSubject['of'][];

export interface ChoosePageProps {
  readonly source: Source;
  readonly onSource: (source: Source) => void;
  readonly onStart: (subject: AuditSubject) => void;
  readonly busy: boolean;
  readonly progress: AuditProgress | null;
  readonly onCancel: () => void;
  readonly error: DeskError | undefined;
}

export function ChoosePage(props: ChoosePageProps) {
  const { source, onSource, busy } = props;
  const { t } = useI18n();
  const missing = source.of === 'files' && source.files.length === 0;
  const start = () => {
    if (missing || busy) return;
    if (source.of === 'own') props.onStart({ of: 'own' });
    else if (source.of === 'files') props.onStart({ of: 'files', files: source.files });
    else props.onStart({ of: 'centre', desk: source.desk || null });
  };
  useCommands({ primary: { run: start, label: t('audit.start') } });
  const inside: Readonly<Record<AuditSubject['of'], ReactNode>> = {
    own: null,
    files: (
      <FileChoice files={source.files} onFiles={(files) => onSource({ ...source, of: 'files', files })} />
    ),
    centre: <DeskChoice desk={source.desk} onDesk={(desk) => onSource({ ...source, of: 'centre', desk })} />,
  };
  return (
    <Frame
      current="audit"
      bar={
        <BottomBar note={missing && t('audit.missing')}>
          <Button kind="primary" onPress={start} disabled={missing || busy}>
            {t('audit.start')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('audit.title')} />
      <div className="audit">
        {props.error && props.error.code !== 'AU-401' && (
          <ErrorLine code={props.error.code} values={props.error.values} />
        )}
        {busy && <Progress progress={props.progress} onCancel={props.onCancel} />}
        <fieldset className="audit-sources" disabled={busy}>
          <legend className="section">{t('audit.what')}</legend>
          {SOURCES.map((of) => (
            <div key={of} className="audit-source">
              <label className="choice">
                <input
                  type="radio"
                  name="audit-source"
                  checked={source.of === of}
                  onChange={() => onSource({ ...source, of })}
                />
                <span className="audit-source-name">{t(`audit.source.${of}`)}</span>
              </label>
              <p className="help">{t(`audit.source.${of}.help`)}</p>
              {source.of === of && inside[of]}
            </div>
          ))}
        </fieldset>
        <aside className="audit-proves">
          <h2 className="section">{t('audit.proves')}</h2>
          <ul>
            {(['chain', 'end', 'names'] as const).map((one) => (
              <li key={one}>{t(`audit.proves.${one}`)}</li>
            ))}
          </ul>
        </aside>
      </div>
    </Frame>
  );
}

function Progress({
  progress,
  onCancel,
}: {
  readonly progress: AuditProgress | null;
  readonly onCancel: () => void;
}) {
  const i18n = useI18n();
  const { t } = i18n;
  const { done, of } = progress ?? { done: 0, of: 1 };
  return (
    <div className="audit-progress">
      {of === null ? (
        <ProgressBar
          label={t('audit.comparing')}
          done={0}
          total={1}
          text={t('audit.records-read', { n: done })}
          onCancel={onCancel}
        />
      ) : (
        <ProgressBar
          label={t('audit.reading')}
          done={done}
          total={of}
          text={t('audit.per-cent', { n: i18n.number(Math.floor((100 * done) / Math.max(1, of))) })}
          onCancel={onCancel}
        />
      )}
    </div>
  );
}

interface FileChoiceProps {
  readonly files: readonly BroughtFile[];
  readonly onFiles: (files: readonly BroughtFile[]) => void;
}

/** A folder, or files by themselves: both add to what was chosen, so that dossiers can come from another place. */
function FileChoice({ files, onFiles }: FileChoiceProps) {
  const { t } = useI18n();
  const folder = useRef<HTMLInputElement>(null);
  const single = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])]
      .map((file): BroughtFile => ({ path: file.webkitRelativePath || file.name, file }))
      .filter(({ path }) => WANTED.test(path));
    input.value = '';
    onFiles([...new Map([...files, ...chosen].map((one) => [one.path, one])).values()]);
  };
  const journals = files.filter(({ path }) => path.endsWith('acts.journal')).length;
  const dossiers = files.filter(({ path }) => path.endsWith('.guichet')).length;
  return (
    <div className="audit-files">
      <input
        ref={folder}
        type="file"
        hidden
        aria-label={t('audit.choose-folder')}
        onChange={({ target }) => take(target)}
        {...{ webkitdirectory: '' }}
      />
      <input
        ref={single}
        type="file"
        hidden
        multiple
        aria-label={t('audit.choose-files')}
        onChange={({ target }) => take(target)}
      />
      <Button size="small" onPress={() => folder.current?.click()}>
        {t('audit.choose-folder')}
      </Button>
      <Button size="small" onPress={() => single.current?.click()}>
        {t('audit.choose-files')}
      </Button>
      {files.length > 0 && (
        <Button size="small" onPress={() => onFiles([])}>
          {t('audit.choose-none')}
        </Button>
      )}
      <p role="status">{files.length > 0 && t('audit.chosen', { journals, dossiers })}</p>
    </div>
  );
}

/** Nothing else of a folder is looked at: a profile holds more than its journal. */
const WANTED = /(^|\/)(acts|wraps|evidence)\.journal$|\.guichet$|(^|\/)desk\/desk\.json$/;

function DeskChoice({ desk, onDesk }: { readonly desk: string; readonly onDesk: (desk: string) => void }) {
  const i18n = useI18n();
  const { t } = i18n;
  const desks = useDeskData('auditable-desks', (api) => api.auditableDesks()).value ?? [];
  return (
    <div className="audit-desk">
      <SelectField
        id="audit-desk"
        span={6}
        label={t('audit.desk')}
        value={desk}
        onChange={onDesk}
        none={t('audit.every-desk')}
        choices={desks.map((one) => ({ value: one, label: deskName({ desk: one }, i18n) }))}
      />
    </div>
  );
}
