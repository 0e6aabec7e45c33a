/**
 * Makes one example of each format of an enrolment (docs/decisions/0014), once and for ever, with the keys that open it:
 *
 *   npx tsx tests/vectors/generate-enrolment.ts [--force]
 *
 * They are handed over by people and rest on desks, so what stands in tests/vectors/enrolment-1 must read in every later
 * version. The keys in there belong to nobody.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemRandom } from '../../app/acts/clock.ts';
import { fingerprintOf } from '../../app/enrolment/request.ts';
import { sealRequest } from '../../app/vault/request-file.ts';
import { approvedBy, asked } from '../world/enrolled.ts';
import { World } from '../world/world.ts';

const FOLDER = join(import.meta.dirname, 'enrolment-1');
if (existsSync(FOLDER) && !process.argv.includes('--force')) {
  console.error(
    'The golden formats are there already and are kept as they are (--force makes others in their place).',
  );
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });

const WORDS = 'bado-kilu-meta-rumo-sada-tobi';
const world = await World.open();
const { request, sig, enc } = await asked(world, { roles: ['agent', 'cashier'] });
const { answer, credential } = await approvedBy(world, request, world.head, { roles: ['agent'] });
const secret = { kind: 'words', secret: WORDS, random: systemRandom } as const;
const content = {
  root: world.ministry.root.credential.jws,
  request: { text: request.text, id: request.id, fingerprint: fingerprintOf(request.id) },
  keys: { sig, enc },
  file: await sealRequest({ id: request.id, request: request.text }, { sig, enc }, secret),
  words: WORDS,
  answer: { text: answer, kid: credential.kid },
  readModelKey: world.ministry.readModelKeys.get('ML-PAR' as never),
};
writeFileSync(join(FOLDER, 'enrolment.json'), `${JSON.stringify(content, null, 2)}\n`);
