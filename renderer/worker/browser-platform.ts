/**
 * The three ports in a browser: slots and the transport key in IndexedDB (the key non-extractable), the journal in the
 * origin's private file system. Whoever serves the page can change its code: SECURITY.md says what that means.
 */
import Dexie, { type Table } from 'dexie';
import { type RandomSource, systemRandom } from '../../app/acts/clock.ts';
import type { Kid, RecordHash } from '../../app/acts/ids.ts';
import {
  type DecisionToConfirm,
  type DeskConfiguration,
  type DeskPlatform,
  SignerError,
  type TransportSigner,
} from '../../app/desk/ports.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { type CryptoKey, importPrivate } from '../../app/seal/keys.ts';
import type { AttemptShelf } from '../../app/vault/attempt-book.ts';
import { type AttemptsRecord, NO_FAILURES, parseAttempts } from '../../app/vault/attempts.ts';
import { VaultError } from '../../app/vault/errors.ts';
import type { FarewellRecord, FarewellShelf } from '../../app/vault/farewell.ts';
import { parseKit } from '../../app/vault/kit.ts';
import { type DecisionCountdown, OfficerSigner } from '../../app/vault/officer-signer.ts';
import type { SlotShelf } from '../../app/vault/officer-slots.ts';
import type { RequestShelf } from '../../app/vault/pending-requests.ts';
import { parseRequestFile, type RequestFile } from '../../app/vault/request-file.ts';
import {
  type DestroyedSlot,
  parseDestroyedSlot,
  parseSlotFile,
  type SlotFile,
} from '../../app/vault/slot-file.ts';
import { openOpfsJournal } from './opfs-journal.ts';

interface Installed {
  readonly name: 'desk';
  readonly configuration: DeskConfiguration;
  /** null once it is destroyed */
  readonly transport: TransportKey | null;
}

interface TransportKey {
  readonly kid: Kid;
  readonly credential: string;
  readonly key: CryptoKey;
}

class KitDatabase extends Dexie {
  /** the desk; once its transport key is destroyed, without it */
  readonly installed!: Table<Installed, string>;
  readonly slots!: Table<SlotFile, Kid>;
  /** by slot, or by request */
  readonly attempts!: Table<{ readonly kid: Kid | RecordHash; readonly record: AttemptsRecord }, string>;
  readonly requests!: Table<RequestFile, RecordHash>;
  readonly farewell!: Table<FarewellRecord, Kid>;
  readonly destroyed!: Table<DestroyedSlot, Kid>;

  constructor() {
    super('guichet-kit', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ installed: 'name', slots: 'kid', attempts: 'kid' });
    this.version(2).stores({ requests: 'id' });
    this.version(3).stores({ farewell: 'kid' });
    this.version(4).stores({ destroyed: 'kid' });
  }
}

const database = new KitDatabase();

/** Installs a kit in place of any other. @throws VaultError VA-001 when it is none */
export async function installKit(json: string): Promise<void> {
  const { desk, transport, slots } = parseKit(json);
  if (!transport.key) throw new VaultError('VA-001');
  const key = await importPrivate(transport.key, 'sig');
  const { kid, credential } = transport;
  const { installed, slots: kept, attempts, requests, farewell, destroyed } = database;
  const all = [installed, kept, attempts, requests, farewell, destroyed];
  await database.transaction('rw', all, async () => {
    await Promise.all(all.map((table) => table.clear()));
    await database.installed.put({ name: 'desk', configuration: desk, transport: { kid, credential, key } });
    await database.slots.bulkPut([...slots]);
  });
}

const attempts: AttemptShelf<Kid | RecordHash> = {
  attempts: async (kid) => {
    const stored = await database.attempts.get(kid);
    return stored ? parseAttempts(stored.record) : NO_FAILURES;
  },
  noteAttempts: async (kid, record) => {
    await database.attempts.put({ kid, record });
  },
};

