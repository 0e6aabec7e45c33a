import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { fileMark } from '../../app/acts/file-mark.ts';
import type { DossierId } from '../../app/acts/ids.ts';
import { parseCompact, verifyCompact } from '../../app/seal/jws.ts';
import { importPublic } from '../../app/seal/keys.ts';
import { jpeg } from '../app/evidence/images.ts';
import type { BarePage } from './bare-page/page.ts';
import { buildProgram, DESK, type Kit, launch, MISSION, makeKit, type RunningDesk } from './program.ts';

const DOSSIER = '0123456789ABCDEFGHJKMNPQRSU';
const HASH = 'A'.repeat(43);
let program: string;
let kit: Kit;
let desk: RunningDesk | null = null;

const act = (kind: string): string =>
  JSON.stringify({
    v: 1,
    mission: MISSION,
    desk: DESK,
    dossier: DOSSIER,
    ref: 'PAR-B-26-00417-6',
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
  });

const signer = {
  unlock: (page: Page, secret: string) =>
    page.evaluate(
      ([kid, text]) => (window as unknown as BarePage).platform.signer.unlock(kid as never, text as string),
      [kit.kid, secret],
    ),
  choosePin: (page: Page, pin: string) =>
    page.evaluate(
      ([kid, words, chosen]) =>
        (window as unknown as BarePage).platform.signer.choosePin(
          kid as never,
          words as string,
          chosen as string,
        ),
      [kit.kid, kit.words, pin],
    ),
  slots: (page: Page) => page.evaluate(() => (window as unknown as BarePage).platform.signer.slots()),
  sign: (page: Page, kind: string) =>
    page.evaluate(
      (text) =>
        (window as unknown as BarePage).platform.signer
          .sign('guichet-act+jws', new TextEncoder().encode(text))
          .catch((error: { code: string }) => error.code),
      act(kind),
    ),
  confirm: (page: Page, id: string) =>
    page.evaluate(
      ([decision, dossier]) =>
        (window as unknown as BarePage).platform.signer.confirm({
          id: decision as string,
          dossier: dossier as never,
          ref: 'PAR-B-26-00417-6' as never,
          kind: 'approved',
          seconds: 1,
          language: 'fr',
        }),
      [id, DOSSIER],
    ),
};

const stripOf = async (running: RunningDesk): Promise<Page> => {
  const find = (): Page | undefined =>
    running.app.windows().find((p) => p.url().startsWith('guichet://strip/'));
  await expect.poll(() => find() !== undefined).toBe(true);
  return find() as Page;
};

test.beforeAll(async () => {
  program = await buildProgram();
});
test.afterAll(() => rm(program, { recursive: true }));
test.beforeEach(async () => {
  kit = await makeKit();
});
test.afterEach(async () => {
  await desk?.app.close();
  desk = null;
  await rm(kit.profile, { recursive: true, force: true, maxRetries: 5 });
});

test('without a key store words unlock, signatures verify, and a lock or reload takes the key away', async () => {
  desk = await launch(program, kit.profile, 'none');
  const { page } = desk;
  expect(await signer.slots(page)).toMatchObject([{ kid: kit.kid, initials: 'AE', secret: 'passphrase' }]);
  expect(await signer.sign(page, 'annotated')).toBe('SG-001');
  expect(await signer.unlock(page, kit.words.toUpperCase().replaceAll('-', ' '))).toMatchObject({
    outcome: 'opened',
    slot: { kid: kit.kid, readModelKeys: { 'ML-PAR': 'k' } },
  });
  const parsed = parseCompact(await signer.sign(page, 'annotated'));
  expect(new TextDecoder().decode(parsed.payload)).toBe(act('annotated'));
  await verifyCompact(parsed, await importPublic(kit.publicKey, 'sig'));
  await page.reload();
  await page.getByText('ready').waitFor();
  expect(await signer.sign(page, 'annotated')).toBe('SG-001');
});

