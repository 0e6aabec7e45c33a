/**
 * The {@link Signer} of Electron's main process and of the web console alike: slots, delays, rules and the one
 * unlocked key. What differs stands behind three small ports: where slots rest, whether the system has a key store,
 * who draws the countdown of a decision.
 */
import type { RandomSource } from '../acts/clock.ts';
import type { Kid } from '../acts/ids.ts';
import type { DeskWish } from '../desk/desk-enrolment.ts';
import type { EnrolmentWish } from '../desk/enrolment.ts';
import type { OfficerSlot, SecretConfirmed } from '../desk/officer.ts';
import {
  type ActivationOutcome,
  type DecisionToConfirm,
  type DeskAsking,
  type DeskPolicy,
  type DeskRevoked,
  type OpenedSlot,
  type RequestMade,
  type RevocationsTaken,
  type SignableType,
  type Signer,
  SignerError,
  type SlotOutcome,
} from '../desk/ports.ts';
import { EnrolmentError } from '../enrolment/errors.ts';
import { readCredential } from '../keyring/credential.ts';
import type { SignedDocument } from '../log/records.ts';
import { toBase64url } from '../seal/bytes.ts';
import { signCompact } from '../seal/jws.ts';
import { type CryptoKey, importPrivate } from '../seal/keys.ts';
import { AskingDesk, type AskingShelf } from './asking-desk.ts';
import type { AttemptsClock } from './attempts.ts';
import { VaultError } from './errors.ts';
import { Farewell, type FarewellShelf } from './farewell.ts';
import { type KeyStore, OfficerSlots, type SlotShelf } from './officer-slots.ts';
import { type EnrolmentGround, PendingRequests } from './pending-requests.ts';
import { SigningRules, type SigningScope } from './signing-rules.ts';
import { type KdfCost, type SlotFile, type SlotSecrets, sealSlot } from './slot-file.ts';
import { isChoosablePin } from './words.ts';

/** Counts a decision down in sight of the officer, where the page cannot draw. Resolves at the end. */
export interface DecisionCountdown {
  run(decision: DecisionToConfirm): Promise<'confirmed' | 'cancelled'>;
  /** ends a running countdown in `cancelled`; an unknown id is none */
  cancel(id: string): void;
}

export interface OfficerSignerParts {
  readonly shelf: SlotShelf;
  /** null where the system has none, and in browsers */
  readonly keyStore: KeyStore | null;
  readonly platform: 'electron' | 'browser';
  readonly countdown: DecisionCountdown;
  readonly clock: AttemptsClock;
  readonly random: RandomSource;
  readonly scope: SigningScope;
  /** where absent, no slot is ever destroyed */
  readonly policy?: DeskPolicy | undefined;
  /** told of every lock, whoever asked for it */
  readonly onLock?: () => void;
  /** cost of newly sealed slots; Argon2id's default where absent */
  readonly cost?: KdfCost;
  /** where absent, nobody can be enrolled here: the desk is not commissioned */
  readonly enrolment?: EnrolmentGround;
  /** on a computer that is no desk yet, where it may ask to become one; absent on a desk, and in browsers */
  readonly asking?: AskingShelf;
  /** where the end of this desk's keys rests; looked at only with `enrolment` */
  readonly farewell?: FarewellShelf;
}

interface Unlocked {
  readonly slot: SlotFile;
  readonly key: CryptoKey;
  readonly rules: SigningRules;
}

/** A decision is shown for eight seconds at least, whatever the page asks for, and for a minute at most. */
const SHORTEST_COUNTDOWN_S = 8;
const LONGEST_COUNTDOWN_S = 60;
/** So many countdowns stand in the smallest window's strip and leave the page in sight: none runs unseen. */
const COUNTDOWNS_AT_ONCE = 8;

