/** Ajouter des pièces: what was missing at lodging, a row each; then any other document that the service knows. */
import { useState } from 'react';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import { SelectField } from '../../ui/choice-field.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { ToneChip } from '../../ui/status-chip.tsx';
import { TextAreaField } from '../../ui/text-field.tsx';
import { useDesk } from '../app/desk-context.tsx';
import { DraftFile, FilePicker } from '../capture/document-row.tsx';
import type { ActFormProps } from './act-form.ts';
import { documentTitle } from './document-title.ts';
import { GatheredDraft, useGathering } from './gathered-draft.tsx';
import { SealActions } from './seal-actions.tsx';

export interface AttachFormProps extends ActFormProps {
  /** what was begun before; null: a new draft is made */
  readonly draft: Draft | null;
}

export function AttachForm({ draft: begun, view, ...rest }: AttachFormProps) {
  return (
    <GatheredDraft dossier={view.row.id} begun={begun}>
      {(draft, onDraft) => <AttachRows draft={draft} onDraft={onDraft} view={view} {...rest} />}
    </GatheredDraft>
  );
}

interface AttachRowsProps extends ActFormProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

function AttachRows({ draft, onDraft, view, onClose, onSealed }: AttachRowsProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const gathering = useGathering(draft, onDraft);
  const [more, setMore] = useState<readonly string[]>([]);
  const [note, setNote] = useState('');
  const missing = view.missing.map(({ document }) => document);
  const rows = [...new Set([...missing, ...draft.evidence.map(({ document }) => document), ...more])];
  const others = (view.definition?.documents ?? []).filter(({ code }) => !rows.includes(code));
  return (
    <>
      <p>{t(missing.length > 0 ? 'desk.attach.intro' : 'desk.attach.intro-none')}</p>
      <ul className="asked-list">
        {rows.map((code) => (
          <AttachRow
            key={code}
            code={code}
            view={view}
            draft={draft}
            onAdd={(files) => void gathering.add(code, files)}
            onRemove={gathering.remove}
          />
        ))}
      </ul>
      {gathering.error && <ErrorLine code={gathering.error.code} values={gathering.error.values} />}
      <FormGrid label={t('desk.act.evidence-attached')}>
        {others.length > 0 && (
          <SelectField
            id="attach-other"
            span={6}
            optional
            label={t('desk.attach.other')}
            value=""
            onChange={(code) => code !== '' && setMore([...more, code])}
            choices={others.map(({ code }) => ({ value: code, label: documentTitle(view, code, i18n) }))}
          />
        )}
        <TextAreaField
          id="attach-note"
          rows={2}
          optional
          label={t('desk.attach.note')}
          value={note}
          onChange={setNote}
        />
      </FormGrid>
      <SealActions
        view={view}
        kind="evidence-attached"
        ready={draft.evidence.length > 0 && !gathering.busy}
        note={draft.evidence.length === 0 && t('desk.attach.none')}
        onClose={onClose}
        seal={() => desk.sealAttachment(draft.id, note.trim(), view.heads)}
        onSealed={onSealed}
      />
    </>
  );
}

interface AttachRowProps {
  readonly code: string;
  readonly view: DossierView;
  readonly draft: Draft;
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (blob: Draft['evidence'][number]['id']) => void;
}

function AttachRow({ code, view, draft, onAdd, onRemove }: AttachRowProps) {
  const i18n = useI18n();
  const { t, shortDate } = i18n;
  const title = documentTitle(view, code, i18n);
  const files = draft.evidence.filter(({ document }) => document === code);
  const due = view.missing.find(({ document }) => document === code)?.dueBy;
  return (
    <li className="asked">
      <div className="supply-head">
        <p className="attach-title">{title}</p>
        {files.length === 0 && due !== undefined && (
          <ToneChip tone="wait">{t('desk.dossier.request-due', { date: shortDate(due) })}</ToneChip>
        )}
        <FilePicker
          title={title}
          label={t(files.length > 0 ? 'desk.docs.choose-more' : 'desk.docs.choose')}
          onFiles={onAdd}
        />
      </div>
      {files.length > 0 && (
        <ul className="document-files">
          {files.map((file, index) => (
            <li key={file.id}>
              <DraftFile draft={draft} file={file} label={`${title} ${index + 1}`} onRemove={onRemove} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
