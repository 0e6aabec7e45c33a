/** A request that waits here, of an officer or for a desk: what to show, what to read out, what comes next. */
import { useState } from 'react';
import type { PendingEnrolment } from '../../../app/desk/enrolment.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { type Definition, DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useAction } from '../app/desk-context.tsx';
import { LockedShell } from '../unlock/locked-shell.tsx';
import { CompareDigits } from './compare-digits.tsx';
import { roleWords } from './enrolment-roles.ts';
import { HandedQr, useHanding } from './handing-over.tsx';
import { Steps } from './steps.tsx';

export interface RequestScreenProps {
  readonly situation: DeskSituation;
  readonly title: string;
  readonly pending: Pick<PendingEnrolment, 'initials' | 'roles' | 'askedAt' | 'fingerprint' | 'text'>;
  /** the desk or the mission, for the name of its file */
  readonly place: string;
  /** what else is asked for, above the roles */
  readonly facts?: readonly Definition[];
  readonly withdraw: () => Promise<void>;
  readonly onAnswer: () => void;
  readonly onWithdrawn: () => void;
  readonly onBack: () => void;
}

export function RequestScreen(props: RequestScreenProps) {
  const { situation, title, pending, place, facts = [], onAnswer, onBack } = props;
  const i18n = useI18n();
  const { t } = i18n;
  const [withdrawing, setWithdrawing] = useState(false);
  const { fingerprint, text } = pending;
  const handed = { text, kind: 'request', desk: place, fingerprint } as const;
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
      <PageHead title={title} />
      <div className="enrol">
        <div className="enrol-main">
          {handing.problem}
          <DefinitionList
            items={[
              ...facts,
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
        initials={pending.initials}
        withdraw={props.withdraw}
        isOpen={withdrawing}
        onClose={() => setWithdrawing(false)}
        onWithdrawn={props.onWithdrawn}
      />
    </LockedShell>
  );
}

interface WithdrawSheetProps {
  readonly initials: string;
  readonly withdraw: () => Promise<void>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onWithdrawn: () => void;
}

/** The keys are gone afterwards: said before, and pressed a second time. */
function WithdrawSheet({ initials, withdraw: take, isOpen, onClose, onWithdrawn }: WithdrawSheetProps) {
  const { t } = useI18n();
  const action = useAction();
  const withdraw = async () => {
    const done = await action.run(async () => {
      await take();
      return true;
    });
    if (done) onWithdrawn();
  };
  return (
    <Sheet
      title={t('enrolment.withdraw.title', { initials })}
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
