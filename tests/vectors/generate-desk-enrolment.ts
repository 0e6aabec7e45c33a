/**
 * Makes one example of each format with which a desk is put into service without a kit (docs/decisions/0023), once and for
 * ever, with the keys that open it:
 *
 *   npx tsx tests/vectors/generate-desk-enrolment.ts [--force]
 *
 * They are handed over by people and rest on computers, so what stands in tests/vectors/desk-enrolment-1 must read in every
 * later version. The keys in there belong to nobody.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemRandom } from '../../app/acts/clock.ts';
import { fingerprintOf } from '../../app/enrolment/request.ts';
import { rootFingerprint } from '../../app/enrolment/root.ts';
import { sealDeskRequest } from '../../app/vault/request-file.ts';
import { approvedDesk, askedDesk } from '../world/desk-enrolled.ts';
import { World } from '../world/world.ts';

const FOLDER = join(import.meta.dirname, 'desk-enrolment-1');
if (existsSync(FOLDER) && !process.argv.includes('--force')) {
  console.error(
    'The golden formats are there already and are kept as they are (--force makes others in their place).',
  );
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });

const WORDS = 'bado-kilu-meta-rumo-sada-tobi';
const world = await World.open();
const { jws: root, kid } = world.ministry.root.credential;
const { request, transport, sig, enc } = await askedDesk(world, { roles: ['agent', 'cashier'] });
const { answer, desk } = await approvedDesk(world, request, { approval: { roles: ['agent'] } });
const secret = { kind: 'words', secret: WORDS, random: systemRandom } as const;
const content = {
  root: { jws: root, fingerprint: rootFingerprint(kid) },
  request: { text: request.text, id: request.id, fingerprint: fingerprintOf(request.id) },
  keys: { transport, sig, enc },
  file: await sealDeskRequest(
    { id: request.id, request: request.text, root },
    { transport, sig, enc },
    secret,
  ),
  words: WORDS,
  answer: { text: answer, desk },
};
writeFileSync(join(FOLDER, 'desk-enrolment.json'), `${JSON.stringify(content, null, 2)}\n`);
