/**
 * A page that was taken over, in a real Electron: it holds the two ports and every channel, and asks for whatever it
 * likes. What it gains is measured here and written down in SECURITY.md; a figure that changes there changes here.
 */
import { createSocket } from 'node:dgram';
import { readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { expect, test } from '@playwright/test';
import { SIGNER_PORT_METHODS } from '../../app/desk/platform-ports.ts';
import { SHELL_METHODS } from '../../app/desk/shell-api.ts';
import { JOURNAL_METHODS } from '../../app/log/journal-rpc.ts';
import { JWS_TYPES } from '../../app/seal/jws.ts';
import { DOSSIER, gainsOf, HASH, JOURNAL_GAINS, REF, SHELL_GAINS, SIGNER_GAINS } from './captured-gains.ts';
import { type Captured, callPort, type PortName, takeOver } from './captured-page.ts';
import { buildProgram, DESK, type Kit, launch, MISSION, makeKit, type RunningDesk } from './program.ts';

const OTHER = 'ZZZZZZZZZZZZZZZZZZZZZZZZZZZ';
let program: string;
let kit: Kit;
let desk: RunningDesk;

const call = (port: PortName, method: string, ...args: unknown[]): Promise<unknown> =>
  callPort(desk.page, port, method, ...args);
const sign = (type: string, members: object): Promise<string> =>
  desk.page.evaluate(([t, m]) => (window as unknown as Captured).sign(t as string, m as object), [
    type,
    members,
  ] as const);

const act = (kind: string, change: object = {}): object => ({
  v: 1,
  mission: MISSION,
  desk: DESK,
  dossier: DOSSIER,
  ref: REF,
  service: 'ml-passport-ordinary',
  kind,
  prior: [HASH],
  epoch: 'A'.repeat(16),
  seq: 1,
  prev: null,
  release: HASH,
  keyring: HASH,
  lastReceipt: null,
  claimedAt: '2026-11-21T10:43:00Z',
  keyGen: 1,
  blobs: [],
  body: 'x.y.z',
  ...change,
});
const wrap = { v: 1, dossier: DOSSIER, gen: 1, jwe: { recipients: [] } };
const audit = {
  v: 2,
  mission: MISSION,
  desk: DESK,
  epoch: 'A'.repeat(16),
  seq: 1,
  prev: null,
  what: 'exported',
  dossier: DOSSIER,
  keyring: HASH,
  lastReceipt: null,
  claimedAt: '2026-11-21T10:43:00Z',
};

test.beforeAll(async () => {
  program = await buildProgram();
});
test.afterAll(() => rm(program, { recursive: true }));
test.beforeEach(async () => {
  kit = await makeKit();
  desk = await launch(program, kit.profile, 'none');
  await takeOver(desk.page);
});
test.afterEach(async () => {
  await desk.app.close();
  await rm(kit.profile, { recursive: true, force: true, maxRetries: 5 });
});

const unlock = async (): Promise<unknown> => {
  const outcome = await call('signer', 'unlock', kit.kid, kit.words);
  expect(outcome).toMatchObject({ outcome: 'opened' });
  return outcome;
};

test('of every method of both ports and of the shell, locked and unlocked, it gains what is written and no more', async () => {
  const { app, page } = desk;
  await app.evaluate(({ app: program, dialog }) => {
    dialog.showSaveDialog = async () => ({ canceled: true, filePath: '' });
    program.on('browser-window-created', (_event, window) => {
      window.webContents.getPrintersAsync = async () => [];
    });
  });
  const shell = await page.evaluate(() => Object.keys((window as unknown as Captured).guichet));
  expect(shell.sort()).toEqual([...SHELL_METHODS, 'kind'].sort());
  const locked = [
    await gainsOf(page, 'signer', SIGNER_GAINS, SIGNER_PORT_METHODS, kit, 'locked'),
    await gainsOf(page, 'journal', JOURNAL_GAINS, JOURNAL_METHODS, kit, 'locked'),
    await gainsOf(page, 'shell', SHELL_GAINS, SHELL_METHODS, kit, 'locked'),
  ].join();
  for (const secret of kit.secrets) expect(locked).not.toContain(secret);

  // Unlocked it is given the officer's encryption key, and no other.
  const slot = JSON.stringify(await unlock());
  const [signing, encryption, transport] = kit.secrets as [string, string, string];
  expect(slot).toContain(encryption);
  // The signer last: its last row locks.
  const unlocked = [
    await gainsOf(page, 'journal', JOURNAL_GAINS, JOURNAL_METHODS, kit, 'unlocked'),
    await gainsOf(page, 'shell', SHELL_GAINS, SHELL_METHODS, kit, 'unlocked'),
    await gainsOf(page, 'signer', SIGNER_GAINS, SIGNER_PORT_METHODS, kit, 'unlocked'),
  ].join();
  for (const secret of [signing, transport]) expect(slot + unlocked).not.toContain(secret);
});

test('no method but those that are listed answers, and no argument of another shape is taken', async () => {
  const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'parts', 'sealSlot', 'read', ''];
  for (const port of ['journal', 'signer'] as const)
    for (const name of names) expect(await call(port, name), name).toBe('RPC-002');
  await unlock();
  const hostile = [
    ['signer', 'unlock', '../../../etc/passwd', 'x'],
    ['signer', 'unlock', { toString: 'x' }, 'x'],
    ['signer', 'unlock', kit.kid, 'x'.repeat(2000)],
    ['signer', 'unlock', null, null],
    ['signer', 'choosePin', kit.kid, ['x'], 'x'],
    ['signer', 'confirmSecret', 7],
    ['signer', 'sign', 'guichet-act+jws', 'text'],
    ['signer', 'sign', ['guichet-act+jws'], {}],
    ['signer', 'confirm', null],
    [
      'signer',
      'confirm',
      { id: 'x', dossier: DOSSIER, ref: 'Vous pouvez partir', kind: 'approved', seconds: 8, language: 'fr' },
    ],
    [
      'signer',
      'confirm',
      { id: 'x', dossier: DOSSIER, ref: REF, kind: 'opened', seconds: 8, language: 'fr' },
    ],
    ['signer', 'cancel', {}],
    ['signer', 'transportSign', 'text'],
    ['journal', 'head', '../../x'],
    ['journal', 'startEpoch', {}],
    ['journal', 'commit', null],
    ['journal', 'commit', { expected: {}, acts: [], actIds: [] }],
    ['journal', 'commitAudit', { expected: null }],
    ['journal', 'audits', -1],
    ['journal', 'replay', 'x', 1],
    ['journal', 'chunk', '../../../etc/passwd'],
    ['journal', 'eraseWraps', '*'],
  ] as const;
  for (const [port, method, ...args] of hostile) {
    const answer = await call(port, method, ...args);
    const said = typeof answer === 'string' ? answer : (answer as { outcome?: string } | null)?.outcome;
    expect(
      ['SG-005', 'JRN-005', 'refused'],
      `${method} ${JSON.stringify(args)}: ${JSON.stringify(answer)}`,
    ).toContain(said);
  }
  const shell = await desk.page.evaluate(async (secret) => {
    const { guichet } = window as unknown as Captured;
    const said = (work: Promise<unknown>) => work.then(JSON.stringify, (error: Error) => error.message);
    return [
      await said(guichet.recepissePdf?.({ ref: secret }) as Promise<unknown>),
      await said(guichet.accessPdf?.({ ref: '<img>' }, new Uint8Array(1)) as Promise<unknown>),
      await said(guichet.print?.('text') as Promise<unknown>),
      await said(guichet.saveFile?.('../x.pdf', new Uint8Array(1)) as Promise<unknown>),
      await said(guichet.saveFile?.('dossier.exe', new Uint8Array(1)) as Promise<unknown>),
      await said(guichet.setTheme?.({}) as Promise<unknown>),
    ];
  }, REF);
  for (const answer of shell) expect(answer).toMatch(/IP-001$/);
});

