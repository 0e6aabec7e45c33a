/** What is here, what is sent, what the centre holds: first what needs a person, then the counts (UI.md section 12). */
import { type ReactNode, useState } from 'react';
import type { LinkStatus, SendOutcome } from '../../../app/desk/link-status.ts';
import { Button } from '../../ui/button.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { TransportMark } from '../../ui/transport-mark.tsx';
import { useAction, useDesk, useSession } from '../app/desk-context.tsx';
import { navigate } from '../app/route.ts';
import { ageText, whenText } from './link-text.ts';
import './link-panel.css';

export interface LinkPanelProps {
  readonly link: LinkStatus;
  /** called when the officer goes to a file from here */
  readonly onLeave?: () => void;
}

export function LinkPanel({ link, onLeave }: LinkPanelProps) {
  const { t } = useI18n();
  return (
    <div className="link-panel">
      <section>
        <h2 className="section">{t('desk.link.person')}</h2>
        {link.attention.length === 0 && <p className="text-2">{t('desk.link.person-none')}</p>}
        {link.attention.map((item) => (
          <ErrorLine
            key={`${item.code} ${item.act ?? item.ref ?? item.values.n ?? ''}`}
            code={item.code}
            values={item.values}
            tone={item.verdict === 'refused' ? 'bad' : 'wait'}
            action={
              item.dossier !== null &&
              item.ref !== null && (
                <Button
                  size="small"
                  onPress={() => {
                    if (item.dossier === null) return;
                    onLeave?.();
                    navigate({ name: 'dossier', id: item.dossier, tab: 'data' });
                  }}
                >
                  {t('desk.link.open-file', { ref: item.ref })}
                </Button>
              )
            }
          />
        ))}
      </section>
      <LinkCounts link={link} />
      <LinkTransfer link={link} />
    </div>
  );
}

const STEPS = [
  ['sealed', 'sealedHere'],
  ['on-stick', 'onStick'],
  ['sent', 'sent'],
  ['received', 'received'],
] as const;

/** Scellé ici → Envoyé → Reçu au centre; the stick only where it carries something. */
function LinkCounts({ link }: { readonly link: LinkStatus }) {
  const i18n = useI18n();
  const { now } = useSession();
  return (
    <section>
      <h2 className="section">{i18n.t('desk.link.counts')}</h2>
      <ol className="link-counts">
        {STEPS.filter(([state, key]) => state !== 'on-stick' || link[key].entries > 0).map(([state, key]) => (
          <li key={key} className="link-count">
            <TransportMark state={state} decorative />
            <span className="link-word">{i18n.t(`status.transport.${state}`)}</span>
            <strong className="link-number">{i18n.number(link[key].entries)}</strong>
            <span className="link-age">
              {link[key].oldestAt !== null &&
                i18n.t('desk.link.oldest', { age: ageText(link[key].oldestAt, now(), i18n) })}
              {state === 'sealed' && link[key].entries > 0 && ` · ${i18n.t('desk.link.only-here')}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function LinkTransfer({ link }: { readonly link: LinkStatus }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { now } = useSession();
  const when = (instant: string | null): string =>
    instant === null ? t('desk.link.never') : whenText(instant, now(), i18n);
  // The centre does not answer: nothing is under way, whatever waits.
  const current = link.state === 'no-link' ? null : link.current;
  return (
    <section>
      <h2 className="section">{t('desk.link.transfer')}</h2>
      {current === null ? (
        <p className="text-2">{t('desk.link.transfer-none')}</p>
      ) : (
        <ProgressBar label={t(`desk.link.transfer-${current.what}`)} done={current.done} total={current.of} />
      )}
      <DefinitionList
        items={[
          ...(link.bytesToSend === 0
            ? []
            : [{ key: 'to-send', term: t('desk.link.to-send'), value: i18n.bytes(link.bytesToSend) }]),
          { key: 'contact', term: t('desk.link.last-contact'), value: when(link.lastContactAt) },
          { key: 'received', term: t('desk.link.last-received'), value: when(link.lastReceivedAt) },
          ...(link.nextTryAt === null
            ? []
            : [{ key: 'next', term: t('desk.link.next-try'), value: when(link.nextTryAt) }]),
        ]}
      />
    </section>
  );
}

/** « Envoyer maintenant » answers with what happened; `said` stands in the panel, the buttons at its end. */
export function useLinkActions(link: LinkStatus | undefined): {
  readonly said: ReactNode;
  readonly buttons: ReactNode;
} {
  const { t, time } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const [outcome, setOutcome] = useState<SendOutcome | null>(null);
  const paused = link?.state === 'paused';
  const send = async () => {
    setOutcome(null); // what happened before is no answer to this press
    const answer = await action.run(() => desk.sendNow());
    if (answer) setOutcome(answer);
  };
  return {
    said: (
      <div className="link-said" role="status">
        {outcome && (
          <p className="link-outcome">
            {t('desk.link.outcome.received', { n: outcome.received })}{' '}
            {t(`desk.link.outcome.${outcome.code}`, { n: outcome.left, time: time(outcome.at) })}
          </p>
        )}
        {action.error && <ErrorLine code={action.error.code} values={action.error.values} tone="wait" />}
      </div>
    ),
    buttons: link && (
      <>
        <Button onPress={() => void action.run(() => desk.pause(!paused))}>
          {t(paused ? 'desk.link.unpause' : 'desk.link.pause')}
        </Button>
        <Button kind="primary" onPress={() => void send()} disabled={action.busy}>
          {t('desk.link.send-now')}
        </Button>
      </>
    ),
  };
}
