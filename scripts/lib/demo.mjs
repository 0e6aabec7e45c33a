/** The demo ministry: made once, with its desks' kits; everything of it lies in .demo/. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './processes.mjs';
import { root } from './root.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

export const DEMO = '.demo';
export const MINISTRY = `${DEMO}/ministry`;
const MADE = join(root, DEMO, 'ministry-made');
const KITS = join(root, MINISTRY, 'desks');

/**
 * Makes root, authority, groups, gateway, catalogue, desks and officers, unless they are there. The script prints
 * PINs and passphrases: this once, and nowhere else.
 */
export async function ensureDemoMinistry() {
  if (readStamp(MADE) !== null) return;
  console.log('Creating the demo ministry (once)…');
  rmSync(join(root, MINISTRY), { recursive: true, force: true }); // what an interrupted start left
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  const script = [tsx, 'scripts/ministry.ts', 'init', '--demo', '--out', MINISTRY];
  if ((await run(process.execPath, script)) !== 0) throw new Error('the demo ministry could not be made');
  writeStamp(MADE, new Date().toISOString());
}

/** Kits of the demo's desks: `{ name, mission }`, missions' desks before the central office's. */
function demoDesks() {
  if (!existsSync(KITS)) throw new Error(`the demo ministry made no ${MINISTRY}/desks`);
  return readdirSync(KITS)
    .filter((name) => existsSync(join(KITS, name, 'desk.json')))
    .map((name) => ({ name, mission: readKit(name).mission }))
    .sort(
      (a, b) =>
        Number(a.mission === 'CENTRAL') - Number(b.mission === 'CENTRAL') || (a.name < b.name ? -1 : 1),
    );
}

function readKit(name) {
  return JSON.parse(readFileSync(join(KITS, name, 'desk.json'), 'utf8'));
}

/**
 * The folder that a desk's window keeps its data in (Electron's userData), with its kit laid in on first use.
 * @param {string | undefined} wanted a desk's name; else the first desk of a mission
 */
export function demoProfile(wanted) {
  const desks = demoDesks();
  const desk = wanted === undefined ? desks[0] : desks.find(({ name }) => name === wanted);
  if (desk === undefined) {
    throw new Error(`there is no desk ${wanted}; the demo has ${desks.map(({ name }) => name).join(', ')}`);
  }
  const profile = join(root, DEMO, 'profiles', desk.name);
  if (!existsSync(join(profile, 'desk'))) {
    mkdirSync(profile, { recursive: true });
    cpSync(join(KITS, desk.name), join(profile, 'desk.new'), { recursive: true });
    renameSync(join(profile, 'desk.new'), join(profile, 'desk'));
  }
  return { name: desk.name, profile };
}
