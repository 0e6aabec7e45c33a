/**
 * Electron's main process: opens the vault and the journal, serves the desk's page from its own scheme, and hands it
 * the two ports behind which keys and journal stay. Everything else of the desk runs in the page's worker.
 */
import { join } from 'node:path';
import {
  app,
  type BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
} from 'electron';
import { systemRandom } from '../app/acts/clock.ts';
import { MAIN_CODES, watchForCrashes } from './crash/crash.ts';
import { codeOf, type Log, openLog } from './crash/log.ts';
import { CopiedText } from './devices/copied-text.ts';
import { PRINT_HOST, Printing } from './devices/printing.ts';
import { saveFile } from './devices/save-file.ts';
import { DeskPorts } from './ipc/desk-ports.ts';
import { serveChannels } from './ipc/serve-channels.ts';
import { openJournal } from './journal/open-journal.ts';
import { unopenedJournal } from './journal-not-open.ts';
import { chosenProfile } from './profile.ts';
import { refusedSwitch } from './refused-switches.ts';
import { watchForAbsence } from './vault/auto-lock.ts';
import { osKeyStore } from './vault/os-key-store.ts';
import { openVault, type Vault } from './vault/vault.ts';
import { deskPolicy, PRINT_POLICY, STRIP_POLICY } from './window/content-security-policy.ts';
import { DecisionStrip, STRIP_HOST } from './window/decision-strip.ts';
import { openDeskWindow } from './window/desk-window.ts';
import { hardenContents, hardenSession } from './window/hardening.ts';
import { SCHEME_PRIVILEGES, serveFolder, serveTexts } from './window/scheme.ts';
import { STRIP_PAGE } from './window/strip/strip-page.ts';
import { readWindowState } from './window/window-state.ts';

const HERE = import.meta.dirname;
const RENDERER = join(HERE, '..', 'renderer');
const preload = (name: string): string => join(HERE, `${name}.cjs`);

/** Chromium's own errands: lists, components, statistics. A desk talks to its centre only. */
const QUIET = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'no-pings',
];

protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);
for (const flag of QUIET) app.commandLine.appendSwitch(flag);
const profile = chosenProfile(process.argv, process.env);
if (profile !== null) app.setPath('userData', profile);

// Every page, also one that a later change forgets to say it for. (Not in a container's root, which can have no sandbox.)
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

if (app.isPackaged && refusedSwitch(app.commandLine) !== null) {
  // Before a window, a key or a debugger's port is open; there is no screen yet, so the words are the log's.
  openLog(join(app.getPath('userData'), 'logs'), Date.now).write('MN-009');
  dialog.showErrorBox('Guichet', `MN-009: ${MAIN_CODES['MN-009']}: --${refusedSwitch(app.commandLine)}`);
  app.exit(64);
} else if (app.requestSingleInstanceLock()) {
  const userData = app.getPath('userData');
  const log = openLog(join(userData, 'logs'), Date.now);
  // No top-level await: `ready` waits for this module to end.
  void app
    .whenReady()
    .then(() => start(userData, log))
    .catch((error: unknown) => {
      log.write('MN-001', error);
      app.exit(70);
    });
} else {
  app.quit(); // the first instance shows its window
}

async function start(userData: string, log: Log): Promise<void> {
  const refused = (): void => log.write('MN-008');
  const strip = new DecisionStrip(
    preload('strip'),
    closedSession('strip', refused, (to) => serveTexts(to, STRIP_HOST, STRIP_PAGE, STRIP_POLICY)),
  );
  const printing = new Printing(
    preload('print'),
    closedSession('print', refused, (to) => serveFolder(to, PRINT_HOST, RENDERER, () => PRINT_POLICY)),
  );
  const copied = new CopiedText(clipboard);
  const vault = await openVault({
    folder: join(userData, 'desk'),
    keyStore: await osKeyStore(safeStorage, process.platform),
    countdown: strip,
    report: (code) => log.write('MN-006', { code }),
    onLock: () => {
      printing.forget();
      void copied.forget();
    },
  });
  const journal = await openJournal(join(userData, 'journal'), systemRandom).catch((error: unknown) => {
    log.write('MN-005', error);
    return unopenedJournal(error);
  });

  const gateway = (): string | null => vault.configuration?.gateway?.url ?? null;
  hardenContents(app, refused);
  hardenSession(session.defaultSession, gateway, refused);
  serveFolder(
    session.defaultSession.protocol,
    'desk',
    RENDERER,
    () => deskPolicy(gateway()),
    (name) => printing.preview(name),
  );
  setMenu();

  const ports = new DeskPorts(journal, vault);
  const open = (): BrowserWindow => {
    const areas = screen.getAllDisplays().map((display) => display.workArea);
    const statePath = join(userData, 'window.json');
    const window = openDeskWindow({
      preload: preload('preload'),
      state: readWindowState(statePath, areas),
      statePath,
      devTools: !app.isPackaged,
    });
    ports.attach(window.webContents, ipcMain);
    void copied.watch(window);
    strip.attach(window);
    return window;
  };
  let desk: BrowserWindow = open();

  serveChannels(
    ipcMain,
    {
      'guichet:recepisse-pdf': (model) => printing.recepissePdf(model),
      'guichet:access-pdf': (pages, pictures) => printing.accessPdf(pages, pictures),
      'guichet:form-pdf': (pages) => printing.formPdf(pages),
      'guichet:print': (pdf) => printing.print(pdf),
      'guichet:save-file': (name, bytes) => saveFile(desk, name, bytes),
      'guichet:set-theme': async (theme) => {
        nativeTheme.themeSource = theme;
      },
    },
    () => (desk.isDestroyed() ? null : desk.webContents),
    () => log.write('MN-007'),
  );
  lockWhenAway(vault, ports);
  watchForCrashes(app, log, (contents) => {
    if (!desk.isDestroyed() && contents === desk.webContents) desk.webContents.reload();
  });
  app.on('second-instance', () => {
    if (desk.isDestroyed()) desk = open();
    if (desk.isMinimized()) desk.restore();
    desk.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => {
    void vault.officers.lock();
    void journal.close().catch((error: unknown) => log.write('MN-005', { code: codeOf(error) }));
  });
}

/** A session in memory, for pages that reach nothing but their own few files. */
function closedSession(
  name: string,
  refused: () => void,
  serveOn: (to: Electron.Protocol) => void,
): Electron.Session {
  const closed = session.fromPartition(name);
  hardenSession(closed, () => null, refused);
  serveOn(closed.protocol);
  return closed;
}

function lockWhenAway(vault: Vault, ports: DeskPorts): void {
  watchForAbsence(
    powerMonitor,
    () => vault.officers.unlocked !== null,
    (reason) => {
      void vault.officers.lock();
      ports.tellLocked(reason);
    },
  );
}

/** Windows and Linux need none; on a Mac cut, copy and paste work through the menu only. */
function setMenu(): void {
  Menu.setApplicationMenu(
    process.platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  );
}