test('it has acts, wraps, audit records and tokens signed, of this desk, so many in ten seconds, and nothing else', async () => {
  await unlock();
  const mayBeSigned = ['guichet-act+jws', 'guichet-wrap+jws', 'guichet-audit+jws', 'guichet-token+jws'];
  for (const type of JWS_TYPES.filter((one) => !mayBeSigned.includes(one)))
    expect(await sign(type, act('annotated')), type).toBe('SG-003');
  expect(await sign('guichet-act+jws', act('annotated', { desk: 'ML-PAR/A' }))).toBe('SG-005');
  expect(await sign('guichet-act+jws', act('annotated', { mission: 'ML-DKR' }))).toBe('SG-005');

  const counted = await desk.page.evaluate(
    async (kinds) => {
      const { sign } = window as unknown as Captured;
      const signed: Record<string, number> = {};
      for (const [type, members] of kinds) {
        signed[type] = 0;
        const start = performance.now();
        for (let i = 0; i < 300; i += 1)
          if ((await sign(type, members)).includes('.')) signed[type] = (signed[type] ?? 0) + 1;
        if (performance.now() - start > 9_000) throw new Error('too slow to be measured within ten seconds');
      }
      return signed;
    },
    [
      ['guichet-act+jws', act('annotated')],
      ['guichet-wrap+jws', wrap],
      ['guichet-audit+jws', audit],
      ['guichet-token+jws', { v: 1, ref: REF, act: HASH, day: '2026-11-21' }],
    ] as readonly (readonly [string, object])[],
  );
  expect(counted).toEqual({
    'guichet-act+jws': 30,
    'guichet-wrap+jws': 60,
    'guichet-audit+jws': 120,
    'guichet-token+jws': 30,
  });
});