test('a wrong secret’s delay survives the end of the program', async () => {
  desk = await launch(program, kit.profile, 'none');
  for (const wrong of ['a', 'b']) {
    await expect.poll(async () => (await signer.slots(desk!.page))[0]?.waitUntil ?? null).toBeNull();
    expect((await signer.unlock(desk.page, wrong)).outcome).toBe('refused');
  }
  await desk.app.close();
  // As if the second failure had been the twelfth.
  const path = join(kit.profile, 'desk', 'attempts', `${kit.kid}.json`);
  const record = JSON.parse(await readFile(path, 'utf8'));
  expect(record.failures).toBe(2);
  await writeFile(path, JSON.stringify({ ...record, failures: 12 }));
  desk = await launch(program, kit.profile, 'none');
  expect((await signer.unlock(desk.page, kit.words)).outcome).toBe('refused');
  expect((await signer.slots(desk.page))[0]?.waitUntil).not.toBeNull();
});

test('with a key store a PIN is chosen once, opens after a restart, and no private key lies in clear', async () => {
  desk = await launch(program, kit.profile, 'os');
  const store = await desk.page.evaluate(() => (window as unknown as BarePage).platform.signer.keyStore());
  expect(store, 'this test runs in a session with a key ring (npm test opens one)').toBe('os');
  expect(await signer.unlock(desk.page, kit.words)).toEqual({ outcome: 'choose-pin' });
  expect((await signer.choosePin(desk.page, '482017')).outcome).toBe('opened');
  await desk.app.close();

  const files = (await readdir(join(kit.profile, 'desk'), { recursive: true, withFileTypes: true })).filter(
    (f) => f.isFile(),
  );
  for (const file of files) {
    const text = await readFile(join(file.parentPath, file.name), 'utf8');
    for (const secret of kit.secrets) expect(text.includes(secret), file.name).toBe(false);
  }

  desk = await launch(program, kit.profile, 'os');
  expect((await signer.unlock(desk.page, '482017')).outcome).toBe('opened');
  const session = await desk.page.evaluate(() =>
    (window as unknown as BarePage).platform.transport?.sign(new TextEncoder().encode('{"nonce":"n"}')),
  );
  expect(parseCompact(session ?? '').typ).toBe('guichet-session+jws');
  await desk.app.close();

  desk = await launch(program, kit.profile, 'none'); // the same disk without its key store
  expect((await signer.unlock(desk.page, '482017')).outcome).toBe('refused');
});

test('a decision counts down in a strip of main’s, eight seconds at least; Escape and Annuler end it', async () => {
  desk = await launch(program, kit.profile, 'none');
  const { page } = desk;
  await signer.unlock(page, kit.words);
  const strip = await stripOf(desk);

  const byButton = signer.confirm(page, 'one');
  await expect(strip.getByText('PAR-B-26-00417-6')).toBeVisible();
  await expect(strip.getByText(fileMark(DOSSIER as DossierId))).toBeVisible();
  await expect(strip.getByText(/Scellé dans [78]\u00a0s/)).toBeVisible();
  await strip.getByRole('button', { name: /Annuler/ }).click();
  expect(await byButton).toBe('cancelled');
  expect(await signer.sign(page, 'approved')).toBe('SG-004');

  const byKey = signer.confirm(page, 'two');
  await expect(strip.getByText(/Scellé dans/)).toBeVisible();
  // A real key to the window: Playwright's own keys go past the main process.
  await desk.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Escape' });
  });
  expect(await byKey).toBe('cancelled');

  const start = performance.now();
  expect(await signer.confirm(page, 'three')).toBe('confirmed');
  expect(performance.now() - start).toBeGreaterThan(7_900);
  expect(parseCompact(await signer.sign(page, 'approved')).kid).toBe(kit.kid);
  expect(await signer.sign(page, 'approved')).toBe('SG-004');
});

