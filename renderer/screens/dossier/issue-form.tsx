/**
 * Délivrer: the number that a booklet already carries, or none, and the worker draws one from the desk's lease; and the
 * validity as the service says it.
 */
import { useState } from 'react';
import { validUntil } from '../../../app/catalogue/due.ts';
import { DateField } from '../../ui/date-field.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { HelpText } from '../../ui/side-panel.tsx';
import { TextAreaField, TextField } from '../../ui/text-field.tsx';
import { useDesk, useSession } from '../app/desk-context.tsx';
import { provenanceText, say } from '../shared/texts.ts';
import type { ActFormProps } from './act-form.ts';
import { SealActions } from './seal-actions.tsx';

export function IssueForm({ view, onClose, onSealed }: ActFormProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const { now } = useSession();
  const instrument = view.definition?.instrument;
  const [number, setNumber] = useState('');
  const [from, setFrom] = useState(localDay(now()));
  const [until, setUntil] = useState(() => (instrument && validUntil(instrument, from)) ?? '');
  const [notes, setNotes] = useState('');
  const start = (day: string) => {
    setFrom(day);
    if (instrument && day.length === 10) setUntil(validUntil(instrument, day) ?? '');
  };
  const body = {
    instrument: instrument?.code ?? '',
    number: number.trim().toUpperCase(),
    validFrom: from,
    ...(until === '' ? {} : { validUntil: until }),
    ...(notes.trim() === '' ? {} : { notes: notes.trim() }),
  };
  const validity = instrument?.validity;
  return (
    <>
      <FormGrid label={t('desk.act.instrument-issued')}>
        <TextField
          id="issue-number"
          span={6}
          autoFocus
          optional
          direction="ltr"
          maxLength={32}
          label={t('desk.act.instrument-number', { title: instrument ? say(i18n, instrument.title) : '' })}
          value={number}
          onChange={setNumber}
          message={{ tone: 'help', text: t('desk.act.instrument-number-help') }}
        />
        <DateField id="issue-from" span={3} label={t('desk.act.valid-from')} value={from} onChange={start} />
        <DateField
          id="issue-until"
          span={3}
          optional
          label={t('desk.act.valid-until')}
          value={until}
          onChange={setUntil}
        />
        <TextAreaField
          id="issue-notes"
          rows={2}
          optional
          label={t('desk.act.notes')}
          value={notes}
          onChange={setNotes}
        />
      </FormGrid>
      {validity && <HelpText text={say(i18n, validity.text)} source={provenanceText(i18n, validity)} />}
      <SealActions
        view={view}
        kind="instrument-issued"
        ready={instrument !== undefined && from.length === 10}
        onClose={onClose}
        seal={() => desk.seal(view.row.id, { kind: 'instrument-issued', body }, view.heads)}
        onSealed={onSealed}
      />
    </>
  );
}