test('it decides nothing that main’s strip has not counted down under its own reference', async () => {
  await unlock();
  for (const kind of ['approved', 'refused', 'countersigned', 'erased'])
    expect(await sign('guichet-act+jws', act(kind)), kind).toBe('SG-004');
  // The file that the officer sees counted down, and the one that the page would have decided.
  const shown = { id: 'one', dossier: OTHER, ref: REF, kind: 'approved', seconds: 0, language: 'fr' };
  const erasing = { ...shown, id: 'two', dossier: DOSSIER, kind: 'erased' };
  const start = performance.now();
  expect(await Promise.all([call('signer', 'confirm', shown), call('signer', 'confirm', erasing)])).toEqual([
    'confirmed',
    'confirmed',
  ]);
  expect(performance.now() - start).toBeGreaterThan(7_900);
  expect(await sign('guichet-act+jws', act('approved', { dossier: OTHER, ref: 'PAR-B-26-00418-4' }))).toBe(
    'SG-004',
  );
  expect(await sign('guichet-act+jws', act('approved', { dossier: DOSSIER }))).toBe('SG-004');
  expect(await sign('guichet-act+jws', act('refused', { dossier: OTHER }))).toBe('SG-004');
  expect(await sign('guichet-act+jws', act('erased', { dossier: OTHER }))).toBe('SG-004');
  for (const [kind, dossier] of [
    ['approved', OTHER],
    ['erased', DOSSIER],
  ] as const) {
    expect(await sign('guichet-act+jws', act(kind, { dossier }))).toContain('.');
    expect(await sign('guichet-act+jws', act(kind, { dossier }))).toBe('SG-004');
  }
});

test('it counts down no more at once than the strip shows', async () => {
  await unlock();
  const ends = await desk.page.evaluate(
    async ([dossier, ref]) => {
      const { call } = window as unknown as Captured;
      const many = Array.from({ length: 40 }, (_, i) =>
        call('signer', 'confirm', {
          id: `d${i}`,
          dossier,
          ref,
          kind: 'approved',
          seconds: 8,
          language: 'fr',
        }),
      );
      return Promise.all(many);
    },
    [DOSSIER, REF],
  );
  expect(ends.filter((end) => end === 'confirmed')).toHaveLength(8);
});

