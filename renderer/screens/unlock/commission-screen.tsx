/** A desk that was never put into service: the ministry's file is chosen here (browser) or put in place (Electron). */
import { useRef } from 'react';
import { AppShell } from '../../ui/app-shell.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { TopBar } from '../../ui/top-bar.tsx';
import { useAction, useDesk, useShell } from '../app/desk-context.tsx';
import { LanguageChoice } from '../desk-settings/language-choice.tsx';
import './unlock.css';

export function CommissionScreen({ onDone }: { readonly onDone: () => void }) {
  const { t } = useI18n();
  const desk = useDesk();
  const shell = useShell();
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
    <AppShell layout={{ kind: 'list' }} top={<TopBar mission={t('desk.app.name')} desk="" />}>
      <div className="unlock">
        <section className="unlock-card">
          <h1 className="title">{t('desk.start.commission')}</h1>
          <p>{t(shell.kind === 'browser' ? 'desk.start.commission-do' : 'desk.start.commission-electron')}</p>
          {shell.kind === 'browser' && (
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
          )}
          {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
        </section>
        <aside className="unlock-side">
          <LanguageChoice />
        </aside>
      </div>
    </AppShell>
  );
}
