/// <reference lib="webworker" />
/** What the bench measures, where it happens: in the desk's worker, over the browser's real IndexedDB and WebCrypto. */
import { systemRandom } from '../../../app/acts/clock.ts';
import type { DossierId, Kid } from '../../../app/acts/ids.ts';
import type { DeskConfiguration } from '../../../app/desk/ports.ts';
import type { LogDocument, SignedDocument } from '../../../app/log/records.ts';
import { fromBase64url, utf8 } from '../../../app/seal/bytes.ts';
import { parseKit } from '../../../app/vault/kit.ts';
import { openSlot } from '../../../app/vault/slot-file.ts';
import { DexieRowShelves } from '../../../renderer/read-model/dexie-row-shelf.ts';
import type { Row } from '../../../renderer/read-model/project-row.ts';
import { ReadModel } from '../../../renderer/read-model/read-model.ts';
import { rowKeyOf } from '../../../renderer/read-model/row-key.ts';
import { browserPlatform, installKit } from '../../../renderer/worker/browser-platform.ts';
import { MissionBook } from '../../../renderer/worker/mission-book.ts';
import { openDesk } from '../../../renderer/worker/open-desk.ts';
import { verifiedAct } from '../../../renderer/worker/open-records.ts';
import { openStores } from '../../../renderer/worker/open-stores.ts';
import { ReferenceData } from '../../../renderer/worker/reference-data.ts';
import { MISSION, syntheticLog } from './synthetic-rows.ts';

const RAW_BATCH = 200;
/** as the read model computes rows: 32 files of two acts */
const OWN_BATCH = 64;

const read = async <T>(name: string): Promise<T> => (await (await fetch(`/${name}`)).json()) as T;
const kit = async () => parseKit(await (await fetch('/kit.json')).text());

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const from = performance.now();
  const value = await work();
  return { ms: performance.now() - from, value };
}

async function inBatches<T>(
  all: readonly T[],
  size: number,
  work: (one: T) => Promise<boolean>,
): Promise<void> {
  for (let at = 0; at < all.length; at += size) {
    const good = await Promise.all(all.slice(at, at + size).map(work));
    if (good.includes(false)) throw new Error('a signature does not verify');
  }
}

/** Only what cannot be left out: each act's signature over its text. */
async function verifyRaw(acts: readonly SignedDocument[], configuration: DeskConfiguration): Promise<void> {
  const { keyring } = await ReferenceData.open(configuration);
  const kids = new Map<string, Kid>();
  const kidOf = (head: string): Kid => {
    const text = new TextDecoder().decode(fromBase64url(head));
    const kid = kids.get(head) ?? (JSON.parse(text) as { kid: Kid }).kid;
    kids.set(head, kid);
    return kid;
  };
  await inBatches(acts, RAW_BATCH, ({ jws }) => {
    const cut = jws.lastIndexOf('.');
    const key = keyring.verificationKey(kidOf(jws.slice(0, jws.indexOf('.')))) as CryptoKey;
    const signature = fromBase64url(jws.slice(cut + 1)) as BufferSource;
    const covered = utf8(jws.slice(0, cut)) as BufferSource;
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, covered);
  });
}

async function verifyAll(acts: readonly SignedDocument[], configuration: DeskConfiguration): Promise<void> {
  const { keyring } = await ReferenceData.open(configuration);
  await inBatches(acts, OWN_BATCH, async (document) => (await verifiedAct(document, keyring)) !== null);
}

/** @param onOpened the slot is open: Argon2id is over */
async function openTheDesk(onLeft: (left: number) => void = () => {}, onOpened: () => void = () => {}) {
  const platform = await browserPlatform();
  const { signer } = platform;
  const unlock = signer.unlock.bind(signer);
  signer.unlock = async (...given) => {
    const outcome = await unlock(...given);
    onOpened();
    return outcome;
  };
  const { configuration } = platform;
  if (!configuration) throw new Error('no kit was installed');
  return openDesk({
    platform,
    configuration,
    stores: openStores(configuration.missions).stores,
    transfer: null,
    clock: { now: () => Date.now() },
    random: systemRandom,
    version: '0.0.0-bench',
    emit: (event) => {
      if (event.type === 'rebuild-progress') onLeft(event.of - event.done);
    },
    commission: async () => {},
  });
}

interface Unlock {
  readonly kid: Kid;
  readonly words: string;
}