const shelf: SlotShelf = {
  ...attempts,
  all: async () => (await database.slots.toArray()).map(parseSlotFile),
  replace: async (slot) => {
    await database.slots.put(slot);
  },
  remove: async (kid) => {
    await database.slots.delete(kid);
    await database.attempts.delete(kid);
    await database.destroyed.delete(kid);
  },
  destroy: async (slot) => {
    await database.transaction('rw', database.slots, database.destroyed, async () => {
      await database.destroyed.put(slot);
      await database.slots.delete(slot.kid);
    });
  },
  destroyed: async () => (await database.destroyed.toArray()).map(parseDestroyedSlot),
};

const requests: RequestShelf = {
  ...attempts,
  all: async () => (await database.requests.toArray()).map(parseRequestFile),
  put: async (file) => {
    await database.requests.put(file);
  },
  remove: async (id) => {
    await database.requests.delete(id);
    await database.attempts.delete(id);
  },
};

/** @param onDestroyed the transport key is to be out of reach, too */
const farewellShelf = (onDestroyed: () => void): FarewellShelf => ({
  record: async () => (await database.farewell.toCollection().first()) ?? null,
  note: async (record) => {
    await database.farewell.put(record);
  },
  forget: () => database.farewell.clear(),
  transport: async () => (await database.installed.get('desk'))?.transport?.kid ?? null,
  destroyTransport: async () => {
    onDestroyed();
    await database.installed.update('desk', { transport: null });
  },
});

/** The page draws the strip; the worker counts, so that a page that stutters or reloads changes nothing. */
class WorkerCountdown implements DecisionCountdown {
  readonly #running = new Map<string, () => void>();

  run({ id, seconds }: DecisionToConfirm): Promise<'confirmed' | 'cancelled'> {
    return new Promise((resolve) => {
      const end = (how: 'confirmed' | 'cancelled') => {
        clearTimeout(timer);
        this.#running.delete(id);
        resolve(how);
      };
      const timer = setTimeout(() => end('confirmed'), seconds * 1000);
      this.#running.set(id, () => end('cancelled'));
    });
  }

  cancel(id: string): void {
    this.#running.get(id)?.();
  }
}

/** @param key null once it is destroyed */
const transportSigner = (
  { kid, credential }: TransportKey,
  key: () => CryptoKey | null,
): TransportSigner => ({
  kid,
  credential,
  sign: async (payload) => {
    const own = key();
    if (own === null) throw new SignerError('SG-001', 'no transport key');
    return signCompact({ typ: 'guichet-session+jws', kid, payload, key: own });
  },
});

/** Null where the browser has no private file system: sealing is refused there, and said. */
async function openJournal(desk: string, random: RandomSource): Promise<DurableJournal | null> {
  if (typeof navigator.storage?.getDirectory !== 'function') return null;
  return openOpfsJournal(`journal-${desk.replace('/', '-')}`, random);
}

export async function browserPlatform(): Promise<DeskPlatform> {
  const installed = await database.installed.get('desk');
  const configuration = installed?.configuration ?? null;
  let key = installed?.transport?.key ?? null;
  const signer = new OfficerSigner({
    shelf,
    keyStore: null,
    platform: 'browser',
    countdown: new WorkerCountdown(),
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    random: systemRandom,
    scope: {
      desk: configuration?.desk ?? null,
      missions: configuration?.missions ?? [],
      ...(configuration && { setting: configuration }),
    },
    policy: configuration?.policy,
    ...(configuration && { enrolment: { desk: configuration.desk, root: configuration.root, requests } }),
    farewell: farewellShelf(() => {
      key = null;
    }),
  });
  // Before anybody is served: keys that were to be destroyed when the page was closed.
  await signer.revoked();
  return {
    signer,
    configuration,
    transport: installed?.transport ? transportSigner(installed.transport, () => key) : null,
    journal: configuration ? await openJournal(configuration.desk, systemRandom) : null,
  };
}
