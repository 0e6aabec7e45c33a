/** The officer's secret once more, in the foot of a sheet: its field, what a refusal costs, and whether it was confirmed. */
import { type ReactNode, useState } from 'react';
import { useI18n } from '../../ui/i18n.tsx';
import { useDesk, useWorkplace } from '../app/desk-context.tsx';
import { SecretField } from './secret-field.tsx';
import { TriesLeft } from './tries-left.tsx';
import { useWait } from './use-wait.ts';

export interface SecretAgain {
  /** the field, and what is said of tries */
  readonly field: ReactNode;
  /** something is typed, and nothing is to be waited for */
  readonly ready: boolean;
  /** Asks main, and empties the field. @returns whether it was the officer's */
  confirm(): Promise<boolean>;
}

/** @param id of the field */
export function useSecretAgain(id: string, { autoFocus = false } = {}): SecretAgain {
  const { t } = useI18n();
  const desk = useDesk();
  const { officer, situation } = useWorkplace();
  const [secret, setSecret] = useState('');
  const [waitUntil, setWaitUntil] = useState<string | null>(null);
  const [left, setLeft] = useState<number | undefined>(undefined);
  const wait = useWait(waitUntil);
  const words = situation.slots.find(({ kid }) => kid === officer.kid)?.secret === 'passphrase';
  const confirm = async () => {
    const answer = await desk.confirmSecret(secret);
    setSecret('');
    if (answer.confirmed) return true;
    setLeft(answer.left);
    setWaitUntil(answer.waitUntil);
    return false;
  };
  const field = (
    <>
      <SecretField
        id={id}
        autoFocus={autoFocus}
        label={t(words ? 'desk.act.secret-words' : 'desk.act.secret')}
        words={words}
        value={secret}
        onChange={setSecret}
        message={wait > 0 ? { tone: 'bad', text: t('desk.act.secret-refused', { n: wait }) } : undefined}
      />
      <TriesLeft left={left} />
    </>
  );
  return { field, ready: wait === 0 && secret !== '', confirm };
}
