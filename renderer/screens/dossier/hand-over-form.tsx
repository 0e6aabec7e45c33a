/** Remettre: to whom, seen how; and the originals that go back with it. */
import { useState } from 'react';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDesk } from '../app/desk-context.tsx';
import type { ActFormProps } from './act-form.ts';
import { documentTitle } from './document-title.ts';
import { SealActions } from './seal-actions.tsx';

const RECEIVERS = ['applicant', 'representative', 'post'] as const;

export function HandOverForm({ view, onClose, onSealed }: ActFormProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const [to, setTo] = useState<(typeof RECEIVERS)[number]>('applicant');
  const [name, setName] = useState('');
  const [identity, setIdentity] = useState('');
  const body = {
    to,
    ...(to === 'applicant' || name.trim() === '' ? {} : { name: name.trim() }),
    ...(to === 'post' || identity.trim() === '' ? {} : { identity: identity.trim() }),
  };
  const titles = view.originalsKept.map(({ document }) => documentTitle(view, document, i18n)).join(', ');
  return (
    <>
      {titles !== '' && <p className="warning">{t('desk.act.hand-originals', { titles })}</p>}
      <FormGrid label={t('desk.act.handed-over')}>
        <ChoiceField
          id="hand-to"
          span={6}
          autoFocus
          label={t('desk.act.hand-to')}
          value={to}
          onChange={setTo}
          choices={RECEIVERS.map((value) => ({ value, label: t(`desk.act.hand-to.${value}`) }))}
        />
        {to !== 'applicant' && (
          <TextField
            id="hand-name"
            span={6}
            label={t('desk.act.hand-name')}
            value={name}
            onChange={setName}
          />
        )}
        {to !== 'post' && (
          <TextField
            id="hand-identity"
            span={6}
            optional={to === 'applicant'}
            label={t('desk.act.hand-identity')}
            value={identity}
            onChange={setIdentity}
          />
        )}
      </FormGrid>
      <SealActions
        view={view}
        kind="handed-over"
        ready={to === 'applicant' || name.trim() !== ''}
        onClose={onClose}
        seal={() => desk.seal(view.row.id, { kind: 'handed-over', body }, view.heads)}
        onSealed={onSealed}
      />
    </>
  );
}
