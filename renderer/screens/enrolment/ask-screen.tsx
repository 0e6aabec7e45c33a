/** Somebody new asks, on a desk or for one: initials, roles as a wish, and the secret that will open what is answered. */
import { type ReactNode, useState } from 'react';
import type { EnrolmentWish } from '../../../app/desk/enrolment.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useAction } from '../app/desk-context.tsx';
import { LockedShell } from '../unlock/locked-shell.tsx';
import { pinProblem } from '../unlock/pin-problem.ts';
import { SecretField } from '../unlock/secret-field.tsx';
import { rolesAt } from './enrolment-roles.ts';
import { RoleChoice } from './role-choice.tsx';
import { Steps } from './steps.tsx';

export const EMPTY_WISH: EnrolmentWish = { initials: '', roles: [] };
/** as a request holds them (app/enrolment) */
export const LONGEST_INITIALS = 8;

/** What is asked for besides, above the initials. */
export interface AskedPlace {
  readonly field: ReactNode;
  /** what of it is missing, in words; null when nothing is */
  readonly missing: string | null;
}

export interface AskScreenProps<Asked> {
  readonly situation: DeskSituation;
  readonly title: string;
  readonly place?: AskedPlace;
  /** which roles are offered */
  readonly central: boolean;
  /** makes the keys */
  readonly ask: (wish: EnrolmentWish, pin: string | null) => Promise<Asked>;
  /** kept by whoever shows this screen: going back loses nothing of it. A code is not kept */
  readonly wish: EnrolmentWish;
  readonly onWish: (wish: EnrolmentWish) => void;
  readonly onAsked: (asked: Asked) => void;
  readonly onBack: () => void;
}

export function AskScreen<Asked>(props: AskScreenProps<Asked>) {
  const { situation, title, place, wish, onWish, onAsked, onBack } = props;
  const { t } = useI18n();
  const action = useAction();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const withPin = situation.keyStore === 'os';
  const initials = wish.initials.trim();
  const taken = situation.slots.some(
    (slot) => slot.secret !== 'destroyed' && slot.initials.toUpperCase() === initials.toUpperCase(),
  );
  const missing =
    initials === ''
      ? 'initials'
      : wish.roles.length === 0
        ? 'roles'
        : withPin && (pinProblem(pin) !== undefined || pin !== again)
          ? 'pin'
          : null;
  const note = place?.missing ?? (missing && t(`enrolment.ask.missing.${missing}`));
  const blocked = note !== null || action.busy;
  const ask = async () => {
    if (blocked) return;
    const asked = await action.run(() => props.ask({ initials, roles: wish.roles }, withPin ? pin : null));
    if (asked) onAsked(asked);
  };
  useCommands({ back: onBack, primary: { run: () => void ask(), label: t('enrolment.ask.go') } });
  return (
    <LockedShell
      situation={situation}
      bar={
        <BottomBar note={note}>
          <Button onPress={onBack}>{t('ui.command.back')}</Button>
          <Button kind="primary" onPress={() => void ask()} disabled={blocked}>
            {t('enrolment.ask.go')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={title} />
      <div className="enrol">
        <div className="enrol-main">
          {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
          <FormGrid label={title}>
            {place?.field}
            <TextField
              id="enrol-initials"
              span={6}
              autoFocus={place === undefined}
              direction="ltr"
              maxLength={LONGEST_INITIALS}
              capitals
              label={t('enrolment.ask.initials')}
              value={wish.initials}
              onChange={(value) => onWish({ ...wish, initials: value })}
              message={
                taken
                  ? { tone: 'wait', text: t('enrolment.ask.initials-taken') }
                  : { tone: 'help', text: t('enrolment.ask.initials-help') }
              }
            />
            <RoleChoice
              legend={t('enrolment.ask.roles')}
              help={t('enrolment.ask.roles-help')}
              offered={rolesAt(props.central)}
              chosen={wish.roles}
              onChange={(roles) => onWish({ ...wish, roles })}
            />
            {withPin && <PinFields pin={pin} again={again} onPin={setPin} onAgain={setAgain} />}
          </FormGrid>
          {!withPin && <p className="enrol-note">{t('enrolment.ask.words-note')}</p>}
        </div>
        <aside className="enrol-side">
          <Steps
            title={t('enrolment.steps')}
            steps={[
              t('enrolment.steps.show'),
              t('enrolment.steps.compare'),
              t(withPin ? 'enrolment.steps.answer' : 'enrolment.steps.answer-words'),
            ]}
          />
        </aside>
      </div>
    </LockedShell>
  );
}

interface PinFieldsProps {
  readonly pin: string;
  readonly again: string;
  readonly onPin: (pin: string) => void;
  readonly onAgain: (again: string) => void;
}

/** As where a code is chosen after the six words. */
function PinFields({ pin, again, onPin, onAgain }: PinFieldsProps) {
  const { t } = useI18n();
  const [left, setLeft] = useState(false);
  const problem = pinProblem(pin);
  return (
    <>
      <div className="span-3">
        <SecretField
          id="enrol-pin"
          label={t('enrolment.ask.pin')}
          words={false}
          value={pin}
          onChange={onPin}
          onBlur={() => setLeft(pin !== '')}
          message={
            left && problem
              ? { tone: 'bad', text: t(`desk.unlock.pin-${problem}`) }
              : { tone: 'help', text: t('enrolment.ask.pin-help') }
          }
        />
      </div>
      <div className="span-3">
        <SecretField
          id="enrol-pin-again"
          label={t('desk.unlock.pin-again')}
          words={false}
          value={again}
          onChange={onAgain}
          message={
            again !== '' && again !== pin ? { tone: 'bad', text: t('desk.unlock.pin-differs') } : undefined
          }
        />
      </div>
    </>
  );
}