const calls = {
  install: async () => installKit(await (await fetch('/kit.json')).text()),

  /** Argon2id and the slot's opening, nothing else. */
  openSlot: async ({ words }: Unlock) => {
    const [slot] = (await kit()).slots;
    if (!slot) throw new Error('no slot in the kit');
    return (await timed(() => openSlot(slot, words))).ms;
  },

  verify: async ({ way }: { readonly way: 'raw' | 'ours' }) => {
    const acts = await read<SignedDocument[]>('acts.json');
    const { desk } = await kit();
    const verify = way === 'raw' ? verifyRaw : verifyAll;
    return (await timed(() => verify(acts, desk))).ms;
  },

  /** Puts so many files' rows in place by the read model's own way, with the receipt that they speak of in the log. */
  plant: async ({ count, epoch, readModelKey }: { count: number; epoch: string; readModelKey: string }) => {
    const { desk } = await kit();
    const { log } = openStores(desk.missions).stores.missions.get(MISSION) ?? {};
    await log?.put([await read<LogDocument>('receipt.json')]);
    const last = (await log?.changes(null, 10))?.last ?? '0';
    const synthetic = syntheticLog(count, epoch, last);
    const model = await ReadModel.open(
      new DexieRowShelves(),
      await rowKeyOf(fromBase64url(readModelKey)),
      systemRandom,
      async (_, id: DossierId): Promise<Row | null> => synthetic.rows.get(id) ?? null,
      new Map(),
    );
    const { ms } = await timed(async () => {
      await model.catchUp(new MissionBook(MISSION, synthetic.log, await ReferenceData.open(desk)));
      await model.tidied;
    });
    const name = [...synthetic.rows.values()][Math.floor(count / 2)]?.applicant ?? '';
    await model.close();
    return { ms, name };
  },

  /** From the secret to a counter that works: the first list is there, a search answers. */
  unlock: async ({ kid, words, name }: Unlock & { readonly name: string }) => {
    let slot = 0;
    const desk = await openTheDesk(undefined, () => {
      slot = performance.now();
    });
    await desk.situation();
    const from = performance.now();
    const outcome = await desk.unlock(kid, words);
    const opened = performance.now();
    const page = await desk.list('all', 0, 40);
    const listed = performance.now();
    const hits = await desk.search(name, 10);
    const answered = performance.now();
    if (outcome.outcome !== 'unlocked' || hits.length === 0 || page.rows.length === 0)
      throw new Error('the counter does not work');
    const again = async (work: () => Promise<unknown>): Promise<number> => (await timed(work)).ms;
    const times = {
      total: page.total,
      unlock: opened - slot,
      usable: answered - from,
      afterSlot: answered - slot,
      firstList: listed - opened,
      firstSearch: answered - listed,
      list: await again(() => desk.list('all', 0, 40)),
      link: await again(() => desk.link()),
      search: await again(() => desk.search(name.slice(0, 3), 10)),
      // Nothing is as typed: what is near is looked for, first while the index is still being made.
      firstNear: await again(() => desk.search(`${name.slice(0, 5)}x`, 10)),
      near: await again(() => desk.search(`${name.slice(0, 4)}y`, 10)),
    };
    await desk.close();
    return times;
  },

  /** Real files into the real log: acts and wraps. */
  fill: async ({ from, to }: { readonly from: number; readonly to: number }) => {
    const { desk } = await kit();
    const log = openStores(desk.missions).stores.missions.get(MISSION)?.log;
    const documents = (await read<LogDocument[]>('records.json')).slice(from * 3, to * 3);
    for (let at = 0; at < documents.length; at += 300) await log?.put(documents.slice(at, at + 300));
  },

  /** The read model from nothing, by everything there is in the log. */
  rebuild: async ({ kid, words }: Unlock) => {
    let told = 0;
    const desk = await openTheDesk(() => {
      told += 1;
    });
    await desk.unlock(kid, words);
    const { ms } = await timed(() => desk.rebuild());
    const { total } = await desk.list('all', 0, 1);
    await desk.close();
    return { ms, told, total };
  },
};

self.addEventListener('message', ({ data: { call, name, argument } }: MessageEvent) => {
  const work = calls[name as keyof typeof calls] as (argument: unknown) => Promise<unknown>;
  work(argument).then(
    (value) => self.postMessage({ call, value }),
    (error: Error) => self.postMessage({ call, error: error.stack ?? error.message }),
  );
});
