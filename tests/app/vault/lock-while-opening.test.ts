/** A lock that comes between the check of a secret and the taking in of its keys leaves nothing unlocked. */
import { expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import type { Kid, MissionCode } from '../../../app/acts/ids.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { generateKey } from '../../../app/seal/keys.ts';
import { NO_FAILURES } from '../../../app/vault/attempts.ts';
import { OfficerSigner } from '../../../app/vault/officer-signer.ts';
import { sealSlot } from '../../../app/vault/slot-file.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const WORDS = 'bado-kilu-meta-rumo-sada-tobi';

test('the signer stays locked, and the next try opens it', async () => {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const credential = 'x.y.z';
  const kid = (await hashOf(credential)) as string as Kid;
  const slot = await sealSlot({
    identity: { kid, credential, initials: 'AE', roles: ['agent'], mission: 'ML-PAR' as MissionCode },
    secrets: { sig: sig.privateJwk, enc: enc.privateJwk, readModelKeys: {} },
    kind: 'words',
    secret: WORDS,
    random: systemRandom,
    cost: CHEAP,
  });
  let locks = 0;
  const signer: OfficerSigner = new OfficerSigner({
    shelf: {
      all: async () => [slot],
      replace: async () => {},
      remove: async () => {},
      destroy: async () => {},
      destroyed: async () => [],
      attempts: async () => NO_FAILURES,
      noteAttempts: async () => {},
    },
    keyStore: null,
    platform: 'electron',
    countdown: { run: async () => 'cancelled', cancel: () => {} },
    clock: { now: () => 0, monotonic: () => 0 },
    random: systemRandom,
    scope: { desk: null, missions: [] },
    // The computer goes to sleep at the worst moment: while the lock before the taking in is under way.
    onLock: () => {
      locks += 1;
      if (locks === 1) queueMicrotask(() => void signer.lock());
    },
  });
  expect((await signer.unlock(kid, WORDS)).outcome).toBe('refused');
  expect([locks, signer.unlocked]).toEqual([2, null]);
  expect((await signer.unlock(kid, WORDS)).outcome).toBe('opened');
  expect(signer.unlocked).toBe(kid);
});