export class OfficerSigner implements Signer {
  readonly #parts: OfficerSignerParts;
  readonly #slots: OfficerSlots;
  readonly #requests: PendingRequests | null;
  readonly #asking: AskingDesk | null;
  readonly #farewell: Farewell | null;
  readonly #counting = new Set<string>();
  #unlocked: Unlocked | null = null;
  /** raised by each lock: what was begun before it gives nothing after it */
  #generation = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: OfficerSignerParts) {
    this.#parts = parts;
    this.#slots = new OfficerSlots(parts);
    const { enrolment, asking, farewell, shelf, keyStore, clock, random } = parts;
    const own = { slots: shelf, keyStore, clock, random, ...(parts.cost && { cost: parts.cost }) };
    this.#asking = asking === undefined ? null : new AskingDesk({ ...own, shelf: asking });
    this.#farewell =
      enrolment === undefined || farewell === undefined
        ? null
        : new Farewell({ ...enrolment, shelf: farewell, slots: shelf });
    this.#requests = enrolment === undefined ? null : new PendingRequests({ ...enrolment, ...own });
  }

  /** the officer whose key is in reach */
  get unlocked(): Kid | null {
    return this.#unlocked?.slot.kid ?? null;
  }

  async keyStore(): Promise<'os' | 'none' | 'browser'> {
    if (this.#parts.platform === 'browser') return 'browser';
    return this.#parts.keyStore === null ? 'none' : 'os';
  }

  /** In turn: a try that is under way has counted itself as failed already, and is not to be taken for the last one. */
  slots(): Promise<readonly OfficerSlot[]> {
    return this.#inTurn(() => this.#slots.list());
  }

  unlock(kid: Kid, secret: string): Promise<SlotOutcome> {
    return this.#inTurn(async () => {
      const generation = this.#generation;
      const { opened, ...refused } = await this.#slots.try(kid, secret);
      if (opened === null) return { outcome: 'refused', ...refused };
      if (this.#slots.secretOf(opened.slot) === 'activate') return { outcome: 'choose-pin' };
      return this.#takeIn(opened.slot, opened.secrets, generation);
    });
  }

  /** @throws VaultError VA-003 when this PIN may not be chosen */
  choosePin(kid: Kid, words: string, pin: string): Promise<SlotOutcome> {
    return this.#inTurn(async () => {
      if (!isChoosablePin(pin)) throw new VaultError('VA-003');
      const generation = this.#generation;
      const { opened, ...refused } = await this.#slots.try(kid, words);
      if (opened === null || this.#slots.secretOf(opened.slot) !== 'activate')
        return { outcome: 'refused', ...refused };
      const { random, keyStore, shelf, cost } = this.#parts;
      if (keyStore === null) throw new VaultError('VA-004');
      const bytes = random.bytes(32);
      const slot = await sealSlot({
        identity: opened.slot,
        secrets: opened.secrets,
        kind: 'pin',
        secret: pin,
        random,
        pepper: { bytes, stored: await keyStore.protect(toBase64url(bytes)) },
        ...(cost === undefined ? {} : { cost }),
      });
      await shelf.replace(slot);
      return this.#takeIn(slot, opened.secrets, generation);
    });
  }

  confirmSecret(secret: string): Promise<SecretConfirmed> {
    return this.#inTurn(async () => {
      const { slot, rules } = this.#mustBeUnlocked();
      const { opened, ...refused } = await this.#slots.try(slot.kid, secret);
      if (refused.left === 0) await this.lock();
      if (opened === null) return { confirmed: false, ...refused };
      rules.noteSecret();
      return { confirmed: true, waitUntil: null };
    });
  }

  async lock(): Promise<void> {
    this.#generation += 1;
    this.#unlocked = null;
    for (const id of [...this.#counting]) this.#parts.countdown.cancel(id);
    this.#parts.onLock?.();
    await this.#farewell?.takeCondemned();
  }

  async sign(type: SignableType, payload: Uint8Array): Promise<string> {
    const { slot, key, rules } = this.#mustBeUnlocked();
    // A copy of our own: nobody changes the bytes between the check and the signature.
    const bytes = Uint8Array.from(payload);
    rules.admit(type, bytes);
    const jws = await signCompact({ typ: type, kid: slot.kid, payload: bytes, key });
    if (type === 'guichet-credential+jws') rules.noteIssued((await readCredential(jws)).credential);
    return jws;
  }

  async requests(): Promise<readonly string[]> {
    return this.#inTurn(async () => (await this.#requests?.list()) ?? []);
  }

  /** @throws VaultError VA-003, VA-004 */
  askForEnrolment(wish: EnrolmentWish, pin: string | null): Promise<RequestMade> {
    return this.#inTurn(() => this.#mustTakeRequests().ask(wish, pin));
  }

  /** @throws EnrolmentError EN-006 */
  withdrawRequest(id: string): Promise<void> {
    return this.#inTurn(() => this.#mustTakeRequests().withdraw(id));
  }

  /** @throws EnrolmentError EN-001 to EN-003, EN-006 */
  activateRequest(answer: string, secret: string): Promise<ActivationOutcome> {
    return this.#inTurn(() => this.#mustTakeRequests().activate(answer, secret));
  }

  deskRequest(): Promise<DeskAsking | null> {
    return this.#inTurn(async () => (await this.#asking?.waiting()) ?? null);
  }

  /** @throws VaultError VA-003, VA-004; EnrolmentError EN-001, EN-008, EN-009 */
  askForDesk(wish: DeskWish, pin: string | null): Promise<RequestMade> {
    return this.#inTurn(() => this.#mustBeNoDesk().ask(wish, pin));
  }

  /** @throws EnrolmentError EN-006, EN-009 */
  withdrawDeskRequest(): Promise<void> {
    return this.#inTurn(() => this.#mustBeNoDesk().withdraw());
  }

  /** @throws EnrolmentError EN-001 to EN-003, EN-006, EN-009 */
  activateDesk(answer: string, secret: string): Promise<ActivationOutcome> {
    return this.#inTurn(() => this.#mustBeNoDesk().activate(answer, secret));
  }

  #mustBeNoDesk(): AskingDesk {
    if (this.#asking === null) throw new EnrolmentError('EN-009');
    return this.#asking;
  }

  /** @throws VaultError VA-005 */
  takeRevocations(documents: readonly SignedDocument[]): Promise<RevocationsTaken> {
    return this.#inTurn(async () => {
      if (this.#farewell === null) throw new VaultError('VA-005');
      return this.#farewell.take(documents, this.unlocked, () => this.lock());
    });
  }

  async revoked(): Promise<DeskRevoked | null> {
    return this.#inTurn(async () => (await this.#farewell?.resume()) ?? null);
  }

  /** @throws VaultError VA-006 */
  handedOver(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#farewell === null) throw new VaultError('VA-006');
      await this.#farewell.handedOver();
    });
  }

  #mustTakeRequests(): PendingRequests {
    if (this.#requests === null) throw new EnrolmentError('EN-006');
    return this.#requests;
  }

  async confirm(decision: DecisionToConfirm): Promise<'confirmed' | 'cancelled'> {
    const { rules } = this.#mustBeUnlocked();
    const generation = this.#generation;
    const seconds = Math.min(Math.max(decision.seconds, SHORTEST_COUNTDOWN_S), LONGEST_COUNTDOWN_S);
    if (this.#counting.size >= COUNTDOWNS_AT_ONCE || this.#counting.has(decision.id)) return 'cancelled';
    this.#counting.add(decision.id);
    try {
      const end = await this.#parts.countdown.run({ ...decision, seconds });
      if (end === 'cancelled' || generation !== this.#generation) return 'cancelled';
      rules.noteConfirmed(decision);
      return end;
    } finally {
      this.#counting.delete(decision.id);
    }
  }

  async cancel(id: string): Promise<void> {
    this.#parts.countdown.cancel(id);
  }

  #mustBeUnlocked(): Unlocked {
    if (this.#unlocked === null) throw new SignerError('SG-001', 'locked');
    return this.#unlocked;
  }

  async #takeIn(slot: SlotFile, secrets: SlotSecrets, generation: number): Promise<SlotOutcome> {
    const key = await importPrivate(secrets.sig, 'sig');
    const own = await readCredential(slot.credential).catch(() => null);
    const refused = (): SlotOutcome => ({ outcome: 'refused', waitUntil: this.#slots.now() });
    if (generation !== this.#generation) return refused();
    await this.lock();
    // A lock that came while this one ended somebody's keys: nothing is unlocked behind it.
    if (this.#generation !== generation + 1) return refused();
    const monotonic = () => this.#parts.clock.monotonic();
    const rules = new SigningRules(this.#parts.scope, monotonic, own?.credential ?? null);
    this.#unlocked = { slot, key, rules };
    const opened: OpenedSlot = {
      kid: slot.kid,
      credential: slot.credential,
      encryptionKey: { ...secrets.enc },
      readModelKeys: secrets.readModelKeys,
    };
    return { outcome: 'opened', slot: opened };
  }

  /** One secret at a time: parallel guesses would all be counted as the first. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
