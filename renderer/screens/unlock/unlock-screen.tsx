/** Who is at the desk, and the code. It says where the keys are, when something was last sealed or heard. */
import { useState } from 'react';
import type { Kid } from '../../../app/acts/ids.ts';
import type { Officer, OfficerSlot } from '../../../app/desk/officer.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { useDeskData } from '../app/desk-context.tsx';
import { firstAsked, officersHere } from '../app/officers-here.ts';
import { InstallHint } from '../boot/console-notices.tsx';
import { LanguageChoice } from '../desk-settings/language-choice.tsx';
import { EMPTY_WISH } from '../enrolment/ask-screen.tsx';
import { type EnrolmentStep, LockedEnrolment } from '../enrolment/locked-enrolment.tsx';
import { WaitingList } from '../enrolment/waiting-list.tsx';
import { KeyringImport } from '../keyring/keyring-import.tsx';
import { ChoosePin } from './choose-pin.tsx';
import { DeskFacts } from './desk-facts.tsx';
import { DestroyedSlot } from './destroyed-slot.tsx';
import { LockedShell } from './locked-shell.tsx';
import { OfficerList } from './officer-list.tsx';
import { SecretForm } from './secret-form.tsx';
import './unlock.css';

export interface UnlockScreenProps {
  readonly situation: DeskSituation;
  /** who has made room for another officer, or null */
  readonly leaving: Kid | null;
  readonly onUnlocked: (officer: Officer) => void;
  /** the desk has an officer more, or less, or another keyring: what is known of it is read again */
  readonly onEnrolled: () => void;
}

export function UnlockScreen({ situation, leaving, onUnlocked, onEnrolled }: UnlockScreenProps) {
  const i18n = useI18n();
  const { slots } = situation;
  const [chosen, choose] = useState(() => firstAsked(slots, officersHere(), leaving));
  // Looked up each time: after a code was chosen and the desk locked, the same officer is asked for the code.
  const slot: OfficerSlot | undefined = slots.find(({ kid }) => kid === chosen) ?? slots[0];
  /** the arrow keys go through the officers: the focus stays with them */
  const [walking, setWalking] = useState(false);
  const [words, setWords] = useState<string | null>(null);
  const waiting = useDeskData('waiting-enrolments', (desk) => desk.pendingEnrolments());
  const [step, setStep] = useState<EnrolmentStep | null>(null);
  const [wish, setWish] = useState(EMPTY_WISH);
  const [activated, setActivated] = useState<Kid | null>(null);
  const place = situation.missionName?.[i18n.locale];
  const opens = slots.some(({ secret }) => secret !== 'destroyed');
  if (step !== null)
    return (
      <LockedEnrolment
        situation={situation}
        step={step}
        onStep={setStep}
        wish={wish}
        onWish={setWish}
        onChanged={waiting.reload}
        onLeave={() => setStep(null)}
        onActivated={(kid) => {
          onEnrolled();
          choose(kid);
          setActivated(kid);
          setStep(null);
        }}
      />
    );
  return (
    <LockedShell situation={situation}>
      <div className="unlock">
        <section className="unlock-card">
          <p className="unlock-place">{place}</p>
          <h1 className="title">{i18n.t(opens ? 'desk.unlock.title' : 'desk.unlock.nobody')}</h1>
          <p role="status">
            {slot !== undefined &&
              slot.kid === activated &&
              i18n.t(slot.secret === 'pin' ? 'enrolment.answer.done' : 'enrolment.answer.done-words', {
                initials: slot.initials,
              })}
          </p>
          {slots.length === 0 && <p>{i18n.t('desk.unlock.empty')}</p>}
          {slot && words === null && (
            <>
              <OfficerList
                slots={slots}
                chosen={slot}
                onChoose={({ kid }, byKey) => {
                  choose(kid);
                  setWalking(byKey);
                }}
              />
              {slot.secret === 'destroyed' ? (
                <DestroyedSlot onAsk={() => setStep({ at: 'ask' })} />
              ) : (
                <SecretForm
                  key={`${slot.kid} ${slot.secret}`}
                  slot={slot}
                  autoFocus={!walking}
                  onUnlocked={onUnlocked}
                  onChoosePin={setWords}
                  onDestroyed={onEnrolled}
                />
              )}
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
          <KeyringImport onTaken={onEnrolled} />
          <WaitingList
            waiting={waiting}
            onOpen={(pending) => setStep({ at: 'request', pending })}
            onNew={() => setStep({ at: 'ask' })}
          />
        </aside>
      </div>
    </LockedShell>
  );
}
