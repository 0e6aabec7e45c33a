/**
 * A computer without a kit that asks to be put into service, as files in the kit's folder: `asking.json` and
 * `asking-attempts.json`; then, as a kit has them, `transport.json` and `desk.json`.
 */
import { join } from 'node:path';
import { readCredential } from '../../app/keyring/credential.ts';
import type { AskingShelf } from '../../app/vault/asking-desk.ts';
import { NO_FAILURES, parseAttempts } from '../../app/vault/attempts.ts';
import { VaultError } from '../../app/vault/errors.ts';
import { parseTransportFile } from '../../app/vault/kit.ts';
import type { KeyStore } from '../../app/vault/officer-slots.ts';
import { type DeskRequestFile, parseDeskRequestFile } from '../../app/vault/request-file.ts';
import { destroyDurably, readJson, removeDurably, writeJsonDurably } from './durable-file.ts';
import { namesIn } from './slot-folder.ts';
import { destroyTransportKey, writeTransportKey } from './transport-key.ts';

/**
 * @param desk the kit's folder, `<userData>/desk`
 * @param onUnreadable told of a request that is none, by code
 */
export function askingFolder(
  desk: string,
  keyStore: KeyStore | null,
  onUnreadable: (code: string) => void,
): AskingShelf {
  const path = join(desk, 'asking.json');
  const attemptsPath = join(desk, 'asking-attempts.json');

  async function request(): Promise<DeskRequestFile | null> {
    const value = await readJson(path);
    if (value === undefined) return null;
    try {
      return parseDeskRequestFile(value);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      onUnreadable(error.code);
      return null;
    }
  }

  const isInService = async () => (await readJson(join(desk, 'desk.json'))) !== undefined;

  return {
    request,
    put: (file) => writeJsonDurably(path, file),
    remove: () => removeAsking(desk),
    isInService,
    async isTaken() {
      const isThere = (await isInService()) || (await readJson(join(desk, 'transport.json'))) !== undefined;
      return isThere || (await namesIn(join(desk, 'slots'))).length > 0;
    },
    putTransport: (file) => writeTransportKey(desk, file, keyStore),
    async dropTransport({ x, y }) {
      const value = await readJson(join(desk, 'transport.json'));
      if (value === undefined) return;
      const { sig } = (await readCredential(parseTransportFile(value).credential)).credential;
      if (sig.x === x && sig.y === y) await destroyTransportKey(desk);
    },
    putConfiguration: (configuration) => writeJsonDurably(join(desk, 'desk.json'), configuration),
    // One request waits at most, so its attempts need no name.
    async attempts() {
      const value = await readJson(attemptsPath);
      return value === undefined ? NO_FAILURES : parseAttempts(value);
    },
    noteAttempts: (_id, record) => writeJsonDurably(attemptsPath, record),
  };
}

/** Of a computer that is a desk by now: its request, which a stop had left. Written over first: it holds keys. */
export async function removeAsking(desk: string): Promise<void> {
  await removeDurably(join(desk, 'asking-attempts.json'));
  await destroyDurably(join(desk, 'asking.json'));
}
