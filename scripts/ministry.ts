/**
 * The ministry's ceremony: makes a ministry, and changes it afterwards. See {@link USAGE}; docs/operations.md says what to
 * do with what it writes.
 *
 * Each command is whole or not at all, finishes what an earlier one left half done, and says where nothing is to be done.
 * Words and generated passphrases are shown once. `--dry-run` says which files would be written and writes none.
 */

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemRandom } from '../app/acts/clock.ts';
import { type DeskId, parseDeskId } from '../app/acts/ids.ts';
import { hashOf } from '../app/seal/hash.ts';
import type { Books } from './ministry/books.ts';
import { changeMinistry } from './ministry/change.ts';
import { type Outcome, textOf } from './ministry/commit.ts';
import { MinistryError } from './ministry/errors.ts';
import { exportRoot } from './ministry/export-root.ts';
import { type LaidDown, setPolicy, writeFreshness } from './ministry/freshness.ts';
import { addGateways, revokeGateway } from './ministry/gateways.ts';
import { grantOfficer } from './ministry/grant.ts';
import { init } from './ministry/init.ts';
import type { Issuer } from './ministry/issue.ts';
import { reserveLetters } from './ministry/letters.ts';
import { listMinistry } from './ministry/list.ts';
import { addMission } from './ministry/missions.ts';
import {
  enrolOfficer,
  REASONS,
  type Reason,
  revokeDesk,
  revokeOfficer,
  type ToRevoke,
  type Who,
} from './ministry/officers.ts';
import { type PassphraseFiles, passphraseFor } from './ministry/passphrases.ts';
import { demoPlan } from './ministry/plan.ts';
import { parseMinistryPlan, parseMissionPlan, parseOfficerPlan, readJsonFile } from './ministry/plan-file.ts';
import { readRecords } from './ministry/records-file.ts';
import { rotateAuthority, rotateGateway, rotateGroups } from './ministry/rotate.ts';
import { openRoot, ROOT_KEY } from './ministry/secrets.ts';
import { DEFAULT_KEY, TokenKey, type TokenPlace } from './ministry/token.ts';

const USAGE = `usage: npm run ministry -- COMMAND --out DIR [--json] [--dry-run]
  init --plan FILE | --demo [--gateway-url URL] [--gateways N] [--generate] [--force]
  gateway add --gateways N
  gateway revoke --kid KID
  mission add --code ML-BRU --name-fr … --name-en … --name-ar … --desk ML-BRU/A [--desk …]
  officer enrol --officer-file FILE [--missions ML-PAR,…] [--services CODE,…|CLASS,…] [--renew]
  officer grant --kid KID | --officer "A. S.@ML-PAR/A"
  officer revoke --kid KID | --officer "A. S.@ML-PAR/A" --reason ${REASONS.join('|')} [--at TIME] [--everywhere]
  desk reserve --by ML-PAR/A --desk ML-PAR/P [--desk …]
  desk revoke --desk ML-PAR/A --reason … [--at TIME]
  rotate --authority [--revoke-old] | --gateway N [--finish] | --group ID | --mission CODE   [--since LIST]
  policy [--warn-days N [--block-days N]] [--backup-days N]
  freshness --to FILE
  list
  export-root [--to FILE] [--qr FILE.svg]
The root's key on a PKCS#11 token (init, rotate --authority): --pkcs11-module LIBRARY --pkcs11-token LABEL
  [--pkcs11-key ${DEFAULT_KEY}]; its PIN from --pin-file FILE or GUICHET_TOKEN_PIN. Needs OpenSC's pkcs11-tool.
Passphrases: --passphrase-file FILE or GUICHET_PASSPHRASE (the operator's), --root-passphrase-file FILE or
GUICHET_ROOT_PASSPHRASE (the root's), else the terminal. --records FILE: records of the keyring that came from desks.`;
/** A slip of the hand asks for more; each is a key to keep. */
const MOST_GATEWAYS = 16;
/** Where `npm start` runs the demo's server. */
const DEMO_GATEWAY = 'http://127.0.0.1:8475';
const MISUSE = 2;
const clock = { now: () => Date.now() };

const OPTIONS = {
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  'passphrase-file': { type: 'string' },
  'root-passphrase-file': { type: 'string' },
  'pkcs11-module': { type: 'string' },
  'pkcs11-token': { type: 'string' },
  'pkcs11-key': { type: 'string' },
  'pin-file': { type: 'string' },
  records: { type: 'string' },
  demo: { type: 'boolean', default: false },
  plan: { type: 'string' },
  'gateway-url': { type: 'string' },
  gateways: { type: 'string' },
  generate: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  code: { type: 'string' },
  'name-fr': { type: 'string' },
  'name-en': { type: 'string' },
  'name-ar': { type: 'string' },
  desk: { type: 'string', multiple: true },
  by: { type: 'string' },
  'officer-file': { type: 'string' },
  missions: { type: 'string' },
  services: { type: 'string' },
  renew: { type: 'boolean', default: false },
  kid: { type: 'string' },
  officer: { type: 'string' },
  everywhere: { type: 'boolean', default: false },
  reason: { type: 'string' },
  at: { type: 'string' },
  authority: { type: 'boolean', default: false },
  'revoke-old': { type: 'boolean', default: false },
  gateway: { type: 'string' },
  finish: { type: 'boolean', default: false },
  group: { type: 'string' },
  mission: { type: 'string' },
  since: { type: 'string' },
  'warn-days': { type: 'string' },
  'block-days': { type: 'string' },
  'backup-days': { type: 'string' },
  to: { type: 'string' },
  qr: { type: 'string' },
} as const;