test('the page is closed in: policy, permissions, windows, navigation, other origins, paths', async () => {
  desk = await launch(program, kit.profile, 'none');
  const { page, app } = desk;
  const found = await page.evaluate(async () => {
    const attempt = (work: () => Promise<unknown>): Promise<string> =>
      work().then(String, (e: Error) => e.name);
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.head.append(inline);
    const page = await fetch('/');
    return {
      csp: page.headers.get('content-security-policy'),
      inlineRan: 'inlineRan' in window,
      require: typeof (window as { require?: unknown }).require,
      process: typeof (window as { process?: unknown }).process,
      opened: window.open('https://example.org/'),
      outside: await attempt(() => fetch('https://example.org/')),
      microphone: (await navigator.permissions.query({ name: 'microphone' as never })).state,
      location: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('told'),
          (error) => resolve(error.code),
        ),
      ),
      traversal: (await fetch('/..%2f..%2fmain%2fmain.js')).status,
      map: (await fetch('/assets/none.map')).status,
      type: page.headers.get('content-type'),
    };
  });
  expect(found).toMatchObject({
    inlineRan: false,
    require: 'undefined',
    process: 'undefined',
    opened: null,
    outside: 'TypeError',
    microphone: 'denied',
    location: 1,
    traversal: 404,
    map: 404,
    type: 'text/html; charset=utf-8',
  });
  expect(found.csp).toContain("default-src 'none'");
  expect(found.csp).toContain("connect-src 'self' http://127.0.0.1:9;");
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  expect(page.url()).toBe('guichet://desk/');
  const shown = await app.evaluate(({ BrowserWindow }) => {
    const [desk] = BrowserWindow.getAllWindows();
    return { title: desk?.getTitle(), smallest: desk?.getMinimumSize() };
  });
  expect(shown).toEqual({ title: 'Guichet', smallest: [1280, 640] });
  expect(await readFile(join(kit.profile, 'logs', 'desk.log'), 'utf8')).toMatch(/^[\dT:.Z-]+ MN-008$/m);
});

test('a second start shows the first desk; another profile is another desk', async () => {
  desk = await launch(program, kit.profile, 'none');
  const second = await launch(program, kit.profile, 'none').then(
    () => 'ran',
    () => 'ended',
  );
  expect(second).toBe('ended');
  const other = await makeKit();
  const neighbour = await launch(program, other.profile, 'none');
  await neighbour.app.close();
  await rm(other.profile, { recursive: true });
});

// ── print ─────────────────────────────────────────────────────────────────────────────────────────

const run = promisify(execFile);

const longest = (language: 'fr' | 'en' | 'ar', duplicate = 0) => ({
  mission: MISSION,
  missionName: {
    fr: 'Consulat général du Mali à Paris, section consulaire et de la chancellerie',
    en: 'Consulate General of Mali in Paris, consular and chancery section',
    ar: 'القنصلية العامة لمالي بباريس، القسم القنصلي',
  },
  desk: DESK,
  at: '2026-11-21T10:43:00Z',
  ref: 'PAR-B-26-00417-6',
  applicant: 'ERIKSSON-MUSTERMANN épouse SPECIMEN Anna Maria Fatoumata Ɛlisabɛti Ɲagalen Wilhelmina',
  applicantArabic: 'إريكسون آنا ماريا فاطوماتا إليزابيت',
  service: {
    fr: 'Transcription d’un acte de naissance dressé à l’étranger, enfant mineur, deux parents',
    en: 'Transcription of a birth certificate issued abroad, minor child, two parents',
    ar: 'تسجيل رسم ولادة محرر بالخارج، طفل قاصر، والدان',
  },
  received: Array.from({ length: 9 }, (_, i) => ({
    fr: `Copie intégrale de l’acte de naissance n° ${i + 1}`,
    en: `Full copy of the birth certificate no. ${i + 1}`,
    ar: `نسخة كاملة من رسم الولادة رقم ${i + 1}`,
  })),
  originals: Array.from({ length: 3 }, (_, i) => ({
    title: {
      fr: `Ancien passeport L898902C${i}`,
      en: `Former passport L898902C${i}`,
      ar: `جواز قديم L898902C${i}`,
    },
    until: '2026-12-05',
  })),
  missing: Array.from({ length: 3 }, (_, i) => ({
    title: { fr: `Justificatif de profession ${i}`, en: `Proof of occupation ${i}`, ar: `إثبات المهنة ${i}` },
    dueBy: '2026-12-05',
  })),
  fee: {
    due: { amount: 55_000, currency: 'XOF' },
    toBeConfirmed: false,
    collected: { amount: 8_400, currency: 'EUR' },
    rate: '655,957',
    quittance: 'PAR-Q-26-01120',
  },
  dueBy: '2026-12-05',
  language,
  // As long as a token may be, and of all its characters: no shorter coding than bytes.
  token: Array.from({ length: 360 }, (_, i) => 'aZ-9_b.Yq7'[(i * 7 + (i >> 3)) % 10]).join(''),
  duplicate,
});

