/** A request that waits on this desk: what to show, what to read out, what comes next. */
import { useState } from 'react';
import type { PendingEnrolment } from '../../../app/desk/enrolment.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { LockedShell } from '../unlock/locked-shell.tsx';
import { CompareDigits } from './compare-digits.tsx';
import { roleWords } from './enrolment-roles.ts';
import { HandedQr, useHanding } from './handing-over.tsx';
import { Steps } from './steps.tsx';

export interface RequestScreenProps {
  readonly situation: DeskSituation;
  readonly pending: PendingEnrolment;
  readonly onAnswer: () => void;
  readonly onWithdrawn: () => void;
  readonly onBack: () => void;
}

export function RequestScreen({ situation, pending, onAnswer, onWithdrawn, onBack }: RequestScreenProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const [withdrawing, setWithdrawing] = useState(false);
  const { initials, fingerprint, text } = pending;
  const handed = { text, kind: 'request', desk: situation.desk ?? '', fingerprint } as const;
  const handing = useHanding(handed);
  useCommands({
    back: onBack,
    primary: { run: onAnswer, label: t('enrolment.request.have') },
    'keep-draft': { run: () => void handing.save(), label: t('enrolment.save') },
  });
  return (
    <LockedShell
      situation={situation}
      bar={
        <BottomBar
          note={handing.said}
          start={<Button onPress={() => setWithdrawing(true)}>{t('enrolment.request.withdraw')}</Button>}
        >
          {handing.button()}
          <Button kind="primary" onPress={onAnswer} autoFocus>
            {t('enrolment.request.have')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('enrolment.request.title', { initials })} />
      <div className="enrol">
        <div className="enrol-main">
          {handing.problem}
          <DefinitionList
            items={[
              {
                key: 'roles',
                term: t('enrolment.request.roles'),
                value: roleWords(pending.roles, i18n),
              },
              {
                key: 'asked',
                term: t('enrolment.request.asked'),
                value: i18n.moment(pending.askedAt, true),
                ltr: true,
              },
            ]}
          />
          <CompareDigits fingerprint={fingerprint} how={t('enrolment.digits.read-out')} />
          <Steps
            title={t('enrolment.steps')}
            steps={[
              t('enrolment.steps.show'),
              t('enrolment.steps.compare'),
              t(situation.keyStore === 'os' ? 'enrolment.steps.answer' : 'enrolment.steps.answer-words'),
            ]}
          />
        </div>
        <div className="enrol-side">
          <HandedQr handed={handed} />
        </div>
      </div>
      <WithdrawSheet
        pending={pending}
        isOpen={withdrawing}
        onClose={() => setWithdrawing(false)}
        onWithdrawn={onWithdrawn}
      />
    </LockedShell>
  );
}

interface WithdrawSheetProps {
  readonly pending: PendingEnrolment;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onWithdrawn: () => void;
}

/** The keys are gone afterwards: said before, and pressed a second time. */
function WithdrawSheet({ pending, isOpen, onClose, onWithdrawn }: WithdrawSheetProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const withdraw = async () => {
    const done = await action.run(async () => {
      await desk.withdrawEnrolment(pending.id);
      return true;
    });
    if (done) onWithdrawn();
  };
  return (
    <Sheet
      title={t('enrolment.withdraw.title', { initials: pending.initials })}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            {t('enrolment.withdraw.keep')}
          </Button>
          <Button kind="primary" onPress={() => void withdraw()} disabled={action.busy}>
            {t('enrolment.withdraw.go')}
          </Button>
        </>
      }
    >
      <p>{t('enrolment.withdraw.text')}</p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </Sheet>
  );
}
