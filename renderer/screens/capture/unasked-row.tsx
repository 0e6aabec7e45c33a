/** Files of a document that the answers ask for no more: they would be sealed with the others, and are shown to be taken away. */
import type { Draft, DraftEvidence } from '../../../app/desk/draft.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { say } from '../shared/texts.ts';
import { DraftFile, documentId } from './document-row.tsx';

export interface UnaskedRowProps {
  readonly code: string;
  readonly draft: Draft;
  readonly onRemove: (blob: DraftEvidence['id']) => void;
}

export function UnaskedRow({ code, draft, onRemove }: UnaskedRowProps) {
  const i18n = useI18n();
  const known = draft.definition.documents.find((one) => one.code === code);
  const title = known ? say(i18n, known.title) : code;
  return (
    <li className="document" id={documentId(code)} data-state="unasked">
      <div className="document-words">
        <p className="document-title">{title}</p>
        <p className="help">{i18n.t('desk.docs.unasked')}</p>
      </div>
      <ul className="document-files">
        {draft.evidence
          .filter((one) => one.document === code)
          .map((file, index) => (
            <li key={file.id}>
              <DraftFile draft={draft} file={file} label={`${title} ${index + 1}`} onRemove={onRemove} />
            </li>
          ))}
      </ul>
    </li>
  );
}
