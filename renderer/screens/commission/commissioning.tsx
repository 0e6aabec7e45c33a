/** From a computer without a kit to a desk: the ministry's root, the request, its words, the answer. One page at a time. */
import { useState } from 'react';
import type { DeskWish, PendingDesk, RootView } from '../../../app/desk/desk-enrolment.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDesk, useDeskData } from '../app/desk-context.tsx';
import { missionName } from '../central/desks/desk-text.ts';
import { AnswerScreen } from '../enrolment/answer-screen.tsx';
import { AskScreen, EMPTY_WISH } from '../enrolment/ask-screen.tsx';
import { RequestScreen } from '../enrolment/request-screen.tsx';
import { WordsScreen } from '../enrolment/words-screen.tsx';
import { Loading } from '../shared/loading.tsx';
import { CommissionScreen } from './commission-screen.tsx';
import { RootPage } from './root-page.tsx';

const PLACE = /^(?:CENTRAL|[A-Z]{2}-[A-Z0-9]{2,8})$/;
const LONGEST_PLACE = 11;

type Step =
  | { readonly at: 'start' | 'root' | 'ask' }
  | { readonly at: 'words'; readonly pending: PendingDesk; readonly words: string }
  | { readonly at: 'request' | 'answer'; readonly pending: PendingDesk };

export interface CommissioningProps {
  readonly situation: DeskSituation;
  /** the kit was taken */
  readonly onDone: () => void;
}

export function Commissioning({ situation, onDone }: CommissioningProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const waiting = useDeskData('pending-desk', async (api) => ({ pending: await api.pendingDesk() }));
  const [step, setStep] = useState<Step>({ at: 'start' });
  const [root, setRoot] = useState<RootView | null>(null);
  const [place, setPlace] = useState('');
  const [wish, setWish] = useState(EMPTY_WISH);
  const start = () => setStep({ at: 'start' });
  switch (step.at) {
    case 'start':
      return (
        <Loading of={waiting}>
          {({ pending }) => (
            <CommissionScreen
              pending={pending}
              onDone={onDone}
              onAsk={() => setStep({ at: 'root' })}
              onPending={() => pending && setStep({ at: 'request', pending })}
            />
          )}
        </Loading>
      );
    case 'root':
      return (
        <RootPage
          situation={situation}
          root={root}
          onRoot={setRoot}
          onBack={start}
          onCompared={() => setStep({ at: 'ask' })}
        />
      );
    case 'ask':
      return (
        <AskScreen
          situation={situation}
          title={t('commission.ask.title')}
          place={{
            field: <PlaceField value={place} onChange={setPlace} />,
            missing: PLACE.test(place) ? null : t('commission.ask.missing.mission'),
          }}
          central={place === 'CENTRAL'}
          ask={(asked, pin) =>
            desk.askForDesk({ root: root?.text ?? '', mission: place as DeskWish['mission'], ...asked }, pin)
          }
          wish={wish}
          onWish={setWish}
          onBack={() => setStep({ at: 'root' })}
          onAsked={({ pending, words }) => {
            waiting.reload();
            setStep(words === null ? { at: 'request', pending } : { at: 'words', pending, words });
          }}
        />
      );
    case 'words':
      return (
        <WordsScreen
          situation={situation}
          words={step.words}
          onNoted={() => setStep({ at: 'request', pending: step.pending })}
        />
      );
    case 'request':
      return (
        <PendingDeskScreen
          situation={situation}
          pending={step.pending}
          onAnswer={() => setStep({ at: 'answer', pending: step.pending })}
          onBack={start}
          onWithdrawn={() => {
            waiting.reload();
            start();
          }}
        />
      );
    case 'answer':
      return (
        <AnswerScreen
          situation={situation}
          title={t('commission.answer.title')}
          pending={step.pending}
          large
          activate={(answer, secret) => desk.activateDesk(answer, secret)}
          onBack={() => setStep({ at: 'request', pending: step.pending })}
          // From here on this computer is another one: everything it knows is read anew, the page's own rights too.
          onActivated={() => window.location.reload()}
        />
      );
  }
}

interface PlaceFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function PlaceField({ value, onChange }: PlaceFieldProps) {
  const { t } = useI18n();
  return (
    <TextField
      id="commission-mission"
      span={6}
      autoFocus
      direction="ltr"
      maxLength={LONGEST_PLACE}
      capitals
      label={t('commission.ask.mission')}
      value={value}
      onChange={(text) => onChange(text.trim())}
      message={{ tone: 'help', text: t('commission.ask.mission-help') }}
    />
  );
}

interface PendingDeskScreenProps {
  readonly situation: DeskSituation;
  readonly pending: PendingDesk;
  readonly onAnswer: () => void;
  readonly onBack: () => void;
  readonly onWithdrawn: () => void;
}

function PendingDeskScreen({ situation, pending, ...props }: PendingDeskScreenProps) {
  const i18n = useI18n();
  const desk = useDesk();
  return (
    <RequestScreen
      situation={situation}
      title={i18n.t('commission.request.title')}
      pending={pending}
      place={pending.mission}
      facts={[
        {
          key: 'mission',
          term: i18n.t('commission.ask.mission'),
          value: missionName(pending.mission, i18n),
        },
        { key: 'initials', term: i18n.t('enrolment.ask.initials'), value: pending.initials },
      ]}
      withdraw={() => desk.withdrawDesk()}
      {...props}
    />
  );
}
