/**
 * Every screen in each of its states, on specimen data, for pictures and tests. Not an entry of the shipped build:
 * only HTML files at the top of renderer/ are. `preview.html?lang=ar&theme=dark&state=empty#/dossiers/all`, or at the
 * central office `preview.html?state=central&fleet=many#/central/desks`
 */
import { createRoot } from 'react-dom/client';
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
/** The specimen's morning, going on from there. */
const now = (): number => Date.parse(SPECIMEN_NOW) + (performance.now() - started);
const AUDITS = ['faults', 'whole', 'many'] as const;
const fleet = FLEETS.find((one) => one === query.get('fleet'));
const mission = {
  now,
  unlocked: !locked,
  commissioned: !flags.has('new'),
  empty: flags.has('empty'),
  recovery: flags.has('recovery'),
  head: flags.has('head'),
  overtaken: flags.has('overtaken'),
  waiting: flags.has('waiting'),
  words: flags.has('words'),
  destroys: flags.has('destroys'),
  nobody: flags.has('nobody'),
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
// For the tests: what was saved as files, and words that stand for requests and answers.
Object.assign(window, {
  saved: shell.saved,
  specimenRequest,
  specimenAnswer,
  specimenRoot,
  specimenDeskRequest,
  specimenDeskAnswer,
});

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
