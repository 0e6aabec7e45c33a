/**
 * `npm run bench -- catalogue`: what hundreds of services cost. A release of 600 and one of 6,000 (the generated reference)
 * arrives, is opened again at the next start, is searched as somebody types and is asked questions, in Node, with the
 * desk's own code; beside it the digests and the signature alone, which nobody can save. A form of 60 fields is typed into
 * in a real Chromium, from each key to the frame that shows it. `--part services|form` measures one of them.
 */
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { chromium } from 'playwright';
import { isoTime } from '../../app/acts/clock.ts';
import type { DeskId, ServiceCode } from '../../app/acts/ids.ts';
import { passagesIn } from '../../app/assistant/passages.ts';
import { parseDefinition, type ServiceDefinition } from '../../app/catalogue/definition.ts';
import countries from '../../assets/catalogue/countries.json' with { type: 'json' };
import { serviceFinder } from '../../renderer/screens/shared/find-services.ts';
import { ReferenceData } from '../../renderer/worker/reference-data.ts';
import type { FactShelf } from '../../renderer/worker/stores.ts';
import { referenceServices } from '../../scripts/catalogue/reference.ts';
import { chromiumLaunchOptions } from '../../scripts/chromium.mjs';
import { releaseDocuments } from '../../scripts/ministry/release-documents.ts';
import { openForm } from '../renderer/screens/open-form.ts';
import { openPreview } from '../renderer/specimen-pages.ts';
import { configurationOf } from '../world/desk-in-node.ts';
import { World } from '../world/world.ts';
import type { BenchRow } from './bench-row.ts';

const SIZES = (process.env.BENCH_SERVICES ?? '600,6000').split(',').map(Number);
const STARTS = 5;
const FIELDS = 60;
const SEARCHED = ['certificat', 'autorisation boulangerie', 'specimen 0420', 'رخصة', 'licence hotel'];
const ASKED = [
  'combien coûte le certificat de vaccination',
  'autorisaton boulangerie delai',
  'what do I need for the beekeeping licence',
  'من يقرر في رخصة فندق',
  'où déposer la déclaration de logement',
  'permis de conduire',
  'duplicata bibliotheque combien de temps valable',
];

export async function catalogue({ part }: { readonly part?: string }): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  if (part !== 'form') for (const size of SIZES) rows.push(...(await ofServices(size)));
  if (part !== 'services') rows.push(await ofForm());
  return rows;
}

async function ofServices(size: number): Promise<readonly BenchRow[]> {
  const world = await World.open();
  const services = referenceServices(size);
  const documents = await releaseDocuments(world.ministry.catalogue, services, {
    country: 'UT',
    n: 2,
    issuedAt: isoTime(world.clock.now()),
  });
  const texts = documents.flatMap((one) => ('json' in one ? [one.json] : []));
  const facts = factsInMemory();
  const configuration = configurationOf(world, 'ML-PAR/B' as DeskId, null);
  const start = async () => {
    const data = await ReferenceData.open(configuration, facts);
    const before = performance.now();
    await data.add(documents);
    const listed = (await data.services()).length;
    if (listed !== size) throw new Error(`${listed} of ${size} services are in force`);
    return { data, took: performance.now() - before };
  };
  const arrival = await start();
  const again: number[] = [];
  for (let n = 0; n < STARTS; n += 1) again.push((await start()).took);
  const digests = timed(() => {
    for (const text of texts) createHash('sha256').update(text).digest();
  });

  const entries = await arrival.data.services();
  const finders = (['fr', 'ar'] as const).map((language) => serviceFinder(entries, language));
  const found = typed(SEARCHED).flatMap((query) => finders.map((find) => timed(() => find(query))));

  const release = arrival.data.newest;
  const definitionOf = (code: ServiceCode) => release?.asSigned(code);
  const before = performance.now();
  const ask = passagesIn(services, Object.values(countries), definitionOf);
  const built = performance.now() - before;
  const answers = typed(ASKED).map((question) => timed(() => ask(question, null)));
  const named = `${size} services`;
  const limit = (of: number) => (size === SIZES[0] ? { limit: of } : {});
  const row = (metric: string, ours: number, of?: number): BenchRow => ({
    case: named,
    metric,
    unit: 'ms',
    ours,
    ...(of === undefined ? {} : { ...limit(of), ...(size === SIZES[0] ? { ratio: ours / of } : {}) }),
  });
  return [
    row('first look at a release that arrives', arrival.took),
    {
      ...row('load and verify at a start, median', median(again), 300),
      peer: digests,
      peerName: 'SHA-256 alone',
    },
    row('search as one types, p95', p95(found), 10),
    row('read for the assistant, once', built),
    row('assistant’s answer, p95', p95(answers), 50),
  ];
}

