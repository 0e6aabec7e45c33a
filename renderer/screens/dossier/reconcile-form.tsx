/** Two versions side by side, differing lines only: choose line by line, write why, seal « Rapprochement ». */
import { useState } from 'react';
import { allFields } from '../../../app/catalogue/definition.ts';
import type { Answers } from '../../../app/desk/answers.ts';
import { CompareVersions, type Side } from '../../ui/compare-versions.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TextAreaField } from '../../ui/text-field.tsx';
import { useDesk } from '../app/desk-context.tsx';
import { answerText } from '../shared/answer-text.ts';
import { say } from '../shared/texts.ts';
import type { ActFormProps } from './act-form.ts';
import { differingCodes, reconciledAnswers } from './reconcile.ts';
import { SealActions } from './seal-actions.tsx';

const NOTHING: Answers = {};

export function ReconcileForm({ view, onClose, onSealed }: ActFormProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  const [reason, setReason] = useState('');
  const [first, second] = view.versions;
  const codes = differingCodes(first?.answers ?? NOTHING, second?.answers ?? NOTHING);
  const fields = view.definition ? allFields(view.definition).map(({ field }) => field) : [];
  const lines = codes.map((code) => {
    const field = fields.find((one) => one.code === code);
    const shown = (answers: Answers): string =>
      field ? (answerText(field, answers[code], i18n)?.text ?? '') : String(answers[code] ?? '');
    return {
      key: code,
      label: field ? say(i18n, field.label) : code,
      first: shown(first?.answers ?? NOTHING),
      second: shown(second?.answers ?? NOTHING),
    };
  });
  const left = codes.filter((code) => chosen[code] === undefined).length;
  const who = (by: string | null | undefined): string => by ?? t('desk.reconcile.unknown');
  return (
    <>
      <p>{t('desk.reconcile.intro')}</p>
      <CompareVersions
        label={t('desk.reconcile.title')}
        versions={[
          { who: who(first?.by), when: first ? i18n.moment(first.at, true) : '' },
          { who: who(second?.by), when: second ? i18n.moment(second.at, true) : '' },
        ]}
        lines={lines}
        chosen={chosen}
        onChoose={(key, side) => setChosen((old) => ({ ...old, [key]: side }))}
      />
      <FormGrid label={t('desk.reconcile.title')}>
        <TextAreaField
          id="reconcile-reason"
          rows={3}
          label={t('desk.act.reason')}
          value={reason}
          onChange={setReason}
        />
      </FormGrid>
      <SealActions
        view={view}
        kind="reconciled"
        label={t('desk.reconcile.seal')}
        ready={left === 0 && reason.trim() !== '' && view.versions.length === 2}
        note={left > 0 && t('desk.reconcile.left', { n: left })}
        onClose={onClose}
        seal={() =>
          desk.seal(
            view.row.id,
            {
              kind: 'reconciled',
              body: {
                answers: reconciledAnswers(first?.answers ?? NOTHING, second?.answers ?? NOTHING, chosen),
                reason: reason.trim(),
              },
            },
            view.heads,
          )
        }
        onSealed={onSealed}
      />
    </>
  );
}
