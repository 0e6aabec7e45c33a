/** Requests for enrolment as files: `requests/<id>.json`, and `requests/attempts/<id>.json` beside them. */
import { join } from 'node:path';
import { parseRecordHash, type RecordHash } from '../../app/acts/ids.ts';
import { NO_FAILURES, parseAttempts } from '../../app/vault/attempts.ts';
import { VaultError } from '../../app/vault/errors.ts';
import type { RequestShelf } from '../../app/vault/pending-requests.ts';
import { parseRequestFile, type RequestFile } from '../../app/vault/request-file.ts';
import { destroyDurably, readJson, removeDurably, writeJsonDurably } from './durable-file.ts';
import { namesIn } from './slot-folder.ts';

/**
 * @param desk the kit's folder, `<userData>/desk`
 * @param onUnreadable told of each file that is no request, by code; the others stay usable
 */
export function requestFolder(desk: string, onUnreadable: (code: string) => void): RequestShelf {
  const folder = join(desk, 'requests');
  const path = (id: RecordHash): string => join(folder, `${parseRecordHash(id)}.json`);
  const attemptsPath = (id: RecordHash): string => join(folder, 'attempts', `${parseRecordHash(id)}.json`);

  async function read(name: string): Promise<RequestFile | null> {
    try {
      const file = parseRequestFile(await readJson(join(folder, name)));
      return `${file.id}.json` === name ? file : null;
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      onUnreadable(error.code);
      return null;
    }
  }

  return {
    async all() {
      const files: RequestFile[] = [];
      for (const name of (await namesIn(folder)).sort()) {
        const file = name.endsWith('.json') ? await read(name) : null;
        if (file !== null) files.push(file);
      }
      return files;
    },
    put: (file) => writeJsonDurably(path(file.id), file),
    async remove(id) {
      await destroyDurably(path(id));
      await removeDurably(attemptsPath(id));
    },
    async attempts(id) {
      const value = await readJson(attemptsPath(id));
      return value === undefined ? NO_FAILURES : parseAttempts(value);
    },
    noteAttempts: (id, record) => writeJsonDurably(attemptsPath(id), record),
  };
}
