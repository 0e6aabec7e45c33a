/** How the end of this desk's keys rests: `revoked.json` in the kit's folder, beside the transport key's file. */
import { join } from 'node:path';
import { VaultError } from '../../app/vault/errors.ts';
import { type FarewellShelf, parseFarewellRecord } from '../../app/vault/farewell.ts';
import { readJson, removeDurably, writeJsonDurably } from './durable-file.ts';
import { destroyTransportKey, transportKidIn } from './transport-key.ts';

/**
 * @param desk the kit's folder, `<userData>/desk`
 * @param onUnreadable told by code of a record that is none: it ends nothing
 * @param onDestroyed the transport key is to be out of reach, too
 */
export function farewellFolder(
  desk: string,
  onUnreadable: (code: string) => void,
  onDestroyed: () => void,
): FarewellShelf {
  const path = join(desk, 'revoked.json');
  async function readable<T>(read: () => Promise<T> | T): Promise<T | null> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      onUnreadable(error.code);
      return null;
    }
  }
  return {
    async record() {
      const value = await readJson(path);
      return value === undefined ? null : readable(() => parseFarewellRecord(value));
    },
    note: (record) => writeJsonDurably(path, record),
    forget: () => removeDurably(path),
    transport: () => readable(() => transportKidIn(desk)),
    async destroyTransport() {
      onDestroyed();
      await destroyTransportKey(desk);
    },
  };
}
