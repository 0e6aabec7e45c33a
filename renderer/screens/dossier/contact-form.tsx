/** A call, a message, a visit: who to whom, and what was said. */
import { useState } from 'react';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PhoneField } from '../../ui/phone-field.tsx';
import { TextAreaField } from '../../ui/text-field.tsx';
import { useDesk } from '../app/desk-context.tsx';
import type { ActFormProps } from './act-form.ts';
import { SealActions } from './seal-actions.tsx';

const WAYS = ['telephone', 'e-mail', 'counter', 'post'] as const;
const DIRECTIONS = ['from-applicant', 'to-applicant'] as const;

export function ContactForm({ view, onClose, onSealed }: ActFormProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const [by, setBy] = useState<(typeof WAYS)[number]>('telephone');
  const [direction, setDirection] = useState<(typeof DIRECTIONS)[number]>('from-applicant');
  const [phone, setPhone] = useState(view.phones[0] ?? '');
  const [note, setNote] = useState('');
  const body = { by, direction, note: note.trim(), ...(by === 'telephone' && phone !== '' ? { phone } : {}) };
  return (
    <>
      <FormGrid label={t('desk.act.contact-noted')}>
        <ChoiceField
          id="contact-by"
          span={6}
          label={t('desk.act.by')}
          value={by}
          onChange={setBy}
          choices={WAYS.map((value) => ({ value, label: t(`desk.act.by.${value}`) }))}
        />
        <ChoiceField
          id="contact-direction"
          span={6}
          label={t('desk.act.direction')}
          value={direction}
          onChange={setDirection}
          choices={DIRECTIONS.map((value) => ({ value, label: t(`desk.act.direction.${value}`) }))}
        />
        {by === 'telephone' && (
          <PhoneField
            id="contact-phone"
            span={6}
            optional
            label={t('desk.act.phone')}
            value={phone}
            onChange={setPhone}
          />
        )}
        <TextAreaField
          id="contact-note"
          autoFocus
          rows={5}
          label={t('desk.act.note')}
          value={note}
          onChange={setNote}
        />
      </FormGrid>
      <SealActions
        view={view}
        kind="contact-noted"
        ready={note.trim() !== ''}
        onClose={onClose}
        seal={() => desk.seal(view.row.id, { kind: 'contact-noted', body }, view.heads)}
        onSealed={onSealed}
      />
    </>
  );
}
