/**
 * A gateway that dies: `admission-child.ts FOLDER STORY STEP COUNT`. Reads a ministry and a list of deliveries, offers
 * them one after the other, tells each answer on a line, and ends itself with SIGKILL at the COUNT-th time it passes
 * STEP (never when COUNT is 0).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseOf } from '../../sync-server/admission/databases.ts';
import { Gateway } from '../../sync-server/admission/gateway.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import type { DocRevision } from '../../sync-server/stores/replica-store.ts';
import type { AdmissionStory } from './admission-story.ts';

const [folder = '', storyFile = '', step = '', count = '0'] = process.argv.slice(2);
const story = JSON.parse(readFileSync(storyFile, 'utf8')) as AdmissionStory;
let left = Number(count);

const store = await openLevelStore(join(folder, 'data'));
const gateway = await Gateway.open({
  store,
  ministry: story.ministry,
  clock: { now: () => Date.now() },
  step: (passed) => {
    if (passed !== step || left === 0) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  },
});
for (const [n, { place, docs }] of story.deliveries.entries()) {
  const revisions = docs.map(({ id, rev, jws, chunk }): DocRevision => {
    const file = {
      kind: 'bytes',
      contentType: 'application/octet-stream',
      bytes: Buffer.from(chunk ?? '', 'base64url'),
    } as const;
    return {
      id,
      deleted: false,
      body: jws === undefined ? {} : { jws },
      attachments: chunk === undefined ? new Map() : new Map([['chunk', file]]),
      revisions: { start: 1, ids: [rev.slice(2)] },
    };
  });
  await gateway.write(databaseOf(story.mission, place), { newEdits: false, docs: revisions }, 'ML-PAR/B');
  process.stdout.write(`${n}\n`);
}
await gateway.idle();
await store.close();
process.stdout.write('done\n');