/** What was asked is not what a command takes: told with the usage. */
class Misuse extends Error {}

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (cause) {
    throw new Misuse(cause instanceof Error ? cause.message : undefined, { cause });
  }
}
type Values = ReturnType<typeof readArguments>['values'];

/** Each takes what it needs from the arguments before a passphrase is asked for. */
const COMMANDS: Readonly<
  Record<
    string,
    (values: Values) => Promise<(books: Books) => Promise<Outcome>> | ((books: Books) => Promise<Outcome>)
  >
> = {
  'gateway add': (values) => {
    const gateways = count(values.gateways, 'gateways');
    if (gateways > MOST_GATEWAYS) throw new Misuse(`--gateways: ${MOST_GATEWAYS} at most`);
    return (books) => addGateways(books, gateways);
  },
  'gateway revoke': (values) => {
    const kid = needed(values.kid, 'kid');
    return (books) => revokeGateway(books, kid);
  },
  'mission add': (values) => {
    const { code, 'name-fr': fr, 'name-en': en, 'name-ar': ar, desk } = values;
    const plan = parseMissionPlan({ code, names: { fr, en, ar }, desks: desk });
    return (books) => addMission(books, plan);
  },
  'officer enrol': async (values) => {
    const { missions, services } = values;
    const plan = parseOfficerPlan({
      ...((await readJsonFile(needed(values['officer-file'], 'officer-file'))) as object),
      ...(missions !== undefined && { missions: missions.split(',') }),
      ...(services !== undefined && { services: services.split(',') }),
    });
    return (books) => enrolOfficer(books, plan, values.renew);
  },
  'officer grant': (values) => {
    const who = whom(values);
    return (books) => grantOfficer(books, who);
  },
  'officer revoke': (values) => {
    const { everywhere } = values;
    const who = whom(values);
    const how = toRevoke(values);
    return (books) => revokeOfficer(books, who, everywhere, how);
  },
  'desk reserve': (values) => {
    const by = deskId(needed(values.by, 'by'), 'by');
    const letters = (values.desk ?? []).map((one) => deskId(one));
    if (letters.length === 0) throw new Misuse('--desk is missing');
    return (books) => reserveLetters(books, by, letters);
  },
  'desk revoke': (values) => {
    const [desk, ...more] = values.desk ?? [];
    if (more.length > 0) throw new Misuse('--desk: one at a time');
    const id = deskId(needed(desk, 'desk'));
    const how = toRevoke(values);
    return (books) => revokeDesk(books, id, how);
  },
  rotate: (values) => {
    const { authority, gateway, group, mission, finish, 'revoke-old': revokeOld } = values;
    if ([authority || undefined, gateway, group, mission].filter((one) => one !== undefined).length !== 1)
      throw new Misuse('one of --authority, --gateway, --group, --mission');
    const since = values.since === undefined ? null : count(values.since, 'since');
    if (group !== undefined) return (books) => rotateGroups(books, { group }, since);
    if (mission !== undefined) return (books) => rotateGroups(books, { scope: mission }, since);
    if (gateway !== undefined) {
      const n = count(gateway, 'gateway');
      return (books) => rotateGateway(books, n, finish);
    }
    return async (books) => rotateAuthority(books, await rootOf(books, values), revokeOld, since);
  },
  policy: (values) => {
    const { 'warn-days': warn, 'block-days': block, 'backup-days': backup } = values;
    if (warn === undefined && (block !== undefined || backup === undefined))
      throw new Misuse('--warn-days, or --backup-days');
    const laid: LaidDown = {
      ...(warn !== undefined && {
        policy: {
          warnDays: days(warn, 'warn-days', 3650),
          blockDays: block === undefined ? null : days(block, 'block-days', 3650),
        },
      }),
      ...(backup !== undefined && { backupDays: days(backup, 'backup-days', 36_500) }),
    };
    return (books) => setPolicy(books, laid);
  },
  freshness: (values) => {
    const to = needed(values.to, 'to');
    return (books) => writeFreshness(books, to, values['dry-run']);
  },
  list: () => listMinistry,
};

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const name = positionals.join(' ');
  const folder = needed(values.out, 'out');
  const say = (outcome: Outcome) =>
    console.log(values.json ? JSON.stringify(outcome.json) : outcome.lines.join('\n'));
  if (name === 'init') return makeMinistry(folder, values, say);
  if (name === 'export-root') {
    const places = { to: values.to ?? null, qr: values.qr ?? null };
    return say(await exportRoot(folder, places, values['dry-run']));
  }
  const prepare = COMMANDS[name];
  if (!prepare) throw new Misuse(name === '' ? undefined : `no command ${name}`);
  const make = await prepare(values);
  await changeMinistry({
    folder,
    command: await nameOf(name, values),
    make,
    passphraseFiles: filesOf(values),
    records: await readRecords(values.records),
    dryRun: values['dry-run'],
    say,
  });
}