async function pdfOf(page: Page, model: object): Promise<Uint8Array> {
  const bytes = await page.evaluate(
    async (m) => [...(await (window as unknown as BarePage).guichet.recepissePdf(m as never))],
    model,
  );
  return Uint8Array.from(bytes);
}

const EXPECTED = {
  fr: [
    'Récépissé de dépôt',
    'Ɛlisabɛti Ɲagalen',
    '55 000 F CFA',
    'perçu 84,00 €',
    '5 décembre 2026',
    'Guichet B',
  ],
  en: ['Filing receipt', 'Ɛlisabɛti Ɲagalen', '55,000 F CFA', '5 December 2026', 'Desk B'],
  ar: ['Récépissé de dépôt', 'PAR-Q-26-01120', '5 décembre 2026', 'Ɛlisabɛti Ɲagalen'],
} as const;

for (const language of ['fr', 'en', 'ar'] as const) {
  test(`the récépissé in ${language}: one A5 page, its text is text, its QR reads from a grey 200 dpi copy`, async () => {
    desk = await launch(program, kit.profile, 'none');
    const model = longest(language, 1);
    const folder = process.env.GUICHET_KEEP_PDF ?? (await mkdtemp(join(tmpdir(), 'guichet-print-')));
    const file = join(folder, `recepisse-${language}.pdf`);
    await mkdir(folder, { recursive: true });
    await writeFile(file, await pdfOf(desk.page, model));

    const { stdout: info } = await run('pdfinfo', [file]);
    expect(info).toMatch(/Pages:\s+1\n/);
    expect(info).toMatch(/Tagged:\s+yes/);
    const [, width, height] = info.match(/Page size:\s+([\d.]+) x ([\d.]+) pts/) ?? [];
    expect(Math.abs(Number(width) - (148 / 25.4) * 72)).toBeLessThan(1);
    expect(Math.abs(Number(height) - (210 / 25.4) * 72)).toBeLessThan(1);

    const { stdout } = await run('pdftotext', ['-layout', file, '-']);
    const text = stdout.replace(/[\s\u00a0]+/g, ' ');
    for (const part of ['PAR-B-26-00417-6', ...EXPECTED[language]]) expect(text).toContain(part);
    const { stdout: fonts } = await run('pdffonts', [file]);
    // Chromium draws variable fonts as Type 3, embedded and without a name: any other would be the system's.
    const lines = fonts.split('\n').slice(2).filter(Boolean);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^\[none\]\s+Type 3\s+Custom\s+yes/);

    await run('pdftoppm', ['-r', '200', '-gray', '-png', '-singlefile', file, file.replace('.pdf', '')]);
    const { stdout: code } = await run('zbarimg', ['-q', '--raw', file.replace('.pdf', '.png')]);
    expect(code.trim()).toBe(model.token);
    if (process.env.GUICHET_KEEP_PDF === undefined) await rm(folder, { recursive: true });
  });
}

