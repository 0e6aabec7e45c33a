/** Who is at the desk, and the code. It says where the keys are, when something was last sealed or heard. */
import { useState } from 'react';
import type { Officer, OfficerSlot } from '../../../app/desk/officer.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { AppShell } from '../../ui/app-shell.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { InstallHint } from '../boot/console-notices.tsx';
import { LanguageChoice } from '../desk-settings/language-choice.tsx';
import { deskText } from '../shared/entry-text.tsx';
import { ChoosePin } from './choose-pin.tsx';
import { DeskFacts } from './desk-facts.tsx';
import { OfficerList } from './officer-list.tsx';
import { SecretForm } from './secret-form.tsx';
import './unlock.css';

export interface UnlockScreenProps {
  readonly situation: DeskSituation;
  readonly onUnlocked: (officer: Officer) => void;
}

export function UnlockScreen({ situation, onUnlocked }: UnlockScreenProps) {
  const i18n = useI18n();
  const { slots } = situation;
  const [chosen, choose] = useState(slots[0]?.kid);
  // Looked up each time: after a code was chosen and the desk locked, the same officer is asked for the code.
  const slot: OfficerSlot | undefined = slots.find(({ kid }) => kid === chosen) ?? slots[0];
  const [words, setWords] = useState<string | null>(null);
  const place = situation.missionName?.[i18n.locale];
  const code = situation.desk?.split('/')[0] ?? i18n.t('desk.app.name');
  return (
    <AppShell
      layout={{ kind: 'list' }}
      top={<TopBar mission={code} desk={situation.desk === null ? '' : deskText(situation.desk, i18n)} />}
    >
      <div className="unlock">
        <section className="unlock-card">
          <p className="unlock-place">{place}</p>
          <h1 className="title">{i18n.t('desk.unlock.title')}</h1>
          {slots.length === 0 && <p>{i18n.t('desk.unlock.empty')}</p>}
          {slot && words === null && (
            <>
              <OfficerList slots={slots} chosen={slot} onChoose={({ kid }) => choose(kid)} />
              <SecretForm
                key={`${slot.kid} ${slot.secret}`}
                slot={slot}
                onUnlocked={onUnlocked}
                onChoosePin={setWords}
              />
            </>
          )}
          {slot && words !== null && (
            <ChoosePin slot={slot} words={words} onUnlocked={onUnlocked} onBack={() => setWords(null)} />
          )}
        </section>
        <aside className="unlock-side">
          <DeskFacts situation={situation} />
          <LanguageChoice />
          <InstallHint />
        </aside>
      </div>
    </AppShell>
  );
}
