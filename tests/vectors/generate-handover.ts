/**
 * Makes one example of each format of a desk's end and of a keyring on a stick (docs/decisions/0019), once and for ever:
 *
 *   npx tsx tests/vectors/generate-handover.ts [--force]
 *
 * They lie on sticks and on revoked desks, so what stands in tests/vectors/handover-1 must read in every later version.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoTime } from '../../app/acts/clock.ts';
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import { writeUnsent } from '../../app/export/unsent-bundle.ts';
import { signFreshness } from '../../app/keyring/freshness.ts';
import { writeKeyringFile } from '../../app/keyring/keyring-file.ts';
import { fromUtf8, utf8 } from '../../app/seal/bytes.ts';
import { BY_CENTRE } from '../world/definition.ts';
import { proofFor } from '../world/revoked.ts';
import { World } from '../world/world.ts';

const FOLDER = join(import.meta.dirname, 'handover-1');
if (existsSync(FOLDER) && !process.argv.includes('--force')) {
  console.error('The golden formats are there already and are kept as they are (--force makes others).');
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });

const DESK = 'ML-PAR/B' as DeskId;
const world = await World.open([BY_CENTRE]);
const { root, gateway, transports, keyringDocuments } = world.ministry;
const { dossier, acts } = await world.lodged(BY_CENTRE);
const { _id, _rev, jws } = dossier.wrap;
const documents = [{ _id, _rev, jws }, ...acts.map(({ document }) => document)];
const at = isoTime(world.clock.now());
const head = world.keyring.head()!.hash;
const freshness = await signFreshness({ keyring: head, at }, gateway.credential.kid, gateway.signingKey);
const kid = transports.get(DESK)!.credential.kid;
const unsent = [{ mission: 'ML-PAR' as MissionCode, documents, chunks: [utf8('specimen')] }];
const content = {
  root: root.credential.jws,
  keyring: { text: writeKeyringFile({ freshness, documents: keyringDocuments }), head, at },
  record: { v: 1, kid, documents: await proofFor(world, [kid]) },
  unsent: { text: fromUtf8(writeUnsent(DESK, unsent)), acts: acts.map(({ id }) => id) },
};
writeFileSync(join(FOLDER, 'handover.json'), `${JSON.stringify(content, null, 2)}\n`);