test('it reads no file and reaches nobody but the centre', async () => {
  await unlock();
  const datagrams: number[] = [];
  const udp = createSocket('udp4', (socket) => socket);
  udp.on('message', (bytes) => datagrams.push(bytes.length));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  let connections = 0;
  const tcp = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const port = (tcp.address() as { port: number }).port;
  const found = await desk.page.evaluate(
    async ([outside, stun]) => {
      const ends = (work: Promise<unknown>) =>
        work.then(
          () => 'reached',
          () => 'refused',
        );
      const event = (target: EventTarget, good: string) =>
        new Promise<string>((resolve) => {
          target.addEventListener(good, () => resolve('reached'));
          target.addEventListener('error', () => resolve('refused'));
        });
      // Whoever queues it is told of no end: only the stranger's own count shows whether it went.
      navigator.sendBeacon(`http://127.0.0.1:${outside}/`, 'secret');
      const image = new Image();
      image.src = `http://127.0.0.1:${outside}/?secret`;
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${stun}` }] });
      peer.createDataChannel('x');
      await peer.setLocalDescription(await peer.createOffer());
      await new Promise<void>((resolve) => {
        setTimeout(resolve, 3000);
      });
      return {
        file: await ends(fetch('file:///etc/hostname')),
        main: (await fetch('guichet://desk/../main/main.js').catch(() => ({ status: 0 }))).status,
        strip: await ends(fetch('guichet://strip/strip.html')),
        outside: await ends(fetch(`http://127.0.0.1:${outside}/?secret`)),
        socket: await event(new WebSocket(`ws://127.0.0.1:${outside}/`), 'open'),
        source: await event(new EventSource(`http://127.0.0.1:${outside}/`), 'open'),
        image: await ends(image.decode()),
        worker: await ends(
          new Promise((resolve, reject) => {
            const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
            worker.onmessage = resolve;
            worker.onerror = reject;
          }),
        ),
      };
    },
    [port, udp.address().port] as const,
  );
  udp.close();
  tcp.close();
  expect(found).toEqual({
    file: 'refused',
    main: 404,
    strip: 'refused',
    outside: 'refused',
    socket: 'refused',
    source: 'refused',
    image: 'refused',
    worker: 'refused',
  });
  expect(connections, 'connections to a stranger').toBe(0);
  expect(datagrams, 'datagrams of a peer connection').toEqual([]);
});

test('it leaves no dump of its memory when it dies, and what it copied is gone after the lock', async () => {
  await unlock();
  const { app, page } = desk;
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    field.value = 'ERIKSSON COPIED';
    document.body.append(field);
    field.select();
  });
  await page.keyboard.press('Control+C');
  const clipboard = (): Promise<string> => app.evaluate(({ clipboard: system }) => system.readText());
  await expect.poll(clipboard).toBe('ERIKSSON COPIED');
  await call('signer', 'lock');
  await expect.poll(clipboard).toBe('');
  await unlock();
  await page.evaluate(() => navigator.clipboard.writeText('ERIKSSON WRITTEN'));
  await expect.poll(clipboard).toBe('ERIKSSON WRITTEN');
  await call('signer', 'lock');
  await expect.poll(clipboard).toBe('');
  // the officer turns to another program, and copies something there
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.blur());
  await app.evaluate(({ clipboard: system }) => system.writeText('from elsewhere'));
  await call('signer', 'lock');
  expect(await clipboard()).toBe('from elsewhere');

  const gone = page.waitForEvent('crash');
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await gone;
  const names = await readdir(kit.profile, { recursive: true });
  expect(names.filter((name) => /\.dmp$|minidump|core(\.\d+)?$/i.test(name))).toEqual([]);
});
