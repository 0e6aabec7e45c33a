/**
 * Law 6 under kill -9 between every two steps of admission: after a restart no receipt names anything that is not
 * there, nothing that was answered is lost, and every record in the store is named by a receipt.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { BlobId } from '../../app/acts/ids.ts';
import { verifyReceipt } from '../../app/admission/receipt.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { serverFile } from '../../scripts/ministry/write-ministry.ts';
import { databaseOf, documentsOf } from '../../sync-server/admission/databases.ts';
import type { Step } from '../../sync-server/admission/step.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import type { ReplicaStore } from '../../sync-server/stores/replica-store.ts';
import {
  BY_CENTRE,
  documentsOfActs,
  PARIS,
  revocation,
  SERVICES,
  wrapOf,
} from '../sync-server/admission/support.ts';
import { openedBody, World } from '../world/world.ts';
import type { AdmissionStory } from './admission-story.ts';

const STEPS: readonly Step[] = [
  'judged',
  'keyring-kept',
  'records-kept',
  'evidence-kept',
  'quarantined',
  'signed',
  'receipted',
  'released',
];

let world: World;
let home: string;
let story: AdmissionStory;
let expected: Map<string, string>;

beforeAll(async () => {
  world = await World.open(SERVICES);
  home = await mkdtemp(join(tmpdir(), 'guichet-admission-'));
  story = await makeStory();
  await writeFile(join(home, 'story.json'), JSON.stringify(story));
  const folder = await mkdtemp(join(home, 'whole-'));
  await run(folder, 'judged', 0);
  expected = (await look(folder)).words;
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

/** Things that wait for each other over several deliveries, so that every step has something to do. */
async function makeStory(): Promise<AdmissionStory> {
  const record = ({ _id: id, _rev: rev, jws }: SignedDocument) => ({ id, rev, jws });
  const file = await world.lodged(BY_CENTRE);
  const [first, second] = documentsOfActs(file.acts) as [SignedDocument, SignedDocument];
  const chunk = systemRandom.bytes(4000);
  const { hash, rev } = await nameOf(chunk);
  const dossier = await world.dossier(BY_CENTRE);
  const scanned = await world.seal(dossier, world.agent, {
    kind: 'opened',
    prior: [],
    body: openedBody(),
    but: { blobs: [{ id: toBase64url(systemRandom.bytes(16)) as BlobId, bytes: 3000, chunks: [hash] }] },
  });
  const refused = await world.lodged(BY_CENTRE, world.reviewer); // the centre never lodges
  const [, orphan] = documentsOfActs((await world.lodged(BY_CENTRE)).acts) as [
    SignedDocument,
    SignedDocument,
  ];
  const word = await revocation(
    world.otherAgent.credential.kid,
    '2026-11-21T08:00:00Z',
    world.ministry.authority,
  );
  return {
    ministry: serverFile(world.ministry),
    mission: PARIS,
    deliveries: [
      { place: 'records', docs: [record(second), record(wrapOf(file.dossier)), record(orphan)] },
      { place: 'evidence', docs: [{ id: `chunk:${hash}`, rev, chunk: toBase64url(chunk) }] },
      { place: 'records', docs: [record(first), record(word), record(scanned.document)] },
      { place: 'records', docs: [record(wrapOf(dossier)), ...documentsOfActs(refused.acts).map(record)] },
    ],
  };
}

/** @returns the deliveries that were answered */
async function run(folder: string, step: Step, count: number): Promise<string[]> {
  const script = join(import.meta.dirname, 'admission-child.ts');
  const args = ['--import', 'tsx', script, folder, join(home, 'story.json'), step, String(count)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data: Buffer) => {
    text += data.toString();
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the gateway ended with ${code ?? signal}`);
  return text.split('\n').slice(0, -1);
}

/** What is in the store, and what its receipts say. */
async function look(folder: string) {
  const store = await openLevelStore(join(folder, 'data'));
  try {
    const kept = new Set([...(await names(store, 'records')), ...(await names(store, 'evidence'))]);
    const held = new Set(await names(store, 'quarantine'));
    const words = new Map<string, string>();
    const numbers: number[] = [];
    const db = (await store.open(databaseOf(PARIS, 'records')))!;
    for await (const { id, rev, body } of documentsOf(db, 'receipt:')) {
      const receipt = await verifyReceipt({ _id: id, _rev: rev, jws: String(body.jws) }, world.keyring);
      numbers.push(receipt.n);
      const said = [...receipt.items].map(
        ([type, name, verdict]) => [`${type}:${name}`, verdict, receipt.n] as const,
      );
      for (const [key, verdict] of said) words.set(`${receipt.n} ${key}`, verdict);
    }
    const last = new Map<string, string>();
    for (const n of numbers.sort((a, b) => a - b))
      for (const [key, verdict] of words)
        if (key.startsWith(`${n} `)) last.set(key.slice(`${n} `.length), verdict);
    return { kept, held, words: last, numbers };
  } finally {
    await store.close();
  }
}

/** `act:<hash>`, `wrap:<hash>`, `chunk:<hash>` of what a database holds. */
async function names(store: ReplicaStore, kind: 'records' | 'evidence' | 'quarantine'): Promise<string[]> {
  const db = await store.open(databaseOf(PARIS, kind));
  const found: string[] = [];
  if (!db) return found;
  for await (const { id } of documentsOf(db, '', false)) {
    const plain = id.replace(/^q:/, '');
    const type =
      plain.startsWith('key:') || plain.startsWith('wrap:') ? 'wrap' : plain.slice(0, plain.indexOf(':'));
    if (['act', 'wrap', 'chunk'].includes(type)) found.push(`${type}:${plain.split(':').at(-1)}`);
  }
  return found;
}

describe('the whole story', () => {
  it('has an accepted, a refused and a held record', () => {
    expect(new Set(expected.values())).toEqual(new Set(['accepted', 'refused', 'held']));
  });
});

describe.each(STEPS)('killed at %s', (step) => {
  it('names nothing that is not there, loses nothing answered, and ends as if nothing had happened', async () => {
    const folder = await mkdtemp(join(home, `${step}-`));
    let deaths = 0;
    for (let count = 1; ; count += 1) {
      const answered = await run(folder, step, count);
      if (answered.includes('done')) break;
      deaths += 1;
      const { kept, held, words } = await look(folder);
      for (const [key, verdict] of words) {
        if (verdict === 'accepted') expect(kept, `${step} ${count}: ${key}`).toContain(key);
        else expect(kept.has(key) || held.has(key), `${step} ${count}: ${key}`).toBe(true);
      }
      for (const n of answered) {
        for (const { id } of story.deliveries[Number(n)]!.docs) {
          if (/^(?:act|key|chunk):/.test(id)) expect(words.keys()).toContain(keyOf(id));
        }
      }
    }
    expect(deaths).toBeGreaterThan(0);
    const { words, numbers, kept, held } = await look(folder);
    expect(words).toEqual(expected);
    expect(numbers).toEqual(numbers.map((_, n) => n + 1));
    for (const key of [...kept, ...held]) expect(words.keys()).toContain(key);
    for (const key of kept) expect(held).not.toContain(key);
  }, 120_000);
});

const keyOf = (id: string): string => `${id.split(':')[0]?.replace('key', 'wrap')}:${id.split(':').at(-1)}`;
