/**
 * Law 6 by the kernel's own account: on native LevelDB, what a delivery wrote and the receipt that names it are on the
 * medium before the delivery is answered, the records before their receipt. A killed process proves no fsync; this does.
 */
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { BlobId } from '../../app/acts/ids.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { serverFile } from '../../scripts/ministry/write-ministry.ts';
import { BY_CENTRE, documentsOfActs, PARIS, SERVICES, wrapOf } from '../sync-server/admission/support.ts';
import { openedBody, World } from '../world/world.ts';
import type { AdmissionStory } from './admission-story.ts';
import { type SystemCall, traced } from './strace.ts';

const CHILD = fileURLToPath(new URL('./admission-child.ts', import.meta.url));

let home: string;
let calls: SystemCall[];

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'guichet-gateway-flush-')));
  await writeFile(join(home, 'story.json'), JSON.stringify(await makeStory(await World.open(SERVICES))));
  const child = [process.execPath, '--import', 'tsx', CHILD, home, join(home, 'story.json'), 'judged', '0'];
  calls = await traced(child, join(home, 'trace'), 4000);
}, 90_000);
afterAll(() => rm(home, { recursive: true, force: true }));

/** An application with a scan: its records first, then the chunk. */
async function makeStory(world: World): Promise<AdmissionStory> {
  const record = ({ _id: id, _rev: rev, jws }: SignedDocument) => ({ id, rev, jws });
  const chunk = systemRandom.bytes(4000);
  const { hash, rev } = await nameOf(chunk);
  const dossier = await world.dossier(BY_CENTRE);
  const blobs = [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 3000, chunks: [hash] }];
  const opened = await world.seal(dossier, world.agent, {
    kind: 'opened',
    prior: [],
    body: openedBody(),
    but: { blobs },
  });
  return {
    ministry: serverFile(world.ministry),
    mission: PARIS,
    deliveries: [
      { place: 'records', docs: [record(wrapOf(dossier)), ...documentsOfActs([opened]).map(record)] },
      { place: 'evidence', docs: [{ id: `chunk:${hash}`, rev, chunk: toBase64url(chunk) }] },
    ],
  };
}

const WRITES = new Set(['write', 'writev', 'pwrite64', 'pwritev', 'pwritev2']);
const isLog = ({ args }: SystemCall) => new RegExp(`<${join(home, 'data')}/[^>]*\\.log>`).test(args);
const fileOf = ({ args }: SystemCall) => /<([^>]+)>/.exec(args)?.[1] ?? '';
const logWrites = () => calls.filter((call) => WRITES.has(call.name) && isLog(call));
const flushes = () =>
  calls.filter(({ name, result }) => (name === 'fdatasync' || name === 'fsync') && result === '0');
/** the child says each delivery's number on a line of its own */
const answers = () => calls.filter(({ name, args }) => WRITES.has(name) && /^1<.*"[01]\\n"/.test(args));

const flushedBefore = (write: SystemCall, moment: number) =>
  flushes().some(
    (flush) => fileOf(flush) === fileOf(write) && write.ended < flush.began && flush.ended < moment,
  );

it('flushes every write of LevelDB’s log before the delivery that caused it is answered', () => {
  const said = answers();
  expect(said).toHaveLength(2);
  let from = -1;
  for (const answer of said) {
    const during = logWrites().filter(({ began }) => began > from && began < answer.began);
    expect(during.length).toBeGreaterThan(0);
    expect(during.filter((write) => !flushedBefore(write, answer.began))).toEqual([]);
    from = answer.ended;
  }
});

it('flushes the records before it writes the receipt that names them', () => {
  const receipts = logWrites().filter(({ args }) => args.includes('receipt:'));
  const records = logWrites().filter(({ args }) => args.includes('act:'));
  expect(receipts.length).toBeGreaterThan(0);
  expect(records.length).toBeGreaterThan(0);
  const moment = receipts[0]?.began ?? 0;
  const before = records.filter(({ began }) => began < moment);
  expect(before.length).toBeGreaterThan(0);
  for (const record of before) expect(flushedBefore(record, moment)).toBe(true);
});
