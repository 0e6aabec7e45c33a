/** What docs/hardening.md says of the program's windows and packages, read from the source itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const top = join(import.meta.dirname, '..', '..');
const sources = readdirSync(join(top, 'main'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name, readFileSync(join(top, 'main', name), 'utf8')] as const);

/** The text from `start` to the bracket that closes the one it ends in. */
function call(source: string, start: number): string {
  const open = source.indexOf('(', start);
  for (let at = open, depth = 0; at < source.length; at += 1) {
    if (source[at] === '(') depth += 1;
    if (source[at] === ')' && --depth === 0) return source.slice(start, at + 1);
  }
  throw new Error('a call without an end');
}

test('every page of the program is sandboxed, isolated and without Node, and none may be told otherwise', () => {
  const windows = sources.flatMap(([name, source]) =>
    [...source.matchAll(/new (?:BrowserWindow|WebContentsView|BrowserView)\(/g)].map(
      ({ index }) => [name, call(source, index)] as const,
    ),
  );
  expect(windows.map(([name]) => name).sort()).toEqual([
    'devices/printing.ts',
    'window/decision-strip.ts',
    'window/desk-window.ts',
  ]);
  for (const [name, options] of windows) {
    for (const must of ['sandbox: true', 'contextIsolation: true', 'nodeIntegration: false'])
      expect(options, `${name}: ${must}`).toContain(must);
    expect(options, name).toMatch(/devTools: (!app\.isPackaged|parts\.devTools)/);
  }
  for (const [name, source] of sources)
    expect(source, name).not.toMatch(
      /sandbox: false|contextIsolation: false|nodeIntegration\w*: true|webviewTag: true|webSecurity: false|allowRunningInsecureContent: true|experimentalFeatures: true|enableBlinkFeatures|safeDialogs: false/,
    );
});

test('nothing is opened outside, nothing is run in a page from here, and no page is loaded but the program’s own', () => {
  for (const [name, source] of sources) {
    expect(source, name).not.toMatch(
      /shell\.open|openExternal|executeJavaScript|insertCSS|loadFile\(|crashReporter/,
    );
    for (const [, address] of source.matchAll(/loadURL\(([^)]*)\)/g))
      expect(address, name).toMatch(
        /^(page\.url|`\$\{DESK_ORIGIN\}\/`|`\$\{SCHEME\}:\/\/\$\{STRIP_HOST\}\/strip\.html`)$/,
      );
    // A page's address that has a name is written beside it.
    for (const [, address] of source.matchAll(/\burl: ([^,\n]+)/g))
      if (source.includes('loadURL(page.url)'))
        expect(address, name).toMatch(/^`\$\{SCHEME\}:\/\/\$\{PRINT_HOST\}\/print\/[a-z]+\.html`$/);
  }
});

test('no picture or document is decoded in the main process: nothing that would do so has a name there', () => {
  const known =
    /^(?:\.{1,2}\/|node:|electron$|typebox(?:\/value)?$|@fontsource-variable\/.*\.woff2\?inline$)/;
  for (const [name, source] of sources.filter(([one]) => !one.startsWith('preload/'))) {
    for (const [, imported] of source.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g))
      expect(imported, name).toMatch(known);
    expect(source, name).not.toMatch(
      /nativeImage|createFrom(?:Buffer|Bitmap|DataURL|Path|NamedImage)|createThumbnailFromPath|getFileIcon|readImage|capturePage|desktopCapturer/i,
    );
    // Electron decodes these by itself: icons of windows, notices and trays, what is dragged out.
    expect(source, name).not.toMatch(
      /\bicon\b\s*:|new (?:Tray|Notification|TouchBar)\b|set(?:Overlay)?Icon\(|startDrag\(/,
    );
  }
});

test('preload scripts give pages two objects by the bridge, and no channel of their choice', () => {
  const preloads = sources.filter(([name]) => name.startsWith('preload/'));
  const exposed = preloads.flatMap(([, source]) =>
    [...source.matchAll(/exposeInMainWorld\('(\w+)'/g)].map(([, name]) => name),
  );
  expect(exposed.sort()).toEqual(['guichet', 'guichetPrint']);
  for (const [name, source] of preloads)
    expect(source, name).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer|process\.|require\(|node:/);
});

test('a package has its fuses set for a counter', () => {
  const configuration = readFileSync(join(top, 'electron-builder.yml'), 'utf8');
  const [, block = ''] = /^electronFuses:\n((?: {2}.*\n)+)/m.exec(configuration) ?? [];
  const fuses = Object.fromEntries(
    [...block.matchAll(/^ {2}(\w+): (true|false)$/gm)].map(([, k, v]) => [k, v]),
  );
  expect(fuses).toEqual({
    runAsNode: 'false',
    enableCookieEncryption: 'true',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    enableEmbeddedAsarIntegrityValidation: 'true',
    onlyLoadAppFromAsar: 'true',
    loadBrowserProcessSpecificV8Snapshot: 'false',
    grantFileProtocolExtraPrivileges: 'false',
  });
  expect(configuration).toMatch(/^asar: true$/m);
});
