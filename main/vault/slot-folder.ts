/** The slots of a desk as files: `slots/<kid>.json`, and `attempts/<kid>.json` beside them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kid } from '../../app/acts/ids.ts';
import { parseKid } from '../../app/acts/ids.ts';
import { type AttemptsRecord, NO_FAILURES, parseAttempts } from '../../app/vault/attempts.ts';
import { VaultError } from '../../app/vault/errors.ts';
import type { SlotShelf } from '../../app/vault/officer-signer.ts';
import { parseSlotFile, type SlotFile } from '../../app/vault/slot-file.ts';
import { destroyDurably, readJson, removeDurably, writeJsonDurably } from './durable-file.ts';

/**
 * @param desk the kit's folder, `<userData>/desk`
 * @param onUnreadable told of each file in `slots/` that is no slot, by code; the others stay usable
 */
export function slotFolder(desk: string, onUnreadable: (code: string) => void): SlotShelf {
  // A kid from the page becomes part of a path only after it was read as one.
  const slotPath = (kid: Kid): string => join(desk, 'slots', `${parseKid(kid)}.json`);
  const attemptsPath = (kid: Kid): string => join(desk, 'attempts', `${parseKid(kid)}.json`);

  async function read(name: string): Promise<SlotFile | null> {
    try {
      const slot = parseSlotFile(await readJson(join(desk, 'slots', name)));
      return `${slot.kid}.json` === name ? slot : null;
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      onUnreadable(error.code);
      return null;
    }
  }

  return {
    async all() {
      const slots: SlotFile[] = [];
      for (const name of (await namesIn(join(desk, 'slots'))).sort()) {
        const slot = name.endsWith('.json') ? await read(name) : null;
        if (slot !== null) slots.push(slot);
      }
      return slots;
    },
    replace: (slot) => writeJsonDurably(slotPath(slot.kid), slot),
    async remove(kid) {
      await destroyDurably(slotPath(kid));
      await removeDurably(attemptsPath(kid));
    },
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
