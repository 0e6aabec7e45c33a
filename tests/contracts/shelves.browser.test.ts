/** The desk's own shelves in a real browser: Dexie on IndexedDB. */
import Dexie from 'dexie';
import { DexieDraftShelf } from '../../renderer/drafts/dexie-draft-shelf.ts';
import { DexieRowShelves } from '../../renderer/read-model/dexie-row-shelf.ts';
import { DexieFactShelf } from '../../renderer/worker/dexie-fact-shelf.ts';
import { draftShelfContract } from './draft-shelf.ts';
import { factShelfContract } from './fact-shelf.ts';
import { rowShelfContract } from './row-shelf.ts';

async function inIndexedDb<T>(open: (name: string) => T) {
  const name = `contract-${crypto.randomUUID()}`;
  return { open: async () => open(name), destroy: () => Dexie.delete(name) };
}

draftShelfContract('Dexie', () => inIndexedDb((name) => new DexieDraftShelf(name)));
rowShelfContract('Dexie', () => inIndexedDb((name) => new DexieRowShelves(name)));
factShelfContract('Dexie', () => inIndexedDb((name) => new DexieFactShelf(name)));
