/** From the wish to the slot, while nobody has unlocked: ask, note the words, show the request, bring the answer. */
import type { Kid } from '../../../app/acts/ids.ts';
import type { EnrolmentWish, PendingEnrolment } from '../../../app/desk/enrolment.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { useDesk } from '../app/desk-context.tsx';
import { AnswerScreen } from './answer-screen.tsx';
import { AskScreen, EMPTY_WISH } from './ask-screen.tsx';
import { RequestScreen } from './request-screen.tsx';
import { WordsScreen } from './words-screen.tsx';
import './enrolment.css';

export type EnrolmentStep =
  | { readonly at: 'ask' }
  | { readonly at: 'words'; readonly pending: PendingEnrolment; readonly words: string }
  | { readonly at: 'request' | 'answer'; readonly pending: PendingEnrolment };

export interface LockedEnrolmentProps {
  readonly situation: DeskSituation;
  readonly step: EnrolmentStep;
  readonly onStep: (step: EnrolmentStep) => void;
  readonly wish: EnrolmentWish;
  readonly onWish: (wish: EnrolmentWish) => void;
  /** back to « Déverrouiller » */
  readonly onLeave: () => void;
  /** what waits on this desk is not what it was */
  readonly onChanged: () => void;
  readonly onActivated: (kid: Kid) => void;
}

export function LockedEnrolment({ situation, step, onStep, onLeave, ...props }: LockedEnrolmentProps) {
  const { t } = useI18n();
  const desk = useDesk();
  switch (step.at) {
    case 'ask':
      return (
        <AskScreen
          situation={situation}
          title={t('enrolment.new')}
          central={situation.desk?.startsWith('CENTRAL/') ?? false}
          ask={(wish, pin) => desk.askForEnrolment(wish, pin)}
          wish={props.wish}
          onWish={props.onWish}
          onBack={onLeave}
          onAsked={({ pending, words }) => {
            props.onWish(EMPTY_WISH);
            props.onChanged();
            onStep(words === null ? { at: 'request', pending } : { at: 'words', pending, words });
          }}
        />
      );
    case 'words':
      return (
        <WordsScreen
          situation={situation}
          words={step.words}
          onNoted={() => onStep({ at: 'request', pending: step.pending })}
        />
      );
    case 'request':
      return (
        <RequestScreen
          situation={situation}
          title={t('enrolment.request.title', { initials: step.pending.initials })}
          pending={step.pending}
          place={situation.desk ?? ''}
          withdraw={() => desk.withdrawEnrolment(step.pending.id)}
          onAnswer={() => onStep({ at: 'answer', pending: step.pending })}
          onBack={onLeave}
          onWithdrawn={() => {
            props.onChanged();
            onLeave();
          }}
        />
      );
    case 'answer':
      return (
        <AnswerScreen
          situation={situation}
          title={t('enrolment.answer.title', { initials: step.pending.initials })}
          pending={step.pending}
          activate={(answer, secret) => desk.activateEnrolment(answer, secret)}
          onBack={() => onStep({ at: 'request', pending: step.pending })}
          onActivated={(kid) => {
            props.onChanged();
            props.onActivated(kid);
          }}
        />
      );
  }
}
