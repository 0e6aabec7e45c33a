/** The kinds that carry one text: a note, or why. */
import { useState } from 'react';
import type { ActCommand } from '../../../app/desk/act-command.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TextAreaField } from '../../ui/text-field.tsx';
import { useDesk } from '../app/desk-context.tsx';
import type { ActFormProps } from './act-form.ts';
import { SealActions } from './seal-actions.tsx';

export type ReasonKind =
  | 'annotated'
  | 'withdrawn'
  | 'closed'
  | 'instrument-voided'
  | 'submitted'
  | 'held-by-law'
  | 'hold-lifted';

export function ReasonForm({ kind, view, onClose, onSealed }: ActFormProps & { readonly kind: ReasonKind }) {
  const { t } = useI18n();
  const desk = useDesk();
  const [text, setText] = useState('');
  const free = kind === 'annotated' || kind === 'submitted';
  return (
    <>
      {kind === 'submitted' && <p>{t('desk.act.submitted-text')}</p>}
      {kind === 'held-by-law' && <p>{t('desk.act.hold-text')}</p>}
      {kind === 'hold-lifted' && <p>{t('desk.act.lift-text')}</p>}
      <FormGrid label={t(`desk.act.${kind}`)}>
        <TextAreaField
          id="act-text"
          autoFocus
          rows={5}
          optional={kind === 'submitted'}
          label={t(free ? 'desk.act.text' : 'desk.act.reason')}
          value={text}
          onChange={setText}
          message={free ? undefined : { tone: 'help', text: t('desk.act.reason-needed') }}
        />
      </FormGrid>
      <SealActions
        view={view}
        kind={kind}
        ready={kind === 'submitted' || text.trim() !== ''}
        onClose={onClose}
        seal={() => desk.seal(view.row.id, commandOf(kind, text.trim(), view), view.heads)}
        onSealed={onSealed}
      />
    </>
  );
}

function commandOf(kind: ReasonKind, text: string, view: DossierView): ActCommand {
  switch (kind) {
    case 'annotated':
      return { kind, body: { note: text } };
    case 'withdrawn':
    case 'closed':
    case 'held-by-law':
    case 'hold-lifted':
      return { kind, body: { reason: text } };
    case 'submitted':
      return { kind, body: text === '' ? {} : { note: text } };
    case 'instrument-voided':
      return { kind, body: { number: view.instrument?.number ?? '', reason: text } };
  }
}