/** A form of 60 fields on one page, with conditions and checks like any other; each key to the frame that shows it. */
async function ofForm(): Promise<BenchRow> {
  const service = longForm();
  const preview = await openPreview('bench-form', { '/services.json': JSON.stringify([service]) });
  const options = chromiumLaunchOptions();
  const browser = await chromium.launch({
    ...options,
    // A frame is drawn as soon as there is something to draw: else the screen's own 16 ms are measured.
    args: [...(options.args ?? []), '--disable-frame-rate-limit', '--disable-gpu-vsync'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 700 } });
    await page.goto(`${preview.url}?lang=fr&services=/services.json&mission=ML-PAR#/home`);
    await page.locator('h1').first().waitFor();
    await openForm(page, service.code);
    await page.locator('#field-long-01').waitFor();
    await page.evaluate(() => {
      const kept: number[] = [];
      Object.assign(window, { kept });
      window.addEventListener(
        'keydown',
        ({ timeStamp }) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => kept.push(performance.now() - timeStamp);
          // After the frame: the message waits for the painting that the callback precedes.
          requestAnimationFrame(() => port2.postMessage(null));
        },
        { capture: true },
      );
    });
    for (let n = 1; n <= FIELDS; n += 5) {
      await page.locator(`#field-long-${String(n).padStart(2, '0')}`).focus();
      await page.keyboard.type('Avenue de la République', { delay: 30 });
    }
    const kept = await page.evaluate(() => (window as unknown as { kept: number[] }).kept);
    const ours = p95(kept);
    return {
      case: `form of ${FIELDS} fields, ${kept.length} keys`,
      metric: 'keystroke to paint, p95',
      unit: 'ms',
      ours,
      limit: 16,
      ratio: ours / 16,
    };
  } finally {
    await browser.close();
    await preview.close();
  }
}

/** The first reference service with 60 questions on its first page: every fifth hangs on the one before it. */
function longForm(): ServiceDefinition {
  const [first] = referenceServices(1);
  if (!first) throw new Error('no reference');
  const fields = Array.from({ length: FIELDS }, (_, n) => {
    const serial = String(n + 1).padStart(2, '0');
    const label = { fr: `Question ${serial}`, en: `Question ${serial}`, ar: `السؤال ${serial}` };
    const asked = { type: 'text', code: `long-${serial}`, label, span: 3, optional: true };
    return n % 5 === 4
      ? { ...asked, when: { field: `long-${String(n).padStart(2, '0')}`, is: 'yes' } }
      : asked;
  });
  const [page, ...others] = first.pages;
  return parseDefinition({
    ...first,
    country: 'ML',
    pages: [{ code: 'long', title: first.title, fields }, page, ...others],
  });
}

function factsInMemory(): FactShelf {
  const facts = new Map<string, string>();
  return {
    get: async (key) => facts.get(key),
    set: async (key, value) => void facts.set(key, value),
    delete: async (key) => void facts.delete(key),
    withPrefix: async (prefix) => [...facts].filter(([key]) => key.startsWith(prefix)),
  };
}

/** What stands in the field after each key. */
const typed = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) => [...text].map((_, n) => text.slice(0, n + 1)));

function timed(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}
const sorted = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]): number =>
  sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN;
const p95 = (values: readonly number[]): number =>
  sorted(values)[Math.floor(values.length * 0.95)] ?? Number.NaN;