/**
 * A command by which it is known again when it was cut off: without what only says how it is run, and with what its
 * files say, not where they lie.
 */
async function nameOf(name: string, values: Values): Promise<string> {
  const {
    out: _,
    json: _json,
    'passphrase-file': _operator,
    'root-passphrase-file': _root,
    'pin-file': _pin,
    'officer-file': officer,
    records,
    ...rest
  } = values;
  const contents = await Promise.all(
    [officer, records].map(async (file) => (file === undefined ? null : hashOf((await textOf(file)) ?? ''))),
  );
  return `${name} ${JSON.stringify({ ...rest, contents })}`;
}

async function makeMinistry(folder: string, values: Values, say: (outcome: Outcome) => void): Promise<void> {
  const { demo, plan: path, 'gateway-url': gatewayUrl, gateways, generate, force } = values;
  if (demo === (path !== undefined)) throw new Misuse('--plan FILE or --demo');
  const read = path === undefined ? demoPlan(DEMO_GATEWAY) : await readJsonFile(path);
  const plan = parseMinistryPlan({
    ...(read as object),
    ...(gatewayUrl !== undefined && { gatewayUrl: gatewayUrl.replace(/\/$/, '') }),
    ...(gateways !== undefined && { gateways: count(gateways, 'gateways') }),
  });
  const token = tokenOf(values);
  const options = {
    folder,
    plan,
    force,
    clock,
    random: systemRandom,
    dryRun: values['dry-run'],
    ...(token && { token }),
  };
  // The demo asks nobody: its passphrases are generated and shown once, as its officers' words are.
  await init({ ...options, passphraseFiles: filesOf(values), generate: generate || demo }, say);
}

const filesOf = ({
  'passphrase-file': operator,
  'root-passphrase-file': root,
  'pin-file': token,
}: Values): PassphraseFiles => ({
  ...(operator !== undefined && { operator }),
  ...(root !== undefined && { root }),
  ...(token !== undefined && { token }),
});

function tokenOf(values: Values): TokenPlace | null {
  const { 'pkcs11-module': module, 'pkcs11-token': token, 'pkcs11-key': key = DEFAULT_KEY } = values;
  if (module === undefined && token === undefined) return null;
  return { module: needed(module, 'pkcs11-module'), token: needed(token, 'pkcs11-token'), key };
}

async function rootOf({ folder, root }: Books, values: Values): Promise<Issuer> {
  const place = tokenOf(values);
  if (place) {
    const key = await TokenKey.open(place, await passphraseFor('token', filesOf(values)));
    if (key.publicKey.x !== root.sig.x || key.publicKey.y !== root.sig.y)
      throw new MinistryError(
        'MN-006',
        `« ${place.key} » on the token is not the key of this ministry’s root`,
      );
    return { credential: root, signingKey: key };
  }
  const text = await textOf(join(folder, ROOT_KEY));
  if (text === null)
    throw new MinistryError(
      'MN-001',
      `${ROOT_KEY} is not in ${folder}: bring it from its vault for this command, or name its token (--pkcs11-module)`,
    );
  return openRoot(JSON.parse(text), root, await passphraseFor('root', filesOf(values)));
}

function whom({ kid, officer }: Values): Who {
  if ((kid === undefined) === (officer === undefined)) throw new Misuse('--kid or --officer');
  return kid === undefined ? { officer: needed(officer, 'officer') } : { kid };
}

function toRevoke({ reason, at }: Values): ToRevoke {
  if (!REASONS.some((one) => one === reason)) throw new Misuse(`--reason: one of ${REASONS.join(', ')}`);
  if (at !== undefined && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(at))
    throw new Misuse('--at: a time such as 2026-11-30T09:00:00Z');
  return { reason: reason as Reason, ...(at !== undefined && { at }) };
}

function needed(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw new Misuse(`--${option} is missing`);
  return value;
}

function count(value: string | undefined, option: string): number {
  const number = Number(needed(value, option));
  if (!Number.isInteger(number) || number < 1) throw new Misuse(`--${option}: a number from 1 on`);
  return number;
}

/** @param most that a list of the keyring takes */
function days(value: string, option: string, most: number): number {
  const number = count(value, option);
  if (number > most) throw new Misuse(`--${option}: ${most} at most`);
  return number;
}

function deskId(value: string, option = 'desk'): DeskId {
  try {
    return parseDeskId(value);
  } catch (cause) {
    throw new Misuse(`--${option}: such as ML-PAR/A`, { cause });
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof Misuse) console.error([error.message, USAGE].filter(Boolean).join('\n'));
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof Misuse ? MISUSE : 1;
}
