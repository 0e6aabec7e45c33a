/**
 * The slots of a desk as files: `slots/<kid>.json`, and `attempts/<kid>.json` beside them; of one that was destroyed,
 * `destroyed/<kid>.json`.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kid } from '../../app/acts/ids.ts';
import { parseKid } from '../../app/acts/ids.ts';
import { type AttemptsRecord, NO_FAILURES, parseAttempts } from '../../app/vault/attempts.ts';
import { VaultError } from '../../app/vault/errors.ts';
import type { SlotShelf } from '../../app/vault/officer-slots.ts';
import { parseDestroyedSlot, parseSlotFile } from '../../app/vault/slot-file.ts';
import { destroyDurably, readJson, removeDurably, writeJsonDurably } from './durable-file.ts';

/**
 * @param desk the kit's folder, `<userData>/desk`
 * @param onUnreadable told of each file in `slots/` that is no slot, by code; the others stay usable
 */
export function slotFolder(desk: string, onUnreadable: (code: string) => void): SlotShelf {
  // A kid from the page becomes part of a path only after it was read as one.
  const slotPath = (kid: Kid): string => join(desk, 'slots', `${parseKid(kid)}.json`);
  const attemptsPath = (kid: Kid): string => join(desk, 'attempts', `${parseKid(kid)}.json`);

  const destroyedPath = (kid: Kid): string => join(desk, 'destroyed', `${parseKid(kid)}.json`);

  async function readAll<T extends { readonly kid: Kid }>(
    folder: string,
    parse: (value: unknown) => T,
  ): Promise<T[]> {
    const all: T[] = [];
    for (const name of (await namesIn(join(desk, folder))).sort()) {
      if (!name.endsWith('.json')) continue;
      try {
        const one = parse(await readJson(join(desk, folder, name)));
        if (`${one.kid}.json` === name) all.push(one);
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        onUnreadable(error.code);
      }
    }
    return all;
  }

  return {
    all: () => readAll('slots', parseSlotFile),
    replace: (slot) => writeJsonDurably(slotPath(slot.kid), slot),
    async remove(kid) {
      await destroyDurably(slotPath(kid));
      await removeDurably(attemptsPath(kid));
      await removeDurably(destroyedPath(kid));
    },
    async destroy(slot) {
      await writeJsonDurably(destroyedPath(slot.kid), slot);
      await destroyDurably(slotPath(slot.kid));
    },
    destroyed: () => readAll('destroyed', parseDestroyedSlot),
    async attempts(kid) {
      const value = await readJson(attemptsPath(kid));
      return value === undefined ? NO_FAILURES : parseAttempts(value);
    },
    noteAttempts: (kid: Kid, record: AttemptsRecord) => writeJsonDurably(attemptsPath(kid), record),
  };
}

/** The names of the files in a folder, which need not be there. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
