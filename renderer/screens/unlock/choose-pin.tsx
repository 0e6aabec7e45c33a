/** After the six words: a code of one's own, typed twice. */
import { type FormEvent, useState } from 'react';
import type { Officer, OfficerSlot } from '../../../app/desk/officer.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { pinProblem } from './pin-problem.ts';
import { SecretField } from './secret-field.tsx';

export interface ChoosePinProps {
  readonly slot: OfficerSlot;
  readonly words: string;
  readonly onUnlocked: (officer: Officer) => void;
  readonly onBack: () => void;
}

export function ChoosePin({ slot, words, onUnlocked, onBack }: ChoosePinProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [left, setLeft] = useState(false);
  const problem = pinProblem(pin);
  const differs = again !== '' && again !== pin;
  const ready = problem === undefined && again === pin && !action.busy;
  const keep = async () => {
    if (!ready) return;
    const answer = await action.run(() => desk.choosePin(slot.kid, words, pin));
    if (answer?.outcome === 'unlocked') onUnlocked(answer.officer);
    else if (answer) onBack();
  };
  useCommands({ back: onBack, primary: { run: () => void keep(), label: t('desk.unlock.choose') } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void keep();
  };
  return (
    <form className="secret" onSubmit={submit}>
      <SecretField
        id="pin"
        autoFocus
        label={t('desk.unlock.pin-new')}
        words={false}
        value={pin}
        onChange={setPin}
        onBlur={() => setLeft(pin !== '')}
        message={
          left && problem
            ? { tone: 'bad', text: t(`desk.unlock.pin-${problem}`) }
            : { tone: 'help', text: t('desk.unlock.pin-help') }
        }
      />
      <SecretField
        id="pin-again"
        label={t('desk.unlock.pin-again')}
        words={false}
        value={again}
        onChange={setAgain}
        message={differs ? { tone: 'bad', text: t('desk.unlock.pin-differs') } : undefined}
      />
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <div className="secret-actions">
        <Button kind="primary" type="submit" disabled={!ready}>
          {t('desk.unlock.choose')}
        </Button>
      </div>
    </form>
  );
}
