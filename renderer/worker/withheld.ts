/**
 * What the centre's own signed words name, and what does not come. A gateway can withhold and cannot unsay: its receipts name
 * acts and are numbered, acts name the list of the keyring that they were sealed on, and a list names its records. What all
 * of them are silent on is not noticed here: then only the age of the newest word tells (keyring-freshness.ts).
 *
 * Looked at after a pass in which everything that the centre gave has come, while somebody is unlocked: rows know what is here.
 * What was told stays told until it comes, whatever server epoch the gateway begins: a restore loses nothing that a gateway
 * held back for longer than it takes to come.
 */
import type { Clock } from '../../app/acts/clock.ts';
import type { ActId, MissionCode } from '../../app/acts/ids.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import { missionsOfDesk } from '../../app/keyring/desk-missions.ts';
import { isTravelling, type LogDocument, RECORD_PREFIX } from '../../app/log/records.ts';
import type { ReceiptGap } from '../../app/replication/receipt-book.ts';
import { fromBase64url, toHex } from '../../app/seal/bytes.ts';
import { nameOf } from '../../app/seal/hash.ts';
import type { MissionBook } from './mission-book.ts';
import type { ReferenceData } from './reference-data.ts';
import type { DeskStores } from './stores.ts';
import { Turn } from './turn.ts';
import { keyOf, type Missing, type Named, type Wait, WithheldWaits } from './withheld-waits.ts';

export const WITHHELD = 'LN-008';

/** Several gateways and a store of several copies show what is new in no fixed order: nothing younger is told. */
const GRACE_MS = 10 * 60_000;
const LIST = 'withheld:list:';

interface Ground {
  readonly configuration: Pick<DeskConfiguration, 'desk'>;
  readonly stores: DeskStores;
  readonly reference: ReferenceData;
  readonly books: ReadonlyMap<MissionCode, MissionBook>;
  readonly clock: Clock;
}

