/**
 * What the centre's own signed words name, and what does not come. A gateway can withhold and cannot unsay: its receipts name
 * acts and are numbered, acts name the list of the keyring that they were sealed on, and a list names its records. What all
 * of them are silent on is not noticed here: then only the age of the newest word tells (keyring-freshness.ts).
 *
 * Looked at after a pass in which everything that the centre gave has come, while somebody is unlocked: rows know what is here.
 */
import type { Clock } from '../../app/acts/clock.ts';
import type { ActId, MissionCode } from '../../app/acts/ids.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import { missionsOfDesk } from '../../app/keyring/desk-missions.ts';
import { isTravelling, type LogDocument, RECORD_PREFIX } from '../../app/log/records.ts';
import { fromBase64url, toHex } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';
import type { MissionBook } from './mission-book.ts';
import type { ReferenceData } from './reference-data.ts';
import type { DeskStores } from './stores.ts';

export const WITHHELD = 'LN-008';

/** Several gateways and a store of several copies show what is new in no fixed order: nothing younger is told. */
const GRACE_MS = 10 * 60_000;
const LIST = 'withheld:list:';

/** How many of each do not come. */
export interface Missing {
  readonly acts: number;
  readonly receipts: number;
  /** lists of the keyring, and what they name */
  readonly records: number;
}

interface Ground {
  readonly configuration: Pick<DeskConfiguration, 'desk'>;
  readonly stores: DeskStores;
  readonly reference: ReferenceData;
  readonly books: ReadonlyMap<MissionCode, MissionBook>;
  readonly clock: Clock;
}

interface Named {
  readonly kind: keyof Missing;
  readonly count: number;
}

export class Withheld {
  readonly #ground: Ground;
  /** when each was missed first */
  readonly #since = new Map<string, number>();
  /** named by receipts, in no file, and in the log all the same: what no file is made of */
  readonly #inLog = new Set<string>();
  #records: { readonly head: string; readonly missing: readonly string[] } | null = null;
  /** null: nothing that is named is missing */
  told: Missing | null = null;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  async look(): Promise<void> {
    const now = this.#ground.clock.now();
    const named = await this.#named();
    for (const key of this.#since.keys()) if (!named.has(key)) this.#since.delete(key);
    for (const key of named.keys()) if (!this.#since.has(key)) this.#since.set(key, now);
    const old = [...named.keys()].filter((key) => now - (this.#since.get(key) ?? now) >= GRACE_MS);
    await this.#lookInLogs(old);
    const count = (kind: keyof Missing) =>
      old
        .filter((key) => !this.#inLog.has(key))
        .map((key) => named.get(key))
        .reduce((sum, one) => sum + (one?.kind === kind ? one.count : 0), 0);
    const missing = { acts: count('acts'), receipts: count('receipts'), records: count('records') };
    this.told = missing.acts + missing.receipts + missing.records > 0 ? missing : null;
  }

  async #named(): Promise<ReadonlyMap<string, Named>> {
    const { books, configuration, reference } = this.#ground;
    const named = new Map<string, Named>();
    const carried = missionsOfDesk(reference.keyring, configuration.desk);
    for (const [mission, book] of books) {
      // What is left of a mission that is fetched no longer may be a part of it.
      if (carried !== null && !carried.has(mission)) continue;
      await book.readReceipts();
      for (const act of book.absentActs())
        if (!this.#inLog.has(keyOf(mission, act))) named.set(keyOf(mission, act), { kind: 'acts', count: 1 });
      for (const { gateway, from, count } of book.receipts.gaps())
        named.set(`receipt ${mission} ${gateway} ${from}`, { kind: 'receipts', count });
    }
    for (const one of [...(await this.#lists()), ...(await this.#listed())])
      named.set(one, { kind: 'records', count: 1 });
    return named;
  }

  /** Files are read again only when something of them comes: which lists they named is kept. */
  async #lists(): Promise<readonly string[]> {
    const { books, reference, stores } = this.#ground;
    const kept = (await stores.facts.withPrefix(LIST)).map(([key]) => key.slice(LIST.length));
    const lists = new Set([...kept, ...[...books.values()].flatMap((book) => book.absentLists())]);
    for (const list of lists) {
      if (reference.keyring.knowsHead(list as never)) {
        await stores.facts.delete(`${LIST}${list}`);
        lists.delete(list);
      } else if (!kept.includes(list)) await stores.facts.set(`${LIST}${list}`, '1');
    }
    return [...lists];
  }

  /** Records that the newest list names, by the revision that their text would have. */
  async #listed(): Promise<readonly string[]> {
    const { reference, stores } = this.#ground;
    const head = reference.keyring.head();
    if (head === null) return [];
    if (this.#records?.head === head.hash && this.#records.missing.length === 0) return [];
    const list = await this.#newestList(head.hash, head.n);
    const here = new Set((await stores.keyring.withPrefix('')).map(({ _rev }) => _rev));
    let missing = list.filter((rev) => !here.has(rev));
    if (missing.length > 0) {
      // What travelled with acts may not have been spread with the keyring yet.
      for (const { log } of stores.missions.values())
        for (const prefix of Object.values(RECORD_PREFIX).filter(isTravelling))
          for (const { _rev } of await log.withPrefix(prefix)) here.add(_rev);
      missing = missing.filter((rev) => !here.has(rev));
    }
    this.#records = { head: head.hash, missing };
    return missing;
  }

  async #newestList(hash: string, n: number): Promise<readonly string[]> {
    const { reference, stores } = this.#ground;
    const id = `${RECORD_PREFIX.keyring}${n}`;
    const documents = [...(await stores.keyring.withPrefix(id))].filter(({ _id }) => _id === id);
    for (const document of documents) {
      if (!('jws' in document) || (await nameOf(document.jws)).hash !== hash) continue;
      const { records } = await reference.keyring.read('guichet-keyring+jws', document);
      return records.map((record) => `1-${toHex(fromBase64url(record).slice(0, 16))}`);
    }
    return [];
  }

  /** Before anything is told: a file of which nothing verifies has no row. Each is looked for once. */
  async #lookInLogs(keys: readonly string[]): Promise<void> {
    for (const [mission, { log }] of this.#ground.stores.missions) {
      const sought = new Set(keys.filter((key) => key.startsWith(keyOf(mission, ''))));
      let since: string | null = null;
      let documents: readonly LogDocument[] = [];
      do {
        if (sought.size === 0) break;
        const read = await log.changes(since, 500);
        documents = read.documents;
        since = read.last;
        for (const { _id } of documents) {
          const key = keyOf(mission, _id.slice(_id.lastIndexOf(':') + 1));
          if (_id.startsWith(RECORD_PREFIX.act) && sought.delete(key)) this.#inLog.add(key);
        }
      } while (documents.length > 0);
    }
  }
}

const keyOf = (mission: MissionCode, act: ActId | string): string => `act ${mission} ${act}`;
