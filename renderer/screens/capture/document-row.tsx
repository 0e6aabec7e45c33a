import { useRef } from 'react';
import type { ChecklistLine } from '../../../app/catalogue/required-documents.ts';
import type { Draft, DraftEvidence } from '../../../app/desk/draft.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choice-field.tsx';
import { useErrorText } from '../../ui/error-line.tsx';
import { useI18n, type Values } from '../../ui/i18n.tsx';
import { ToneChip } from '../../ui/status-chip.tsx';
import { useDeskData } from '../app/desk-context.tsx';
import { provenanceText, say } from '../shared/texts.ts';
import { Thumbnail } from '../shared/thumbnail.tsx';
import './documents.css';

export interface Refusal {
  readonly code: string;
  readonly values: Values;
}

export interface DocumentRowProps {
  readonly line: ChecklistLine;
  readonly draft: Draft;
  readonly refusal: Refusal | undefined;
  /** name of the file that is being read */
  readonly adding: string | undefined;
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (blob: DraftEvidence['id']) => void;
  readonly onKeepOriginal: (kept: boolean) => void;
}

export const documentId = (code: string): string => `document-${code}`;

export function DocumentRow(props: DocumentRowProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const { line, draft } = props;
  const { document } = line;
  const title = say(i18n, document.title);
  const files = draft.evidence.filter((one) => one.document === document.code);
  const kept = draft.originalsKept.some((one) => one.document === document.code);
  return (
    <li
      className="document"
      id={documentId(document.code)}
      data-state={line.state}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (event.dataTransfer.files.length > 0) props.onAdd([...event.dataTransfer.files]);
      }}
    >
      <div className="document-words">
        <p className="document-title">
          {title}
          {!document.required && <span className="field-optional"> {t('ui.optional')}</span>}
        </p>
        <p className="help">
          {document.help ? say(i18n, document.help.text) : t('desk.docs.formats')}{' '}
          {provenanceText(i18n, document)}
        </p>
        <RowMessage {...props} />
      </div>
      <ul className="document-files">
        {files.map((file, index) => (
          <li key={file.id}>
            <DraftFile draft={draft} file={file} label={`${title} ${index + 1}`} onRemove={props.onRemove} />
          </li>
        ))}
      </ul>
      <div className="document-state">
        {line.state === 'complete' && <ToneChip tone="good">{t('desk.docs.complete')}</ToneChip>}
        {line.state === 'missing' && (
          <ToneChip tone="wait">
            {line.supplied > 0
              ? t('desk.docs.needed-count', { n: document.minimum - line.supplied })
              : t('desk.docs.needed')}
          </ToneChip>
        )}
        {line.state === 'optional' && <ToneChip tone="neutral">{t('desk.docs.optional')}</ToneChip>}
        {document.original === 'kept' && (
          <Check label={t('desk.docs.original.kept')} checked={kept} onChange={props.onKeepOriginal} />
        )}
        {document.original === 'shown' && <span className="help">{t('desk.docs.original.shown')}</span>}
      </div>
      <FilePicker
        title={title}
        label={t(files.length > 0 ? 'desk.docs.choose-more' : 'desk.docs.choose')}
        onFiles={props.onAdd}
      />
    </li>
  );
}

function RowMessage({ refusal, adding }: DocumentRowProps) {
  const { t } = useI18n();
  const errorText = useErrorText();
  if (adding !== undefined) {
    return (
      <p className="document-message" role="status">
        {t('desk.docs.adding', { name: adding })}
      </p>
    );
  }
  if (!refusal) return null;
  return (
    <p className="document-message document-refused" role="status">
      {errorText(refusal.code, refusal.values).join(' ')} <span className="error-code">{refusal.code}</span>
    </p>
  );
}

interface FilePickerProps {
  readonly title: string;
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
}

export function FilePicker({ title, label, onFiles }: FilePickerProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="document-pick">
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={`${title}, ${label}`}
        accept="image/jpeg,image/png"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again after a correction.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <button
        type="button"
        data-choose
        className="button button-plain button-small"
        aria-label={`${label}, ${title}`}
        onClick={() => input.current?.click()}
      >
        {label}
      </button>
    </div>
  );
}

interface DraftFileProps {
  readonly draft: Draft;
  readonly file: DraftEvidence;
  readonly label: string;
  readonly onRemove: (blob: DraftEvidence['id']) => void;
}

export function DraftFile({ draft, file, label, onRemove }: DraftFileProps) {
  const { t, bytes } = useI18n();
  const content = useDeskData(`draft file ${file.id}`, (desk) => desk.draftEvidence(draft.id, file.id)).value;
  return (
    <figure className="draft-file">
      {content?.here ? (
        <Thumbnail bytes={content.bytes} mediaType={content.mediaType} label={label} className="thumbnail" />
      ) : (
        <span className="thumbnail" />
      )}
      <figcaption className="help">{bytes(file.bytes)}</figcaption>
      <Button size="small" onPress={() => onRemove(file.id)} label={`${t('desk.docs.remove')}, ${label}`}>
        {t('desk.docs.remove')}
      </Button>
    </figure>
  );
}