export class Withheld {
  readonly #ground: Ground;
  readonly #kept: WithheldWaits;
  #waits: Map<string, Wait> | null = null;
  /** named by receipts, in no file, and in the log all the same: what no file is made of */
  readonly #inLog = new Set<string>();
  #records: { readonly head: string; readonly missing: readonly string[] } | null = null;
  /** a pass may end while a start is still looked at */
  readonly #turn = new Turn();
  /** null: nothing that is named is missing */
  told: Missing | null = null;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#kept = new WithheldWaits(ground.stores.facts);
  }

  /** After a pass in which everything that the centre gave has come, and all of it was taken in. */
  afterPass(): Promise<void> {
    return this.#turn.run(() => this.#look(true));
  }

  /** At a start, before the centre had its chance: only what was told before, as far as it has not come. */
  atStart(): Promise<void> {
    return this.#turn.run(() => this.#look(false));
  }

  async #look(isAfterPass: boolean): Promise<void> {
    this.#waits ??= await this.#kept.read();
    const waits = this.#waits;
    if (!isAfterPass && ![...waits.values()].some(({ told }) => told)) return;
    const books = this.#booksHere();
    for (const book of books.values()) {
      await book.readReceipts();
      if (!(await book.index())) return; // somebody locked
    }
    const named = await this.#named(books);
    const now = this.#ground.clock.now();
    for (const [key, wait] of waits)
      if (this.#count(wait, named, books) === 0 || (!wait.told && isOfOlderEpoch(wait, books)))
        waits.delete(key);
      // A clock that was ahead shall not put it off.
      else if (wait.since > now) waits.set(key, { ...wait, since: now });
    if (isAfterPass) for (const one of named.values()) this.#await(one, books);
    const isNamed = (key: string, wait: Wait) => wait.named.kind === 'receipts' || named.has(key);
    const due = [...waits].filter(
      ([key, wait]) => wait.told || (isAfterPass && isNamed(key, wait) && now - wait.since >= GRACE_MS),
    );
    await this.#lookInLogs(due.map(([key]) => key));
    const missing = { acts: 0, receipts: 0, records: 0 };
    for (const [key, wait] of due) {
      if (this.#inLog.has(key)) continue;
      waits.set(key, { ...wait, told: true });
      missing[wait.named.kind] += this.#count(wait, named, books);
    }
    this.told = missing.acts + missing.receipts + missing.records > 0 ? missing : null;
    await this.#kept.write(waits.values());
  }

  /** What is left of a mission that is fetched no longer may be a part of it. */
  #booksHere(): ReadonlyMap<MissionCode, MissionBook> {
    const { books, configuration, reference } = this.#ground;
    const carried = missionsOfDesk(reference.keyring, configuration.desk);
    return new Map([...books].filter(([mission]) => carried === null || carried.has(mission)));
  }

  /** What words of the present server epoch name: an older one's copy of the data may have been lost with what it named. */
  async #named(books: ReadonlyMap<MissionCode, MissionBook>): Promise<ReadonlyMap<string, Named>> {
    const named: Named[] = [];
    for (const [mission, book] of books) {
      for (const act of book.absentActs()) named.push({ kind: 'acts', mission, act });
      for (const gap of book.receipts.gaps()) named.push({ kind: 'receipts', mission, gap });
    }
    for (const record of [...(await this.#lists()), ...(await this.#listed())])
      named.push({ kind: 'records', record });
    const fresh = named.map((one) => [keyOf(one), one] as const).filter(([key]) => !this.#inLog.has(key));
    return new Map(fresh);
  }

  /** How many of what is waited for have still not come. */
  #count(
    { named }: Wait,
    now: ReadonlyMap<string, Named>,
    books: ReadonlyMap<MissionCode, MissionBook>,
  ): number {
    switch (named.kind) {
      case 'acts':
        return books.get(named.mission)?.lacks(named.act) && !this.#inLog.has(keyOf(named)) ? 1 : 0;
      case 'receipts':
        return books.get(named.mission)?.receipts.missing(named.gap) ?? 0;
      case 'records':
        return now.has(keyOf(named)) ? 1 : 0;
    }
  }

  /** Of a hole that is waited for already a part may have come: what else is missing begins after it. */
  #await(named: Named, books: ReadonlyMap<MissionCode, MissionBook>): void {
    const waits = this.#waits ?? new Map<string, Wait>();
    const begin = (one: Named) => {
      const key = keyOf(one);
      if (!waits.has(key)) waits.set(key, { named: one, since: this.#ground.clock.now(), told: false });
    };
    if (named.kind !== 'receipts') {
      begin(named);
      return;
    }
    const { mission, gap } = named;
    const before = [...waits.values()].flatMap(({ named: one }) =>
      one.kind === 'receipts' && one.mission === mission && isSameSeries(one.gap, gap) ? [one.gap.to] : [],
    );
    const rest = { ...gap, from: Math.max(gap.from, ...before.map((to) => to + 1)) };
    if (books.get(mission)?.receipts.missing(rest)) begin({ kind: 'receipts', mission, gap: rest });
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
      const sought = new Set(keys.filter((key) => key.startsWith(actOf(mission, ''))));
      let since: string | null = null;
      let documents: readonly LogDocument[] = [];
      do {
        if (sought.size === 0) break;
        const read = await log.changes(since, 500);
        documents = read.documents;
        since = read.last;
        for (const { _id } of documents) {
          const key = actOf(mission, _id.slice(_id.lastIndexOf(':') + 1));
          if (_id.startsWith(RECORD_PREFIX.act) && sought.delete(key)) this.#inLog.add(key);
        }
      } while (documents.length > 0);
    }
  }
}

const actOf = (mission: MissionCode, act: string): string =>
  keyOf({ kind: 'acts', mission, act: act as ActId });

const isSameSeries = (a: ReceiptGap, b: ReceiptGap): boolean =>
  a.gateway === b.gateway && a.epoch === b.epoch;

const isOfOlderEpoch = ({ named }: Wait, books: ReadonlyMap<MissionCode, MissionBook>): boolean =>
  named.kind === 'receipts' && books.get(named.mission)?.receipts.serverEpoch !== named.gap.epoch;
