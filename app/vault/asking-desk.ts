/**
 * A computer without a kit that asks to be put into service, on its own side (docs/decisions/0023): the keys of desk and
 * first officer are made here and never leave; the answer makes the request a desk.
 *
 * Order of activating: the whole answer verified → the secret, counted before it is tried → the slot → the transport key →
 * `desk.json`, with which the desk is in service → the request removed. A stop before `desk.json` leaves a computer that still
 * asks, and the same answer ends it; a stop after it leaves a desk, whose request goes at the next start.
 */
import { isoTime } from '../acts/clock.ts';
import type { Kid, RecordHash } from '../acts/ids.ts';
import type { DeskWish } from '../desk/desk-enrolment.ts';
import type { ActivationOutcome, DeskAsking, DeskConfiguration, RequestMade } from '../desk/ports.ts';
import { readDeskAnswer, requestOfDeskAnswer, requireDeskFit } from '../enrolment/desk-answer.ts';
import { type DeskRequest, readDeskRequest, signDeskRequest } from '../enrolment/desk-request.ts';
import { EnrolmentError } from '../enrolment/errors.ts';
import { readRoot } from '../enrolment/root.ts';
import { readCredential } from '../keyring/credential.ts';
import { generateKey, importPrivate, type PublicJwk } from '../seal/keys.ts';
import { AttemptBook, type AttemptShelf } from './attempt-book.ts';
import type { AttemptsClock } from './attempts.ts';
import { VaultError } from './errors.ts';
import { KIT_VERSION, type TransportFile } from './kit.ts';
import { answeredSlot, type OwnSecretParts, ownSecret, pepperOf, requireKeysOf } from './own-secret.ts';
import {
  type DeskRequestFile,
  type DeskRequestSecrets,
  openDeskRequest,
  sealDeskRequest,
} from './request-file.ts';
import type { SlotFile } from './slot-file.ts';
import { generateWords, isChoosablePin } from './words.ts';

/** Where the one request rests, with its failed attempts, and where a desk is put. Each write has reached the medium when it resolves. */
export interface AskingShelf extends AttemptShelf<RecordHash> {
  request(): Promise<DeskRequestFile | null>;
  put(file: DeskRequestFile): Promise<void>;
  /** with its attempts; one that is not there is no error */
  remove(id: RecordHash): Promise<void>;
  /** a desk's configuration is there, its own or one that a kit brought meanwhile */
  isInService(): Promise<boolean>;
  /** slots, transport key or configuration that a kit brought: then there is nothing to ask for */
  isTaken(): Promise<boolean>;
  putTransport(file: TransportFile): Promise<void>;
  /** removes the transport key if it is this one; a kit's stays */
  dropTransport(key: PublicJwk): Promise<void>;
  /** with this the desk is in service */
  putConfiguration(configuration: DeskConfiguration): Promise<void>;
}

export interface AskingDeskParts extends OwnSecretParts {
  readonly shelf: AskingShelf;
  readonly slots: {
    all(): Promise<readonly SlotFile[]>;
    replace(slot: SlotFile): Promise<void>;
    remove(kid: Kid): Promise<void>;
  };
  readonly clock: AttemptsClock;
}

export class AskingDesk {
  readonly #parts: AskingDeskParts;
  readonly #attempts: AttemptBook<RecordHash>;

  constructor(parts: AskingDeskParts) {
    this.#parts = parts;
    this.#attempts = new AttemptBook(parts.shelf, parts.clock);
  }

  async waiting(): Promise<DeskAsking | null> {
    const found = await this.#waiting();
    return found && { request: found.file.request, root: found.file.root };
  }

