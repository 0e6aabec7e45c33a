/**
 * The signed documents that are in a file, whichever it is: an exported dossier, a kit or `server.json`, documents as
 * CouchDB lists them, or the folder of a sync server's data. Nothing is believed here; keys in a file are not looked at.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BundleError, readBundle } from '../../app/export/bundle.ts';
import { documentsOfBundle } from '../../app/export/bundle-documents.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { documentsOf } from '../../sync-server/admission/databases.ts';
import type { DbName } from '../../sync-server/stores/ids.ts';
import { Unusable as Closed, openSource } from '../migrate/places.ts';
import { read, Unusable } from './files.ts';
import { JOURNAL_WORDS } from './journal-texts.ts';
import type { Language } from './texts.ts';

/** @throws Unusable when there is nothing of the kind in it */
export async function documentsIn(path: string, language: Language): Promise<readonly SignedDocument[]> {
  const documents = isFolder(path) ? await ofServer(path) : await ofFile(read(path, language));
  if (documents.length === 0) throw new Unusable(JOURNAL_WORDS[language].noDocuments(path));
  return documents;
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

async function ofFile(bytes: Uint8Array): Promise<readonly SignedDocument[]> {
  try {
    return await documentsOfBundle(readBundle(bytes).lines);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
  }
  try {
    return [...signedIn(JSON.parse(new TextDecoder().decode(bytes)))];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function* signedIn(value: unknown): Generator<SignedDocument> {
  if (typeof value !== 'object' || value === null) return;
  const { _id, _rev, jws } = value as Record<string, unknown>;
  if (typeof _id === 'string' && typeof _rev === 'string' && typeof jws === 'string')
    yield { _id, _rev, jws };
  else for (const member of Object.values(value)) yield* signedIn(member);
}

/** The embedded store takes a lock and may tidy its files: a copy of the folder, or its own while the server is stopped. */
async function ofServer(folder: string): Promise<readonly SignedDocument[]> {
  if (!existsSync(join(folder, 'documents'))) return [];
  try {
    const store = await openSource({ data: folder });
    try {
      const found: SignedDocument[] = [];
      for (const name of (await store.list()).filter(holdsRecords)) {
        const db = await store.open(name);
        if (!db) continue;
        for await (const { id, rev, body } of documentsOf(db))
          if (typeof body.jws === 'string' && !id.startsWith('key:'))
            found.push({ _id: id, _rev: rev, jws: body.jws });
      }
      return found;
    } finally {
      await store.close();
    }
  } catch (error) {
    throw error instanceof Closed ? new Unusable(error.message) : error;
  }
}

const holdsRecords = (name: DbName): boolean => name === 'keyring' || /^mission-[^-]+-[^-]+$/.test(name);