test('an applicant’s file is a tagged A4 PDF in their language: hostile texts are text, each scan has its page', async () => {
  desk = await launch(program, kit.profile, 'none');
  const scan = jpeg(40, 60);
  const long = 'SPECIMEN'.repeat(500);
  const pages = (language: 'fr' | 'ar') => ({
    ref: 'PAR-B-26-00417-6',
    language,
    title: language === 'fr' ? 'Votre dossier' : 'ملفكم',
    parts: [
      { title: language === 'fr' ? 'Données' : 'المعطيات', level: 1, lines: [] },
      {
        title: 'Page',
        level: 2,
        lines: [
          { label: 'Nom', value: 'ERIKSSON', ltr: true },
          { label: 'Lieu', value: '<img src=x onerror="document.title=1"><script>x()</script>' },
          { label: 'Note', value: long },
          { label: '', value: 'آنا ماريا' },
        ],
      },
    ],
    // The second is no picture.
    pictures: [0, 1].map((n) => ({
      title: `Pièce ${n + 1}`,
      mediaType: 'image/jpeg',
      at: n * scan.length,
      length: scan.length,
    })),
    undrawn: 'Cette pièce n’est pas une image',
  });
  const folder = process.env.GUICHET_KEEP_PDF ?? (await mkdtemp(join(tmpdir(), 'guichet-print-')));
  await mkdir(folder, { recursive: true });
  for (const language of ['fr', 'ar'] as const) {
    const bytes = await desk.page.evaluate(
      async ([model, pictures]) => [
        ...(await (window as unknown as BarePage).guichet.accessPdf(
          model as never,
          Uint8Array.from(pictures as number[]),
        )),
      ],
      [pages(language), [...scan, ...scan.map(() => 7)]] as const,
    );
    const file = join(folder, `access-${language}.pdf`);
    await writeFile(file, Uint8Array.from(bytes));
    const { stdout: info } = await run('pdfinfo', [file]);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/Title:\s+PAR-B-26-00417-6\n/);
    expect(info).toMatch(/Pages:\s+[45]\n/);
    const [, width, height] = info.match(/Page size:\s+([\d.]+) x ([\d.]+) pts/) ?? [];
    expect(Math.abs(Number(width) - (210 / 25.4) * 72)).toBeLessThan(1);
    expect(Math.abs(Number(height) - (297 / 25.4) * 72)).toBeLessThan(1);
    const { stdout } = await run('pdftotext', [file, '-']);
    // A long text goes on behind the foot of its page.
    const text = stdout.replace(/[\s\u00a0]+/g, '').replace(/PAR-B-26-00417-6\d\/\d/g, '');
    for (const part of ['ERIKSSON', '<imgsrc=xonerror="document.title=1"><script>x()</script>'])
      expect(text).toContain(part);
    // In a page from right to left the tool takes the foot apart.
    if (language === 'fr') expect(text.includes(long)).toBe(true);
    expect(text.match(/SPECIMEN/g)?.length).toBeGreaterThan(490);
    expect(text).toContain('Cettepiècen’estpasuneimage');
    // At the foot of each page.
    for (const page of stdout.split('\f').slice(0, -1))
      expect(page).toMatch(/PAR-B-26-00417-6[\s\S]*\d\/[45]/);
    const { stdout: images } = await run('pdfimages', ['-list', file]);
    expect(images.split('\n').filter((one) => / 40 +60 /.test(one))).toHaveLength(1);
  }
  if (process.env.GUICHET_KEEP_PDF === undefined) await rm(folder, { recursive: true });
});

test('printing says when there is no printer, and prints nothing that was not drawn here', async () => {
  desk = await launch(program, kit.profile, 'none');
  // A machine of CI has none; on one that has, no test opens its dialog.
  await desk.app.evaluate(({ app }) =>
    app.on('browser-window-created', (_event, window) => {
      window.webContents.getPrintersAsync = async () => [];
    }),
  );
  const bytes = [...(await pdfOf(desk.page, longest('fr')))];
  const outcome = await desk.page.evaluate(async (pdf) => {
    const { guichet } = window as unknown as BarePage;
    return {
      same: await guichet.print(Uint8Array.from(pdf)),
      other: await guichet.print(new Uint8Array(8)).catch((error: Error) => error.message),
      shape: await guichet.recepissePdf({ ref: 'x' } as never).catch((error: Error) => error.message),
    };
  }, bytes);
  expect(outcome.same).toEqual({ outcome: 'no-printer' });
  expect(outcome.other).toMatch(/PR-004$/);
  expect(outcome.shape).toMatch(/IP-001$/);
});

test('the preview shows the very PDF, in the browser’s own viewer, and a lock forgets it', async () => {
  desk = await launch(program, kit.profile, 'none');
  const { page, app } = desk;
  await signer.unlock(page, kit.words);
  const pdf = await pdfOf(page, longest('fr'));
  const address = `guichet://preview/${createHash('sha256').update(pdf).digest('hex')}.pdf`;
  const show = (url: string) =>
    page.evaluate((src) => {
      const frame = document.createElement('iframe');
      frame.src = src;
      document.body.replaceChildren(frame);
    }, url);
  /** the viewer's innermost frame holds the document itself */
  const framesOfDocument = () =>
    app.evaluate(
      ({ BrowserWindow }, url) =>
        BrowserWindow.getAllWindows()[0]?.webContents.mainFrame.framesInSubtree.filter((frame) =>
          frame.url.startsWith(url),
        ).length,
      address,
    );
  await show(address);
  await expect.poll(framesOfDocument).toBe(2);
  await page.evaluate(() => (window as unknown as BarePage).platform.signer.lock());
  await show(`${address}?again`);
  await expect.poll(framesOfDocument).toBe(1);
});
