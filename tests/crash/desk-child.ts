/**
 * A desk in a process of its own: PouchDB on LevelDB, the journal's files, slots and transport key from a kit. Seals and
 * sends in a loop and says each seal aloud after it was told; killed from outside. With `finish` it sends until all is
 * received, says what it shows, and ends.
 * usage: desk-child PROFILE KIT GATEWAY WORDS EPOCH-MS [finish]
 */
import { writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import http from 'pouchdb-adapter-http';
import leveldb from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import replication from 'pouchdb-replication';
import { systemRandom } from '../../app/acts/clock.ts';
import type { ServiceCode } from '../../app/acts/ids.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { importPrivate } from '../../app/seal/keys.ts';
import { NO_FAILURES } from '../../app/vault/attempts.ts';
import { parseKit } from '../../app/vault/kit.ts';
import { OfficerSigner } from '../../app/vault/officer-signer.ts';
import { openJournal } from '../../main/journal/open-journal.ts';
import { openDesk } from '../../renderer/worker/open-desk.ts';
import { PouchActLog } from '../../renderer/worker/pouch-act-log.ts';
import { PouchChunkStore } from '../../renderer/worker/pouch-chunk-store.ts';
import type { PouchDatabase, Replicable } from '../../renderer/worker/pouch-database.ts';
import { PouchTransfer } from '../../renderer/worker/pouch-transfer.ts';
import { SessionFetch } from '../../renderer/worker/session-fetch.ts';
import { databaseOf, evidenceOf } from '../../renderer/worker/transfer.ts';
import { jpeg } from '../app/evidence/images.ts';
import { SPECIMEN_ANSWERS, SPECIMEN_DOCUMENTS } from '../specimens/answers.ts';
import { MemoryRowShelves } from '../world/desk-medium.ts';
import { FileDraftShelf, FileFactShelf } from '../world/file-shelves.ts';

PouchDB.plugin(leveldb).plugin(http).plugin(replication);

const [profile = '', kitFile = '', gateway = '', words = '', epochMs = '0', mode = ''] =
  process.argv.slice(2);
const SERVICE = 'ml-laissez-passer' as ServiceCode;
const LAST_PASSES = 20;
const say = (line: unknown): void => void writeSync(1, `${JSON.stringify(line)}\n`);

const kit = parseKit(await readFile(kitFile, 'utf8'));
const configuration = { ...kit.desk, gateway: kit.desk.gateway && { ...kit.desk.gateway, url: gateway } };
const clock = { now: () => Number(epochMs) + Math.floor(performance.now()) };
let ticks = 0;
const signer = new OfficerSigner({
  shelf: {
    all: async () => kit.slots,
    replace: async () => {},
    remove: async () => {},
    destroy: async () => {},
    destroyed: async () => [],
    attempts: async () => NO_FAILURES,
    noteAttempts: async () => {},
  },
  keyStore: null,
  platform: 'electron',
  countdown: { run: async () => 'confirmed', cancel: () => {} },
  // The limit of seals a second is the signer's own test.
  clock: {
    ...clock,
    monotonic: () => {
      ticks += 1000;
      return ticks;
    },
  },
  random: systemRandom,
  scope: { desk: configuration.desk, missions: configuration.missions },
});
const { kid, credential, key: jwk } = kit.transport;
const key = jwk && (await importPrivate(jwk, 'sig'));
if (!key || !configuration.gateway) throw new Error('the kit is no use here');
const transport = {
  kid,
  credential,
  sign: (payload: Uint8Array) => signCompact({ typ: 'guichet-session+jws', kid, payload, key }),
};

const databases = new Map<string, PouchDatabase & Replicable>();
const database = (name: string): PouchDatabase & Replicable => {
  const known =
    databases.get(name) ??
    (new PouchDB(join(profile, name), { adapter: 'leveldb', revs_limit: 1 }) as unknown as PouchDatabase &
      Replicable);
  databases.set(name, known);
  return known;
};
const codec = {
  encode: (bytes: Uint8Array) => Buffer.from(bytes),
  decode: async (attachment: unknown) => new Uint8Array(attachment as Buffer),
};
const journal = await openJournal(join(profile, 'journal'), systemRandom);
const desk = await openDesk({
  platform: { signer, transport, journal, configuration },
  configuration,
  stores: {
    keyring: new PouchActLog(database('keyring')),
    catalogue: new PouchActLog(database('catalogue')),
    missions: new Map(
      configuration.missions.map((mission) => [
        mission,
        {
          log: new PouchActLog(database(databaseOf(mission))),
          chunks: new PouchChunkStore(database(evidenceOf(mission)), codec),
        },
      ]),
    ),
    drafts: new FileDraftShelf(join(profile, 'drafts')),
    rows: new MemoryRowShelves(),
    facts: new FileFactShelf(join(profile, 'facts')),
  },
  transfer: new PouchTransfer(
    new SessionFetch(gateway, async (kid) => kid === configuration.gateway?.kid, transport),
    database,
    (url, fetch) =>
      new PouchDB(url, {
        adapter: 'http',
        skip_setup: true,
        fetch: fetch as typeof globalThis.fetch,
      } as object),
  ),
  clock,
  random: systemRandom,
  version: '0.0.0-test',
  emit: (event) => {
    if (event.type === 'trouble') say({ trouble: event.code });
  },
  commission: async () => {},
});
await desk.pause(true);

const [slot] = kit.slots.filter(({ roles }) => roles.includes('agent'));
const unlocked = slot && (await desk.unlock(slot.kid, words));
if (unlocked?.outcome !== 'unlocked') throw new Error('the desk did not unlock');

async function sealOne(): Promise<void> {
  const { id } = await desk.newDraft(SERVICE, null);
  for (const document of SPECIMEN_DOCUMENTS[SERVICE] ?? [])
    await desk.addEvidence(id, document, document, 'image/jpeg', jpeg(8, 8));
  await desk.saveDraft(id, { answers: SPECIMEN_ANSWERS[SERVICE] ?? {} });
  say({ whole: id });
  const { dossier, ref } = await desk.sealDraft(id);
  say({ sealed: { dossier, ref } });
}

if (mode === 'finish') {
  let left = Number.POSITIVE_INFINITY;
  let code = '';
  for (let pass = 0; pass < LAST_PASSES && left > 0; pass += 1) ({ left, code } = await desk.sendNow());
  const { rows } = await desk.list('all', 0, 10_000);
  const files = [];
  for (const { id, ref } of rows) {
    const { timeline, documents } = await desk.dossier(id);
    files.push({
      dossier: id,
      ref,
      kinds: timeline.map(({ kind }) => kind),
      states: timeline.map(({ state }) => state),
      evidence: documents.filter(({ here }) => here).length,
    });
  }
  say({ end: { files, drafts: await desk.drafts(), code } });
  await desk.close();
  await journal.close();
  process.exit(0);
}

say({ ready: true });
void (async () => {
  for (;;) await desk.sendNow();
})();
for (;;) await sealOne();
