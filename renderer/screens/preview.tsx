/**
 * Every screen in each of its states, on specimen data, for pictures and tests. Not an entry of the shipped build:
 * only HTML files at the top of renderer/ are. `preview.html?lang=ar&theme=dark&state=empty#/dossiers/all`, or at the
 * central office `preview.html?state=central&fleet=many#/central/desks`. With `services=/services.json` the forms are those
 * of the definitions that lie there, and `service=ml-passport-ordinary` opens one of them, kept over a reload (`npm run
 * catalogue -- preview`); `mission=TG-PAR` and `today=2026-11-21` say where and when.
 */
import { createRoot } from 'react-dom/client';
import { parseMissionCode, type ServiceCode } from '../../app/acts/ids.ts';
import { parseDefinition } from '../../app/catalogue/definition.ts';
import type { Officer } from '../../app/desk/officer.ts';
import { isLocale } from '../ui/locale.ts';
import '../ui/ui.css';
import { App } from './app/app.tsx';
import { DENSITIES, THEMES } from './app/preferences.tsx';
import { centralSpecimen, REVIEWER_WORDS } from './central/specimen/central-desk.ts';
import { FLEETS } from './central/specimen/fleet.ts';
import { specimenDeskAnswer, specimenDeskRequest, specimenRoot } from './specimen/commissioning.ts';
import { SPECIMEN_NOW } from './specimen/dossiers.ts';
import { specimenAnswer, specimenRequest } from './specimen/enrolment.ts';
import { SPECIMEN_KEYRINGS } from './specimen/keyrings.ts';
import { SPECIMEN_LINKS } from './specimen/links.ts';
import { SPECIMEN_PIN, specimenDesk } from './specimen/specimen-desk.ts';
import { specimenShell } from './specimen/specimen-shell.ts';

const query = new URLSearchParams(window.location.search);
const flags = new Set((query.get('state') ?? '').split(','));
const locked = flags.has('locked');
const link = Object.keys(SPECIMEN_LINKS).find((key) => key === query.get('link')) as
  | keyof typeof SPECIMEN_LINKS
  | undefined;
const keyring = Object.keys(SPECIMEN_KEYRINGS).find((key) => key === query.get('keyring')) as
  | keyof typeof SPECIMEN_KEYRINGS
  | undefined;
const started = performance.now();
const today = query.get('today');
/** The specimen's morning, or that of another day, going on from there. */
const morning = Date.parse(today === null ? SPECIMEN_NOW : `${today}T10:43:00`);
const now = (): number => morning + (performance.now() - started);
/** Definitions that lie beside the page, as `npm run catalogue -- preview` and the tests lay them there. */
const servicesAt = query.get('services');
const readServices = async (path: string) =>
  ((await (await fetch(path)).json()) as readonly unknown[]).map(parseDefinition);
const services = servicesAt === null ? null : await readServices(servicesAt);
const where = query.get('mission');
const AUDITS = ['faults', 'whole', 'many'] as const;
const fleet = FLEETS.find((one) => one === query.get('fleet'));
const mission = {
  now,
  unlocked: !locked,
  commissioned: !flags.has('new'),
  empty: flags.has('empty'),
  recovery: flags.has('recovery'),
  moved: flags.has('moved'),
  head: flags.has('head'),
  overtaken: flags.has('overtaken'),
  waiting: flags.has('waiting'),
  words: flags.has('words'),
  destroys: flags.has('destroys'),
  destroyed: flags.has('destroyed'),
  nobody: flags.has('nobody'),
  ...(services ? { services, keepDrafts: true } : {}),
  ...(where === null ? {} : { mission: parseMissionCode(where) }),
  ...(link ? { link } : {}),
  ...(keyring ? { keyring } : {}),
  ...(flags.has('revoked') ? { revoked: 'waiting' as const } : {}),
  ...(flags.has('handed-over') ? { revoked: 'done' as const } : {}),
};
const connection = flags.has('central')
  ? centralSpecimen({
      now,
      unlocked: !locked,
      empty: flags.has('empty'),
      enrolment: flags.has('enrolment'),
      auditor: AUDITS.find((one) => flags.has(`audit-${one}`)),
      supervisor: flags.has('supervisor'),
      ...(fleet ? { fleet } : {}),
    })
  : specimenDesk(mission);
const locale = query.get('lang');
const theme = THEMES.find((one) => one === query.get('theme'));
const density = DENSITIES.find((one) => one === query.get('density'));
const fixedPreferences = {
  locale: isLocale(locale) ? locale : ('fr' as const),
  ...(theme ? { theme } : {}),
  ...(density ? { density } : {}),
};

async function officer(): Promise<Officer | undefined> {
  const { unlocked } = await connection.desk.situation();
  if (unlocked === null) return undefined;
  const answer = await connection.desk.unlock(unlocked, flags.has('central') ? REVIEWER_WORDS : SPECIMEN_PIN);
  return answer.outcome === 'unlocked' ? answer.officer : undefined;
}

const shell = specimenShell(flags.has('browser') ? 'browser' : 'electron');
// For the tests: the desk, what was saved as files, and words that stand for requests and answers.
Object.assign(window, {
  desk: connection.desk,
  saved: shell.saved,
  forms: shell.forms,
  specimenRequest,
  specimenAnswer,
  specimenRoot,
  specimenDeskRequest,
  specimenDeskAnswer,
});

/** A new form of a service; the one that was begun in this tab goes on. */
async function openForm(service: string): Promise<void> {
  const { desk } = connection;
  const begun = (await desk.drafts()).find((draft) => draft.service === service);
  const { id } = begun ?? (await desk.newDraft(service as ServiceCode, null));
  window.location.hash = `#/draft/${id}`;
}
const service = query.get('service');
if (service !== null && window.location.hash.length < 3) await openForm(service);

const place = document.getElementById('root');
if (place === null) throw new Error('preview.html has no #root');
const who = await officer();
createRoot(place).render(
  <App
    session={{ ...connection, shell, now }}
    {...(flags.has('kept') ? {} : { fixedPreferences })}
    {...(who ? { officer: who } : {})}
  />,
);
