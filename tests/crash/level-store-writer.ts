import type { DbName } from '../../sync-server/stores/ids.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';

/** Writes for ever, several at a time, and says the id of each document once the store has said it is safe. */
const [folder = ''] = process.argv.slice(2);
const store = await openLevelStore(folder);
const name = 'mission' as DbName;
await store.create(name);
const db = await store.open(name);
if (db === undefined) throw new Error('the database is not there');

const start = (await db.info()).docCount;
let next = start;

async function write(): Promise<void> {
  for (;;) {
    const n = next++;
    const bytes = new Uint8Array(3000).fill(n % 251);
    const { outcomes, durable } = await (db as NonNullable<typeof db>).putRevisions([
      {
        id: `act-${n}`,
        deleted: false,
        body: { n },
        attachments: new Map([['chunk', { kind: 'bytes', contentType: 'application/octet-stream', bytes }]]),
        revisions: { start: 1, ids: [`${n}`] },
      },
      {
        id: `wrap-${n}`,
        deleted: false,
        body: {},
        attachments: new Map(),
        revisions: { start: 1, ids: [`${n}`] },
      },
    ]);
    if (durable && outcomes.every(({ ok }) => ok)) process.stdout.write(`${n}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, write));
