/** The answer has come: with it and the secret of the request, the new officer is on this desk. */
import { useState } from 'react';
import type { Kid } from '../../../app/acts/ids.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { EnrolmentActivation, PendingEnrolment } from '../../../app/desk/enrolment.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { useAction } from '../app/desk-context.tsx';
import { LockedShell } from '../unlock/locked-shell.tsx';
import { SecretField } from '../unlock/secret-field.tsx';
import { tidyWords } from '../unlock/secret-form.tsx';
import { useWait } from '../unlock/use-wait.ts';
import { CompareDigits } from './compare-digits.tsx';
import { TextIntake } from './text-intake.tsx';

const SECRET = 'enrol-secret';

export interface AnswerScreenProps {
  readonly situation: DeskSituation;
  readonly title: string;
  readonly pending: Pick<PendingEnrolment, 'initials' | 'fingerprint'>;
  /** a file alone: longer than what a field shows */
  readonly large?: boolean;
  readonly activate: (answer: string, secret: string) => Promise<EnrolmentActivation>;
  readonly onActivated: (kid: Kid) => void;
  readonly onBack: () => void;
}

export function AnswerScreen(props: AnswerScreenProps) {
  const { situation, title, pending, large = false, onActivated, onBack } = props;
  const { t } = useI18n();
  const action = useAction();
  const [text, setText] = useState('');
  const [secret, setSecret] = useState('');
  const [waitUntil, setWaitUntil] = useState<string | null>(null);
  const wait = useWait(waitUntil);
  const words = situation.keyStore !== 'os';
  const missing = text.trim() === '' ? 'answer' : secret.trim() === '' ? 'secret' : null;
  const blocked = missing !== null || wait > 0 || action.busy;
  const activate = async () => {
    if (blocked) return;
    const given = words ? tidyWords(secret) : secret.trim();
    const outcome = await action.run(() => props.activate(text.trim(), given));
    if (outcome === undefined) return;
    if ('kid' in outcome) return onActivated(outcome.kid);
    setSecret('');
    setWaitUntil(outcome.waitUntil);
  };
  useCommands({ back: onBack, primary: { run: () => void activate(), label: t('enrolment.answer.go') } });
  return (
    <LockedShell
      situation={situation}
      bar={
        <BottomBar note={missing && t(`enrolment.answer.missing.${missing}`)}>
          <Button onPress={onBack}>{t('ui.command.back')}</Button>
          <Button kind="primary" onPress={() => void activate()} disabled={blocked}>
            {t('enrolment.answer.go')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={title} />
      <div className="enrol">
        <form
          className="enrol-main"
          onSubmit={(event) => {
            event.preventDefault();
            void activate();
          }}
        >
          {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
          <TextIntake
            id="enrol-answer"
            label={t('enrolment.answer.field')}
            autoFocus
            value={text}
            onChange={(value) => {
              setText(value);
              action.clear();
            }}
            large={large}
            onWhole={() => document.getElementById(SECRET)?.focus()}
            onRefused={() => void action.run(() => Promise.reject(new DeskError('EN-001')))}
          />
          <SecretField
            id={SECRET}
            label={t(words ? 'enrolment.answer.words' : 'enrolment.answer.pin')}
            words={words}
            value={secret}
            onChange={setSecret}
            message={
              wait > 0
                ? {
                    tone: 'bad',
                    text: t(words ? 'desk.unlock.wait-words' : 'desk.unlock.wait', { n: wait }),
                  }
                : undefined
            }
          />
        </form>
        <aside className="enrol-side">
          <CompareDigits fingerprint={pending.fingerprint} how={t('enrolment.digits.here')} />
        </aside>
      </div>
    </LockedShell>
  );
}
