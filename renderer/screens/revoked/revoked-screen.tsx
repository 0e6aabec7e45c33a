/**
 * A desk that is revoked: it says so, and what is still to be done. What was sealed goes up by the link, or lies on a stick;
 * then nothing of this desk opens anything any more.
 */
import type { DeskSituation, RevokedSituation } from '../../../app/desk/situation.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { BottomBar } from '../../ui/page-head.tsx';
import { LanguageChoice } from '../desk-settings/language-choice.tsx';
import { Steps } from '../enrolment/steps.tsx';
import { LockedShell } from '../unlock/locked-shell.tsx';
import { useHandover } from './use-handover.ts';
import '../enrolment/enrolment.css';
import './revoked.css';

export interface RevokedScreenProps {
  readonly situation: DeskSituation;
  readonly revoked: RevokedSituation;
  /** something was handed over: the situation is read again */
  readonly onChanged: () => void;
}

export function RevokedScreen({ situation, revoked, onChanged }: RevokedScreenProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const handover = useHandover(situation, revoked, onChanged);
  const open = !revoked.handedOver;
  useCommands(open ? { primary: { run: handover.send, label: t('revoked.send') } } : {});
  return (
    <LockedShell
      situation={situation}
      bar={
        <BottomBar>
          {open && handover.exported && (
            <Button onPress={handover.end} disabled={handover.busy}>
              {t('revoked.end')}
            </Button>
          )}
          <Button onPress={handover.export} disabled={handover.busy}>
            {t(open ? 'revoked.export' : 'revoked.export.again')}
          </Button>
          {open && (
            <Button kind="primary" onPress={handover.send} disabled={handover.busy}>
              {t('revoked.send')}
            </Button>
          )}
        </BottomBar>
      }
    >
      <div className="unlock">
        <section className="unlock-card revoked-card">
          <p className="unlock-place">{situation.missionName?.[i18n.locale]}</p>
          <h1 className="title">{t('revoked.title')}</h1>
          <p>{t(open ? 'revoked.text' : 'revoked.done')}</p>
          <DefinitionList items={factsOf(revoked, i18n)} />
          <p role="status" className="revoked-said">
            {handover.said}
          </p>
          {handover.error && (
            <ErrorLine code={handover.error.code} values={handover.error.values} tone="wait" />
          )}
        </section>
        <aside className="unlock-side">
          <Steps title={t('revoked.next')} steps={stepsOf(open, i18n)} />
          <LanguageChoice />
        </aside>
      </div>
    </LockedShell>
  );
}

const REASONS = ['left', 'moved', 'lost', 'stolen', 'compromised', 'replaced', 'other'] as const;

function factsOf({ at, reason, handedOver, waiting }: RevokedSituation, { t, moment }: I18n) {
  const known = REASONS.find((one) => one === reason) ?? 'other';
  return [
    { key: 'at', term: t('revoked.at'), value: moment(at, true) },
    { key: 'reason', term: t('revoked.reason'), value: t(`revoked.reason.${known}`) },
    {
      key: 'keys',
      term: t('revoked.keys'),
      value: t(handedOver ? 'revoked.keys.all' : 'revoked.keys.officers'),
    },
    {
      key: 'waiting',
      term: t('revoked.waiting'),
      value: handedOver ? t('revoked.waiting.none') : t('revoked.waiting.n', { n: waiting }),
    },
  ];
}

const stepsOf = (open: boolean, { t }: I18n): readonly string[] =>
  open
    ? [t('revoked.next.link'), t('revoked.next.stick'), t('revoked.next.call')]
    : [t('revoked.next.keep'), t('revoked.next.lost'), t('revoked.next.call')];
