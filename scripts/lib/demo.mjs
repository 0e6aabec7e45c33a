/** The demo ministry: made once, with its desks' kits; everything of it lies in .demo/. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { run } from './processes.mjs';
import { root } from './root.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

export const DEMO = '.demo';
export const MINISTRY = `${DEMO}/ministry`;
/** The desk that opens unless another is asked for: an agent and a head of mission sit there. */
const FIRST_DESK = 'ML-PAR/B';
const MADE = join(root, DEMO, 'ministry-made');

/**
 * Makes root, authority, groups, gateway, catalogue, desks and officers, unless they are there. The script prints
 * words and passphrases: this once, and nowhere else.
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

/** The demo's desks, missions' before the central office's: wherever the ministry's script put a kit's `desk.json`. */
function demoDesks() {
  return readdirSync(join(root, MINISTRY), { recursive: true })
    .filter((path) => basename(path) === 'desk.json')
    .map((path) => {
      const kit = join(root, MINISTRY, dirname(path));
      const { desk, mission } = JSON.parse(readFileSync(join(kit, 'desk.json'), 'utf8'));
      return { name: desk, isCentral: mission === 'CENTRAL', kit };
    })
    .sort((a, b) => Number(a.isCentral) - Number(b.isCentral) || (a.name < b.name ? -1 : 1));
}

/**
 * The folder that a desk's window keeps its data in (its profile, Electron's userData), with its kit laid in on first use.
 * @param {string} wanted a desk's name
 */
export function demoProfile(wanted = FIRST_DESK) {
  const desks = demoDesks();
  const desk = desks.find(({ name }) => name === wanted);
  if (desk === undefined) {
    throw new Error(`there is no desk ${wanted}; the demo has ${desks.map(({ name }) => name).join(', ')}`);
  }
  const profile = join(root, DEMO, 'profiles', desk.name.replaceAll('/', '-'));
  if (!existsSync(join(profile, 'desk'))) {
    mkdirSync(profile, { recursive: true });
    cpSync(desk.kit, join(profile, 'desk.new'), { recursive: true });
    renameSync(join(profile, 'desk.new'), join(profile, 'desk'));
  }
  return { name: desk.name, profile };
}
