/** Without a key store: the words that will open the new slot, on screen once. There is no way on but to note them. */
import { useState } from 'react';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { Button } from '../../ui/button.tsx';
import { Check } from '../../ui/choice-field.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { LockedShell } from '../unlock/locked-shell.tsx';

export interface WordsScreenProps {
  readonly situation: DeskSituation;
  /** joined by hyphens */
  readonly words: string;
  readonly onNoted: () => void;
}

export function WordsScreen({ situation, words, onNoted }: WordsScreenProps) {
  const { t, number } = useI18n();
  const [noted, setNoted] = useState(false);
  const goOn = () => {
    if (noted) onNoted();
  };
  useCommands({ primary: { run: goOn, label: t('enrolment.words.go') } });
  return (
    <LockedShell
      situation={situation}
      bar={
        <BottomBar note={t('enrolment.words.lost')}>
          <Button kind="primary" onPress={goOn} disabled={!noted}>
            {t('enrolment.words.go')}
          </Button>
        </BottomBar>
      }
    >
      <PageHead title={t('enrolment.words')} />
      <div className="enrol">
        <div className="enrol-main">
          <p>{t('enrolment.words.text')}</p>
          <ol className="enrol-words" dir="ltr">
            {words.split('-').map((word, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: six places that never move
              <li key={at}>
                <span className="enrol-step-number" aria-hidden="true">
                  {number(at + 1)}
                </span>
                <span lang="">{word}</span>
              </li>
            ))}
          </ol>
          <Check label={t('enrolment.words.noted')} checked={noted} onChange={setNoted} />
        </div>
      </div>
    </LockedShell>
  );
}
