/** Boot of the window: the desk worker, the shell around it, then the screens. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './screens/app/app.tsx';
import { ConsoleProvider, startConsole } from './screens/boot/console.ts';
import { startDesk } from './screens/boot/desk-worker-link.ts';
import { findShell } from './screens/boot/shell.ts';
import { makeI18n } from './ui/i18n.tsx';
import './ui/ui.css';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
const root = createRoot(place);
const shell = findShell();
const web = shell.kind === 'browser' ? startConsole() : null;

startDesk(shell.kind).then(
  (connection) =>
    root.render(
      <StrictMode>
        <ConsoleProvider value={web}>
          <App session={{ ...connection, shell, now: () => Date.now() }} />
        </ConsoleProvider>
      </StrictMode>,
    ),
  () => root.render(<p role="alert">{makeI18n('fr').t('desk.start.failed')}</p>),
);
