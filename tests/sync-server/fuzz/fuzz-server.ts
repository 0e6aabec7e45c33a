import { couchServer } from '../../../sync-server/couch/standalone.ts';
import { openLevelStore } from '../../../sync-server/stores/level-store.ts';
import { checkStore } from './check-store.ts';
import { type FuzzReport, runFuzz } from './run-fuzz.ts';

/** Fuzzes a server of its own over a fresh store, and looks at the store as it is, and as it is when opened again. */
export async function fuzzServer(folder: string, seed: number, requests: number): Promise<FuzzReport> {
  const store = await openLevelStore(folder);
  const app = await couchServer(store, { couch: { bodyBytes: 1024 * 1024, findMs: 2000 } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { statuses, faults } = await runFuzz({ store, app }, seed, requests);
  const wrong = await checkStore(store);
  await app.close();
  const again = await openLevelStore(folder);
  const later = (await checkStore(again)).map((what) => `opened again: ${what}`);
  await again.close();
  return { statuses, faults: [...faults, ...wrong, ...later] };
}
