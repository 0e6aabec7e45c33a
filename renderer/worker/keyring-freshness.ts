/**
 * How old the newest signed word of the centre is on this desk, and how one comes without a link: lists of the keyring,
 * receipts, and a word for nothing but that (keyring/freshness.ts), asked of the gateway or brought in a file.
 */
import type { Clock } from '../../app/acts/clock.ts';
import type { MissionCode } from '../../app/acts/ids.ts';
import type { ActKind } from '../../app/acts/kinds.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { KeyringImported } from '../../app/desk/keyring-age.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import { type Freshness, verifyFreshness } from '../../app/keyring/freshness.ts';
import { readKeyringFile, verifyKeyringFile, writeKeyringFile } from '../../app/keyring/keyring-file.ts';
import { isBlockedBy, type Staleness, stalenessOf } from '../../app/keyring/staleness.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { SealError } from '../../app/seal/errors.ts';
import type { MissionBook } from './mission-book.ts';
import { putMissing } from './put-missing.ts';
import type { ReferenceData } from './reference-data.ts';
import type { DeskStores } from './stores.ts';
import type { Transfer } from './transfer.ts';

const FACT = 'keyring:freshness';
/** A link that stands is asked for its word once what is known is so old, and no more often than `AGAIN_MS`. */
const ASK_MS = 12 * 3_600_000;
const AGAIN_MS = 15 * 60_000;
/** No word from further ahead of this desk's clock is kept. A desk whose clock is slow hears of it otherwise. */
const AHEAD_MS = 24 * 3_600_000;

interface Ground {
  readonly configuration: DeskConfiguration;
  readonly stores: DeskStores;
  readonly reference: ReferenceData;
  readonly books: ReadonlyMap<MissionCode, MissionBook>;
  readonly clock: Clock;
}

type Word = Freshness & { readonly jws: string };

export class KeyringFreshness {
  readonly #ground: Ground;
  #word: Word | null = null;
  /** how many revocations were known when the word was last verified */
  #revocations = 0;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** What was kept is verified again: a fact is no proof. */
  async load(): Promise<void> {
    const jws = await this.#ground.stores.facts.get(FACT);
    if (jws !== undefined) await this.#keep(jws).catch(notAWord);
  }

  async staleness(): Promise<Staleness> {
    const { reference, books, clock } = this.#ground;
    for (const book of books.values()) await book.readReceipts();
    const head = reference.keyring.head();
    const words = [
      head?.at,
      (await this.#standing())?.at,
      ...[...books.values()].map(({ receipts }) => receipts.newest?.at),
    ];
    return stalenessOf(
      words.filter((at) => at !== undefined),
      head?.policy ?? null,
      clock.now(),
    );
  }

  /** @throws DeskError KR-011 where the ministry's policy lets nothing be sealed that cannot be taken back */
  async require(kind: ActKind): Promise<void> {
    const staleness = await this.staleness();
    if (isBlockedBy(staleness, kind)) throw new DeskError('KR-011', { days: staleness.days ?? 0 });
  }

  /** Takes a file whole or not at all; what is of a newer version waits for an update. @throws KeyringFileError */
  async take(text: string): Promise<KeyringImported> {
    const { configuration, stores, reference } = this.#ground;
    const file = readKeyringFile(text);
    const known = await this.#documents();
    const { waiting } = await verifyKeyringFile(file, configuration.root, known);
    const before = (await this.staleness()).wordAt;
    const here = new Set(known.map(({ _id }) => _id));
    const fresh = file.documents.filter(({ _id }) => !here.has(_id));
    await putMissing(stores.keyring, fresh);
    await reference.keyring.add(fresh);
    if (file.freshness !== null) await this.#keep(file.freshness);
    const { wordAt } = await this.staleness();
    return { fresh: fresh.length, wordAt, older: wordAt === before && fresh.length === 0, waiting };
  }

  /** Everything that this desk knows of the keyring, for another one. */
  async file(transfer: Transfer | null): Promise<string> {
    if (transfer) await this.ask(transfer);
    const word = await this.#standing();
    return writeKeyringFile({ freshness: word?.jws ?? null, documents: await this.#documents() });
  }

  /** After a pass: a link without news says no other word. */
  async askWhereOld(transfer: Transfer): Promise<void> {
    const now = this.#ground.clock.now();
    if (now - this.#askedAt < AGAIN_MS) return;
    const { wordAt } = await this.staleness();
    if (wordAt === null || now - Date.parse(wordAt) > ASK_MS) await this.ask(transfer);
  }

  /** A gateway that has no such word, or another list just now, is asked again some other time. */
  async ask(transfer: Transfer): Promise<void> {
    this.#askedAt = this.#ground.clock.now();
    try {
      const { freshness } = ((await transfer.ask('_freshness')) ?? {}) as { freshness?: unknown };
      if (typeof freshness === 'string') await this.#keep(freshness);
    } catch {
      // It is worth no trouble: what is known goes on ageing, and says so.
    }
  }

  /** The newest word, while whoever gave it stands: one that is revoked dates its words as it pleases. */
  async #standing(): Promise<Word | null> {
    const { keyring } = this.#ground.reference;
    const { count } = keyring.revocations;
    const word = this.#word;
    if (word === null || count === this.#revocations) return word;
    try {
      await verifyFreshness(word.jws, keyring);
    } catch (error) {
      notAWord(error);
      if (this.#word === word) this.#word = null;
    }
    this.#revocations = count;
    return this.#word;
  }

  async #keep(jws: string): Promise<void> {
    const { stores, reference, clock } = this.#ground;
    const word = await verifyFreshness(jws, reference.keyring);
    const known = await this.#standing();
    if (known && known.at >= word.at) return;
    // A clock of the centre's that runs ahead would make this keyring fresh for as long.
    if (Date.parse(word.at) > clock.now() + AHEAD_MS) return;
    await stores.facts.set(FACT, jws);
    this.#word = { ...word, jws };
  }

  async #documents(): Promise<SignedDocument[]> {
    const documents = await this.#ground.stores.keyring.withPrefix('');
    return documents.filter((document) => 'jws' in document);
  }
}

function notAWord(error: unknown): void {
  if (!(error instanceof SealError)) throw error;
}
