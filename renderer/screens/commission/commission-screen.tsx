/**
 * A computer that was never put into service. The ministry's file is chosen here (browser) or put in place (Electron); where
 * there is none, the program itself asks to be put into service.
 */
import { useRef } from 'react';
import type { PendingDesk } from '../../../app/desk/desk-enrolment.ts';
import { AppShell } from '../../ui/app-shell.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useAction, useDesk, useShell } from '../app/desk-context.tsx';
import { LanguageChoice } from '../desk-settings/language-choice.tsx';
import { Waiting } from '../enrolment/waiting-list.tsx';
import '../enrolment/enrolment.css';
import '../unlock/unlock.css';
import './commission.css';

export interface CommissionScreenProps {
  /** the request that waits here */
  readonly pending: PendingDesk | null;
  readonly onDone: () => void;
  readonly onAsk: () => void;
  readonly onPending: () => void;
}

export function CommissionScreen({ pending, onDone, onAsk, onPending }: CommissionScreenProps) {
  const { t } = useI18n();
  const shell = useShell();
  return (
    <AppShell layout={{ kind: 'list' }} top={<TopBar mission={t('desk.app.name')} desk="" />}>
      <div className="unlock">
        <section className="unlock-card">
          <h1 className="title">{t('desk.start.commission')}</h1>
          {shell.kind === 'browser' ? (
            <ChooseKit onDone={onDone} />
          ) : (
            <>
              <p>{t('desk.start.commission-electron')}</p>
              <section className="commission-ask">
                <h2 className="section">{t('commission.without')}</h2>
                <p>{t('commission.without.text')}</p>
                {pending ? (
                  <Waiting title={t('enrolment.waiting')} pending={[pending]} onOpen={onPending} />
                ) : (
                  <div className="secret-actions">
                    <Button kind="primary" onPress={onAsk} autoFocus>
                      {t('commission.ask')}
                    </Button>
                  </div>
                )}
              </section>
            </>
          )}
        </section>
        <aside className="unlock-side">
          <LanguageChoice />
        </aside>
      </div>
    </AppShell>
  );
}

function ChooseKit({ onDone }: { readonly onDone: () => void }) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File) => {
    const done = await action.run(async () => {
      await desk.commission(await file.text());
      return true;
    });
    if (done) onDone();
  };
  return (
    <>
      <p>{t('desk.start.commission-do')}</p>
      <div className="secret-actions">
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('desk.start.commission-choose')}
          accept=".json,.guichet-kit,application/json"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) void take(file);
          }}
        />
        <Button kind="primary" onPress={() => input.current?.click()} disabled={action.busy} autoFocus>
          {t('desk.start.commission-choose')}
        </Button>
      </div>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </>
  );
}
