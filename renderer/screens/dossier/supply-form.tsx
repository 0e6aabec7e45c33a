/** Some or all of what was asked: tick what comes today, attach it, say the rest in a note. */
import { useState } from 'react';
import type { DossierView, RequestView } from '../../../app/desk/dossier-view.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Check } from '../../ui/choice-field.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TextAreaField } from '../../ui/text-field.tsx';
import { useDesk } from '../app/desk-context.tsx';
import { DraftFile, FilePicker } from '../capture/document-row.tsx';
import type { ActFormProps } from './act-form.ts';
import { GatheredDraft, useGathering } from './gathered-draft.tsx';
import { SealActions } from './seal-actions.tsx';
import { type SupplyProblem, supplyProblem } from './supply.ts';

export interface SupplyFormProps extends ActFormProps {
  /** what was begun before; null: a new draft is made */
  readonly draft: Draft | null;
}

export function SupplyForm({ draft: begun, view, ...rest }: SupplyFormProps) {
  return (
    <GatheredDraft dossier={view.row.id} begun={begun}>
      {(draft, onDraft) => <SupplyItems draft={draft} onDraft={onDraft} view={view} {...rest} />}
    </GatheredDraft>
  );
}

interface SupplyItemsProps extends ActFormProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

function SupplyItems({ draft, onDraft, view, onClose, onSealed }: SupplyItemsProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const gathering = useGathering(draft, onDraft);
  const open = view.requests.filter(({ supplied }) => !supplied);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [note, setNote] = useState('');
  const tick = (id: string, on: boolean) =>
    setTicked((old) => new Set(on ? [...old, id] : [...old].filter((one) => one !== id)));
  const add = async (request: RequestView, files: readonly File[]) => {
    if (await gathering.add(request.document ?? '', files)) tick(request.id, true);
  };
  const problem = supplyProblem(open, ticked, draft.evidence, note);
  return (
    <>
      <p>{t('desk.supply.intro')}</p>
      <ul className="asked-list">
        {open.map((request) => (
          <SupplyLine
            key={request.id}
            request={request}
            draft={draft}
            ticked={ticked.has(request.id)}
            onTick={(on) => tick(request.id, on)}
            onAdd={(files) => void add(request, files)}
            onRemove={gathering.remove}
          />
        ))}
      </ul>
      {gathering.error && <ErrorLine code={gathering.error.code} values={gathering.error.values} />}
      <FormGrid label={t('desk.supply.title')}>
        <TextAreaField
          id="supply-note"
          rows={3}
          optional
          label={t('desk.supply.note')}
          value={note}
          onChange={setNote}
        />
      </FormGrid>
      <SealActions
        view={view}
        kind="information-supplied"
        ready={problem === null && !gathering.busy}
        note={problem && t(NOTES[problem])}
        onClose={onClose}
        seal={() => desk.sealSupply(draft.id, [...ticked], note.trim(), view.heads)}
        onSealed={onSealed}
      />
    </>
  );
}

const NOTES = {
  none: 'desk.supply.none',
  file: 'desk.supply.file-needed',
  answer: 'desk.supply.answer-needed',
} as const satisfies Record<SupplyProblem, string>;

interface SupplyLineProps {
  readonly request: RequestView;
  readonly draft: Draft;
  readonly ticked: boolean;
  readonly onTick: (on: boolean) => void;
  readonly onAdd: (files: readonly File[]) => void;
  readonly onRemove: (blob: DossierView['documents'][number]['blob']) => void;
}

function SupplyLine({ request, draft, ticked, onTick, onAdd, onRemove }: SupplyLineProps) {
  const { t, shortDate } = useI18n();
  const files = draft.evidence.filter((one) => one.document === request.document);
  return (
    <li className="asked">
      <div className="supply-head">
        <Check
          label={request.what}
          checked={ticked}
          onChange={onTick}
          note={t('desk.dossier.request-due', { date: shortDate(request.dueBy) })}
        />
        {request.document !== null && (
          <FilePicker
            title={request.what}
            label={t(files.length > 0 ? 'desk.docs.choose-more' : 'desk.docs.choose')}
            onFiles={onAdd}
          />
        )}
      </div>
      <p className="help">
        <Bdi>{request.satisfiedBy}</Bdi>
      </p>
      {files.length > 0 && (
        <ul className="document-files">
          {files.map((file, index) => (
            <li key={file.id}>
              <DraftFile
                draft={draft}
                file={file}
                label={`${request.what} ${index + 1}`}
                onRemove={onRemove}
              />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