  /**
   * Makes the three keys and asks for them. A request that waits already is replaced once the new one is made: its answer is
   * worth nothing then.
   * @param pin null: words are made and given back, once
   * @throws VaultError VA-003 when this PIN may not be chosen, VA-004 when there is no key store to bind it to;
   *   EnrolmentError EN-008, EN-009
   */
  async ask({ root: text, mission, initials, roles }: DeskWish, pin: string | null): Promise<RequestMade> {
    const { shelf, clock, random } = this.#parts;
    if (pin !== null && !isChoosablePin(pin)) throw new VaultError('VA-003');
    const root = await readRoot(text);
    if (await shelf.isInService()) throw new EnrolmentError('EN-009');
    const words = pin === null ? generateWords(random) : null;
    const [transport, sig, enc] = [
      await generateKey('sig'),
      await generateKey('sig'),
      await generateKey('enc'),
    ];
    const draft = {
      ministry: root.kid,
      mission,
      initials,
      roles,
      at: isoTime(clock.now()),
      transport: transport.publicJwk,
      sig: sig.publicJwk,
      enc: enc.publicJwk,
    };
    const request = await readDeskRequest(
      await signDeskRequest(draft, await importPrivate(sig.privateJwk, 'sig')),
    );
    const secrets = { transport: transport.privateJwk, sig: sig.privateJwk, enc: enc.privateJwk };
    const secret = await ownSecret(this.#parts, words === null ? 'pin' : 'words', pin ?? words ?? '');
    const file = await sealDeskRequest(
      { id: request.id, request: request.text, root: root.jws },
      secrets,
      secret,
    );
    if ((await this.#waiting()) !== null) await this.withdraw();
    if (await shelf.isTaken()) throw new EnrolmentError('EN-009');
    await shelf.put(file);
    return { request: request.text, words };
  }

  /** @throws EnrolmentError EN-006 */
  async withdraw(): Promise<void> {
    const found = await this.#waiting();
    if (!found) throw new EnrolmentError('EN-006');
    const { shelf } = this.#parts;
    await this.#dropSlots(found.request, null);
    await shelf.dropTransport(found.request.transport);
    await shelf.remove(found.file.id);
  }

  /** Slots of an answer to this request that was cut off before it was a desk. */
  async #dropSlots({ sig }: DeskRequest, but: Kid | null): Promise<void> {
    const { slots } = this.#parts;
    for (const { kid, credential } of await slots.all()) {
      const known = await readCredential(credential).catch(() => null);
      const isOwn = known?.credential.sig.x === sig.x && known.credential.sig.y === sig.y;
      if (isOwn && kid !== but) await slots.remove(kid);
    }
  }

  /**
   * Makes this computer the desk that the answer describes.
   * @throws EnrolmentError EN-001 to EN-003, EN-006, EN-009
   */
  async activate(text: string, secret: string): Promise<ActivationOutcome> {
    const found = await this.#waiting();
    const asked = requestOfDeskAnswer(text);
    if (!found) throw new EnrolmentError('EN-006');
    const { file, request } = found;
    if (await this.#parts.shelf.isInService()) throw new EnrolmentError('EN-009');
    if (asked !== file.id) throw new EnrolmentError('EN-002');
    const answer = await readDeskAnswer(text, file.root);
    requireDeskFit(answer, request);
    const { keyStore, shelf, slots } = this.#parts;
    const { opened, waitUntil } = await this.#attempts.make(file.id, async () =>
      openDeskRequest(file, secret, await pepperOf(keyStore, file.pepper)),
    );
    if (opened === null) return { outcome: 'refused', waitUntil };
    this.#requireOwn(opened, request);
    const { initials, mission: scope } = request;
    const slot = await answeredSlot(
      { answer, initials, scope, keys: opened },
      await ownSecret(this.#parts, file.kind, secret),
    );
    await this.#dropSlots(request, slot.kid);
    await slots.replace(slot);
    const { kid, jws: credential } = answer.desk;
    await shelf.putTransport({ v: KIT_VERSION, kid, credential, key: opened.transport, stored: null });
    await shelf.putConfiguration(answer.configuration);
    await shelf.remove(file.id);
    return { outcome: 'activated', kid: slot.kid };
  }

  #requireOwn({ transport, sig, enc }: DeskRequestSecrets, request: DeskRequest): void {
    requireKeysOf([
      [transport, request.transport],
      [sig, request.sig],
      [enc, request.enc],
    ]);
  }

  /** One that cannot be read does not wait. */
  async #waiting(): Promise<{ readonly file: DeskRequestFile; readonly request: DeskRequest } | null> {
    const file = await this.#parts.shelf.request();
    const request = file && (await readDeskRequest(file.request).catch(() => null));
    return file && request && request.id === file.id ? { file, request } : null;
  }
}
