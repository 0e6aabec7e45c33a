/**
 * Makes a ministry with its desks' kits, once.
 *
 *   npm run ministry -- init --demo --out DIR [--gateway-url URL] [--gateways N] [--json] [--force]
 *   npm run ministry -- gateway add --out DIR --gateways N [--json]
 *
 * The officers' words are printed once and written nowhere. A ministry that is there already is left untouched, and
 * that is said; `--force` makes a new one in its place, and what the old one signed no longer verifies. `gateway add`
 * gives a ministry that is there so many gateways; where it has as many, nothing is done.
 */
import { parseArgs } from 'node:util';
import { systemRandom } from '../app/acts/clock.ts';
import { addGateways } from './ministry/add-gateways.ts';
import { createMinistry } from './ministry/create-ministry.ts';
import { readServices } from './ministry/demo-services.ts';
import { demoPlan } from './ministry/plan.ts';
import {
  clearMinistry,
  ministryExists,
  type OfficerWords,
  writeMinistry,
} from './ministry/write-ministry.ts';

const USAGE = `usage: npm run ministry -- init --demo --out DIR [--gateway-url http://127.0.0.1:8475] [--gateways 1] [--json] [--force]
       npm run ministry -- gateway add --out DIR --gateways N [--json]`;
/** A slip of the hand asks for more; each is a key to keep. */
const MOST_GATEWAYS = 16;
/** Where `npm start` runs the demo's server. */
const DEMO_GATEWAY = 'http://127.0.0.1:8475';
const MISUSE = 2;

function table(officers: readonly OfficerWords[]): string {
  const head = ['Desk', 'Officer', 'Roles', 'Words'];
  const rows = officers.map(({ desk, initials, roles, words }) => [desk, initials, roles.join(', '), words]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] as string).length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
}

interface Init {
  readonly out: string;
  readonly gatewayUrl: string;
  readonly gateways: number;
  readonly json: boolean;
  readonly force: boolean;
}

async function init({ out, gatewayUrl, gateways, json, force }: Init): Promise<void> {
  if (ministryExists(out) && !force) {
    console.log(
      json
        ? JSON.stringify({ made: false, out })
        : `There is a ministry in ${out} already; it is left as it is (--force makes a new one in its place).`,
    );
    return;
  }
  const definitions = readServices('ml');
  await clearMinistry(out);
  const clock = { now: () => Date.now() };
  const plan = demoPlan(gatewayUrl, gateways);
  const ministry = await createMinistry(plan, definitions, { clock, random: systemRandom });
  const officers = await writeMinistry(ministry, out, systemRandom);
  if (json) {
    console.log(JSON.stringify({ made: true, out, gatewayUrl, officers }));
    return;
  }
  console.log(`The demo ministry is in ${out}; its desks reach the gateway at ${gatewayUrl}.`);
  console.log('Officers unlock with these words. They are shown this once and are written nowhere:\n');
  console.log(`${table(officers)}\n`);
}

async function addTo(out: string, gateways: number, json: boolean): Promise<void> {
  const files = await addGateways(out, gateways, { now: () => Date.now() }, systemRandom);
  if (json) console.log(JSON.stringify({ added: files, out }));
  else if (files.length === 0)
    console.log(`The ministry in ${out} has ${gateways} gateways; nothing is done.`);
  else
    console.log(`${files.join(', ')} in ${out}: a key of its own for each further gateway; all server*.json and the desks' kits know them.
Next, in this order (docs/operations.md, "Adding a gateway"):
  1. Give each gateway that runs its new file, and start it again, one after the other.
  2. Wait until every desk has synchronised: a desk turns away from a gateway that its keyring does not name.
  3. Start the new gateway, and only then name it to the balancer.`);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      demo: { type: 'boolean', default: false },
      out: { type: 'string' },
      'gateway-url': { type: 'string', default: DEMO_GATEWAY },
      gateways: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
    },
  });
  const { demo, out, json, force, 'gateway-url': gatewayUrl } = values;
  const url = URL.canParse(gatewayUrl) ? new URL(gatewayUrl) : null;
  const reachable = url?.protocol === 'http:' || url?.protocol === 'https:';
  const gateways = Number(values.gateways);
  const counted = Number.isInteger(gateways) && gateways >= 1 && gateways <= MOST_GATEWAYS;
  if (positionals.join() === 'gateway,add' && out !== undefined && counted) {
    await addTo(out, gateways, json);
    return 0;
  }
  if (positionals.join() !== 'init' || !demo || out === undefined || !reachable || !counted) {
    console.error(USAGE);
    return MISUSE;
  }
  await init({ out, gatewayUrl: gatewayUrl.replace(/\/$/, ''), gateways, json, force });
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
