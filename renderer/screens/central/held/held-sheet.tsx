/** One entry on hold: what is known of it, a reason from a closed list, then the secret. Nobody says a word on their own. */
import { useState } from 'react';
import {
  type HeldEntry,
  LIFT_REASONS,
  type LiftReason,
  type LiftVerdict,
} from '../../../../app/desk/held.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { DefinitionList } from '../../../ui/definition-list.tsx';
import { ErrorLine } from '../../../ui/error-line.tsx';
import { type I18n, useI18n } from '../../../ui/i18n.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { useAction, useDesk } from '../../app/desk-context.tsx';
import { deskText } from '../../shared/entry-text.tsx';
import { SecretSheet } from '../review/secret-sheet.tsx';
import { kindText } from './held-text.ts';

export interface HeldSheetProps {
  readonly entry: HeldEntry;
  readonly onClose: () => void;
  readonly onLifted: (verdict: LiftVerdict) => void;
}

const VERDICTS = Object.keys(LIFT_REASONS) as LiftVerdict[];
/** what may be said of it */
const WORDS: { readonly [May in HeldEntry['mayLift']]: readonly LiftVerdict[] } = {
  yes: VERDICTS,
  'refuse-only': ['refused'],
  own: [],
  'not-yours': [],
  newer: [],
};
const verdictOf = (reason: LiftReason): LiftVerdict =>
  VERDICTS.find((one) => (LIFT_REASONS[one] as readonly string[]).includes(reason)) ?? 'refused';

export function HeldSheet({ entry, onClose, onLifted }: HeldSheetProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const action = useAction();
  const [reason, setReason] = useState<LiftReason | ''>('');
  const [asking, setAsking] = useState(false);
  const verdicts = WORDS[entry.mayLift];
  const may = verdicts.length > 0;
  const lift = async () => {
    setAsking(false);
    if (reason === '') return;
    const verdict = verdictOf(reason);
    const lifted = await action.run(async () => {
      await desk.lift(entry.act, verdict, reason);
      return true;
    });
    if (lifted) onLifted(verdict);
  };
  if (asking && reason !== '')
    return (
      <SecretSheet
        isOpen
        onClose={() => setAsking(false)}
        onConfirmed={() => void lift()}
        title={t(`central.held.do.${verdictOf(reason)}`)}
        why={t('central.held.secret', { ref: entry.ref })}
      />
    );
  return (
    <Sheet
      title={t('central.held.title', { ref: entry.ref })}
      isOpen
      lightDismiss={reason === ''}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          {may && (
            <Button kind="primary" disabled={reason === '' || action.busy} onPress={() => setAsking(true)}>
              {t(reason === '' ? 'central.held.go' : `central.held.do.${verdictOf(reason)}`)}
            </Button>
          )}
        </>
      }
    >
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <DefinitionList items={factsOf(entry, i18n)} />
      {entry.mayLift !== 'yes' && <p>{t(`central.held.${entry.mayLift}`)}</p>}
      {verdicts.map((verdict) => (
        <ChoiceField
          key={verdict}
          id={`held-${verdict}`}
          span={6}
          stacked
          label={t(`central.held.if.${verdict}`)}
          value={reason !== '' && verdictOf(reason) === verdict ? reason : ''}
          onChange={setReason}
          choices={LIFT_REASONS[verdict].map((value) => ({
            value: value as LiftReason,
            label: t(`central.held.reason.${value}`),
          }))}
        />
      ))}
    </Sheet>
  );
}

function factsOf({ kind, by, mission, desk, claimedAt, code }: HeldEntry, i18n: I18n) {
  const { t, moment } = i18n;
  return [
    { key: 'kind', term: t('central.held.kind'), value: kindText(kind, i18n) },
    { key: 'by', term: t('central.held.by'), value: by ?? t('desk.entry.unknown-officer') },
    { key: 'desk', term: t('central.held.desk'), value: `${deskText(desk, i18n)} · ${mission}` },
    { key: 'at', term: t('central.held.claimed'), value: moment(claimedAt, true) },
    { key: 'why', term: t('central.held.why'), value: t(`central.held.why.${code}`) },
  ];
}
