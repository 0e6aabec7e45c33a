/**
 * One wrong secret at a desk whose policy destroys slots after five, killed (SIGKILL, by itself) before or after its n-th
 * write to the vault's folder. usage: wrong-secret-child FOLDER N KID
 */
import { writeSync } from 'node:fs';
import { systemRandom } from '../../app/acts/clock.ts';
import { parseKid } from '../../app/acts/ids.ts';
import { OfficerSigner } from '../../app/vault/officer-signer.ts';
import type { SlotShelf } from '../../app/vault/officer-slots.ts';
import { slotFolder } from '../../main/vault/slot-folder.ts';
import { systemClock } from '../../main/vault/vault.ts';

const [folder = '', n = '0', kid = ''] = process.argv.slice(2);
let steps = 0;

function step(): void {
  steps += 1;
  if (steps === Number(n)) process.kill(process.pid, 'SIGKILL');
}

const writes: readonly string[] = ['noteAttempts', 'destroy'];
const shelf = new Proxy<SlotShelf>(
  slotFolder(folder, () => {}),
  {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function' || !writes.includes(String(property))) return value;
      return async (...args: unknown[]) => {
        step();
        await (value as (...given: unknown[]) => Promise<void>).apply(target, args);
        step();
      };
    },
  },
);

const signer = new OfficerSigner({
  shelf,
  policy: { destroySlotAfter: 5 },
  keyStore: null,
  platform: 'electron',
  countdown: { run: async () => 'cancelled', cancel: () => {} },
  clock: systemClock,
  random: systemRandom,
  scope: { desk: null, missions: [] },
});
const outcome = await signer.unlock(parseKid(kid), 'wrong');
writeSync(1, `${JSON.stringify({ steps, outcome })}\n`);
