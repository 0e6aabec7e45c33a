import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type DbName, type Rev, SEQ_START } from '../../sync-server/stores/ids.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import type { ReplicaDb } from '../../sync-server/stores/replica-store.ts';

const ROUNDS = 4;

/** Runs the writer until it has reported `enough` writes, kills it, and gives back all it reported. */
async function writeUntilKilled(folder: string, enough: number): Promise<number[]> {
  const script = join(import.meta.dirname, 'level-store-writer.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.split('\n').length > enough) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return text.split('\n').slice(0, -1).map(Number);
}

async function bytesOf(db: ReplicaDb, id: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await db.attachment(id, 'chunk'))?.open() ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
}

it('kill -9 loses no write that was answered, keeps calls whole, and counts right', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-kill-'));
  const answered: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    answered.push(...(await writeUntilKilled(folder, 150 * round)));
    const store = await openLevelStore(folder);
    const db = (await store.open('mission' as DbName)) as ReplicaDb;

    const diff = await db.revsDiff(new Map(answered.map((n) => [`act-${n}`, [`1-${n}` as Rev]])));
    expect([...diff.keys()]).toEqual([]);
    for (const n of answered) {
      expect((await bytesOf(db, `act-${n}`)).equals(Buffer.alloc(3000, n % 251))).toBe(true);
    }

    // Both documents of a call are there, or neither; every one is in the sequence once; the counter knows them all.
    const { rows } = await db.allDocs({ limit: 1e9 });
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of ids)
      expect(ids.has(id.replace(/^\w+/, (kind) => (kind === 'act' ? 'wrap' : 'act')))).toBe(true);
    const changes = await db.changes({ since: SEQ_START, limit: 1e9 });
    expect(new Set(changes.rows.map(({ id }) => id))).toEqual(ids);
    expect(changes.rows).toHaveLength(ids.size);
    expect(await db.info()).toMatchObject({ docCount: ids.size, updateSeq: changes.lastSeq });
    await store.close();
  }
  expect(answered.length).toBeGreaterThanOrEqual(ROUNDS * 150);
  await rm(folder, { recursive: true });
});
