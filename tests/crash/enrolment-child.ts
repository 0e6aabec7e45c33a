/**
 * The main process's part of an enrolment, killed (SIGKILL, by itself) before or after its n-th write to the vault's folder.
 * usage: enrolment-child FOLDER N ask | activate ANSWER-FILE WORDS
 * Says what came of it as one line of JSON, where it lived to.
 */
import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemRandom } from '../../app/acts/clock.ts';
import { parseDeskConfiguration } from '../../app/vault/kit.ts';
import { OfficerSigner } from '../../app/vault/officer-signer.ts';
import type { SlotShelf } from '../../app/vault/officer-slots.ts';
import type { RequestShelf } from '../../app/vault/pending-requests.ts';
import { requestFolder } from '../../main/vault/request-folder.ts';
import { slotFolder } from '../../main/vault/slot-folder.ts';
import { systemClock } from '../../main/vault/vault.ts';

const [folder = '', n = '0', what = '', answerFile = '', words = ''] = process.argv.slice(2);
const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
let steps = 0;

function step(): void {
  steps += 1;
  if (steps === Number(n)) process.kill(process.pid, 'SIGKILL');
}

/** The same place, of which each write is two steps. */
function counted<T extends object>(shelf: T, writes: readonly (keyof T & string)[]): T {
  return new Proxy(shelf, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function' || !writes.includes(property as keyof T & string)) return value;
      return async (...args: unknown[]) => {
        step();
        const result: unknown = await (value as (...given: unknown[]) => unknown).apply(target, args);
        step();
        return result;
      };
    },
  });
}

const { desk, missions, root } = parseDeskConfiguration(
  JSON.parse(await readFile(join(folder, 'desk.json'), 'utf8')),
);
const ignored = (): void => {};
const signer = new OfficerSigner({
  shelf: counted<SlotShelf>(slotFolder(folder, ignored), ['replace', 'noteAttempts']),
  enrolment: {
    desk,
    root,
    requests: counted<RequestShelf>(requestFolder(folder, ignored), ['put', 'remove', 'noteAttempts']),
  },
  keyStore: null,
  platform: 'electron',
  countdown: { run: async () => 'cancelled', cancel: ignored },
  clock: systemClock,
  random: systemRandom,
  scope: { desk, missions },
  cost: CHEAP,
});
const outcome =
  what === 'ask'
    ? await signer.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, null)
    : await signer.activateRequest(await readFile(answerFile, 'utf8'), words);
writeSync(1, `${JSON.stringify({ steps, ...outcome })}\n`);
