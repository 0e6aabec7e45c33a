/**
 * The last try before a slot is destroyed, killed before and after each write: the try is used up or it is not, nobody is
 * told of an end that is not on the medium, and the next start ends what was begun.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { Kid } from '../../app/acts/ids.ts';
import { hashOf } from '../../app/seal/hash.ts';
import { generateKey } from '../../app/seal/keys.ts';
import { OfficerSigner } from '../../app/vault/officer-signer.ts';
import { sealSlot } from '../../app/vault/slot-file.ts';
import { slotFolder } from '../../main/vault/slot-folder.ts';
import { systemClock } from '../../main/vault/vault.ts';

const CHILD = fileURLToPath(new URL('./wrong-secret-child.ts', import.meta.url));
const WORDS = 'bado-kilu-meta-rumo-sada-tobi';

const live = (folder: string, n: number, kid: Kid): Promise<{ killed: boolean; said: string }> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, ['--import', 'tsx', CHILD, folder, String(n), kid], (error, stdout) => {
      const killed = (error as { signal?: string } | null)?.signal === 'SIGKILL';
      if (error && !killed) reject(error);
      else resolve({ killed, said: stdout });
    });
  });

const officersOf = (folder: string) =>
  new OfficerSigner({
    shelf: slotFolder(folder, () => {}),
    policy: { destroySlotAfter: 5 },
    keyStore: null,
    platform: 'electron',
    countdown: { run: async () => 'cancelled', cancel: () => {} },
    clock: systemClock,
    random: systemRandom,
    scope: { desk: null, missions: [] },
  });

test('killed at any write of the last try', async () => {
  const root = await mkdtemp(join(tmpdir(), 'guichet-wrong-'));
  const kid = (await hashOf('x.y.z')) as string as Kid;
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const slot = await sealSlot({
    identity: { kid, credential: 'x.y.z', initials: 'AE', roles: ['agent'], mission: 'ML-PAR' as never },
    secrets: { sig: sig.privateJwk, enc: enc.privateJwk, readModelKeys: { 'ML-PAR': 'k' } },
    kind: 'words',
    secret: WORDS,
    random: systemRandom,
    cost: { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 },
  });
  try {
    // Whole: two writes of two steps each. Killed at 1: not counted yet. From 2 on: the try is used up.
    for (const n of [0, 1, 2, 3, 4]) {
      const folder = join(root, String(n));
      await mkdir(join(folder, 'slots'), { recursive: true });
      await mkdir(join(folder, 'attempts'));
      await writeFile(join(folder, 'slots', `${kid}.json`), JSON.stringify(slot));
      await writeFile(join(folder, 'attempts', `${kid}.json`), JSON.stringify({ failures: 4, at: 0 }));
      const { killed, said } = await live(folder, n, kid);
      expect(killed, `at ${n}`).toBe(n !== 0);
      if (n === 0)
        expect(JSON.parse(said)).toMatchObject({ steps: 4, outcome: { outcome: 'refused', left: 0 } });
      else expect(said).toBe('');
      const [found] = await officersOf(folder).slots();
      expect(found, `at ${n}`).toMatchObject(
        n === 1 ? { secret: 'passphrase', left: 1 } : { secret: 'destroyed' },
      );
      expect(await readdir(join(folder, 'slots'))).toHaveLength(n === 1 ? 1 : 0);
    }
  } finally {
    await rm(root, { recursive: true });
  }
});
