/** The code, or the six words. A refusal says only how long to wait. */
import { type FormEvent, useState } from 'react';
import type { Officer, OfficerSlot } from '../../../app/desk/officer.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';
import { SecretField } from './secret-field.tsx';
import { TriesLeft } from './tries-left.tsx';
import { useWait } from './use-wait.ts';

export interface SecretFormProps {
  readonly slot: OfficerSlot;
  readonly autoFocus: boolean;
  readonly onUnlocked: (officer: Officer) => void;
  readonly onChoosePin: (words: string) => void;
  /** this slot is no more: too many wrong secrets */
  readonly onDestroyed: () => void;
}

export function SecretForm({ slot, autoFocus, onUnlocked, onChoosePin, onDestroyed }: SecretFormProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const [secret, setSecret] = useState('');
  const [waitUntil, setWaitUntil] = useState(slot.waitUntil);
  const [left, setLeft] = useState(slot.left);
  const wait = useWait(waitUntil);
  const words = slot.secret !== 'pin';
  const blocked = action.busy || wait > 0 || secret.trim() === '';
  const open = async () => {
    if (blocked) return;
    const given = words ? tidyWords(secret) : secret.trim();
    const answer = await action.run(() => desk.unlock(slot.kid, given));
    if (answer === undefined) return;
    setSecret('');
    switch (answer.outcome) {
      case 'unlocked':
        return onUnlocked(answer.officer);
      case 'choose-pin':
        return onChoosePin(given);
      case 'refused':
        if (answer.left === 0) return onDestroyed();
        setLeft(answer.left);
        return setWaitUntil(answer.waitUntil);
    }
  };
  useCommands({ primary: { run: () => void open(), label: t('desk.unlock.open') } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void open();
  };
  const help = slot.secret === 'activate' ? t('desk.unlock.activate-help') : t('desk.unlock.words-help');
  return (
    <form className="secret" onSubmit={submit}>
      <SecretField
        id="secret"
        label={t(words ? 'desk.unlock.words' : 'desk.unlock.pin')}
        words={words}
        autoFocus={autoFocus}
        value={secret}
        onChange={setSecret}
        message={
          wait > 0
            ? { tone: 'bad', text: t(words ? 'desk.unlock.wait-words' : 'desk.unlock.wait', { n: wait }) }
            : words
              ? { tone: 'help', text: help }
              : undefined
        }
      />
      <TriesLeft left={left} />
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <div className="secret-actions">
        <Button kind="primary" type="submit" disabled={blocked}>
          {t('desk.unlock.open')}
        </Button>
      </div>
    </form>
  );
}

/** As written on the paper: small letters, one space between. */
export const tidyWords = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');
