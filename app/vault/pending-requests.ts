/**
 * Requests for enrolment on this desk, from the keys to the slot. Keys are made here and never leave: what goes out is the
 * request's text, what comes in is an answer that verifies back to the ministry's root, or nothing changes.
 *
 * Order of activating: the secret (counted before it is tried) → the slot written → the request removed. A stop between the
 * last two leaves both: the request of a slot that exists is removed when requests are next listed.
 */
import { isoTime } from '../acts/clock.ts';
import type { DeskId, RecordHash } from '../acts/ids.ts';
import type { EnrolmentWish } from '../desk/enrolment.ts';
import type { ActivationOutcome, RequestMade } from '../desk/ports.ts';
import { type EnrolmentAnswer, readAnswer, requireFit } from '../enrolment/answer.ts';
import { EnrolmentError } from '../enrolment/errors.ts';
import { type EnrolmentRequest, readRequest, signRequest } from '../enrolment/request.ts';
import { readCredential } from '../keyring/credential.ts';
import { generateKey, importPrivate } from '../seal/keys.ts';
import { AttemptBook, type AttemptShelf } from './attempt-book.ts';
import type { AttemptsClock } from './attempts.ts';
import { VaultError } from './errors.ts';
import { answeredSlot, type OwnSecretParts, ownSecret, pepperOf, requireKeysOf } from './own-secret.ts';
import { openRequest, type RequestFile, type RequestSecrets, sealRequest } from './request-file.ts';
import type { SlotFile } from './slot-file.ts';
import { generateWords, isChoosablePin } from './words.ts';

/** Where requests rest, with their failed attempts. A write has reached the medium when it resolves. */
export interface RequestShelf extends AttemptShelf<RecordHash> {
  all(): Promise<readonly RequestFile[]>;
  put(file: RequestFile): Promise<void>;
  /** with its attempts; one that is not there is no error */
  remove(id: RecordHash): Promise<void>;
}

/** What a desk needs to be known by before it can ask. */
export interface EnrolmentGround {
  readonly desk: DeskId;
  /** the ministry's root credential, compact JWS */
  readonly root: string;
  readonly requests: RequestShelf;
}

export interface PendingRequestsParts extends EnrolmentGround, OwnSecretParts {
  readonly slots: { all(): Promise<readonly SlotFile[]>; replace(slot: SlotFile): Promise<void> };
  readonly clock: AttemptsClock;
}

export class PendingRequests {
  readonly #parts: PendingRequestsParts;
  readonly #attempts: AttemptBook<RecordHash>;

  constructor(parts: PendingRequestsParts) {
    this.#parts = parts;
    this.#attempts = new AttemptBook(parts.requests, parts.clock);
  }

  /** texts of the requests that wait, the oldest first */
  async list(): Promise<readonly string[]> {
    const requests = (await this.#waiting()).map(({ request }) => request);
    return requests.sort((a, b) => (a.at < b.at ? -1 : 1)).map(({ text }) => text);
  }

  /**
   * Makes the two keys and asks for them.
   * @param pin null: words are made and given back, once
   * @throws VaultError VA-003 when this PIN may not be chosen, VA-004 when there is no key store to bind it to
   */
  async ask({ initials, roles }: EnrolmentWish, pin: string | null): Promise<RequestMade> {
    const { desk, root, requests, clock, random } = this.#parts;
    if (pin !== null && !isChoosablePin(pin)) throw new VaultError('VA-003');
    const words = pin === null ? generateWords(random) : null;
    const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
    const { kid: ministry } = (await readCredential(root)).credential;
    const at = isoTime(clock.now());
    const draft = { ministry, desk, initials, roles, at, sig: sig.publicJwk, enc: enc.publicJwk };
    const text = await signRequest(draft, await importPrivate(sig.privateJwk, 'sig'));
    const secrets = { sig: sig.privateJwk, enc: enc.privateJwk };
    const secret = await ownSecret(this.#parts, words === null ? 'pin' : 'words', pin ?? words ?? '');
    const { id } = await readRequest(text);
    await requests.put(await sealRequest({ id, request: text }, secrets, secret));
    return { request: text, words };
  }

  /** @throws EnrolmentError EN-006 */
  async withdraw(id: string): Promise<void> {
    const found = (await this.#waiting()).find(({ file }) => file.id === id);
    if (!found) throw new EnrolmentError('EN-006');
    await this.#parts.requests.remove(found.file.id);
  }

  /**
   * Makes the request a slot, sealed anew under the same secret.
   * @throws EnrolmentError EN-001 to EN-003, EN-006
   */
  async activate(text: string, secret: string): Promise<ActivationOutcome> {
    const answer = await readAnswer(text, this.#parts.root);
    const waiting = await this.#waiting();
    const found = waiting.find(({ file }) => file.id === answer.request);
    if (!found) throw new EnrolmentError(waiting.length > 0 ? 'EN-002' : 'EN-006');
    const { file, request } = found;
    requireFit(answer, request);
    const { opened, waitUntil } = await this.#attempts.make(file.id, async () =>
      openRequest(file, secret, await pepperOf(this.#parts.keyStore, file.pepper)),
    );
    if (opened === null) return { outcome: 'refused', waitUntil };
    await this.#parts.slots.replace(await this.#slotOf(answer, request, opened, file.kind, secret));
    await this.#parts.requests.remove(file.id);
    return { outcome: 'activated', kid: answer.credential.kid };
  }

  async #slotOf(
    answer: EnrolmentAnswer,
    request: EnrolmentRequest,
    { sig, enc }: RequestSecrets,
    kind: RequestFile['kind'],
    secret: string,
  ): Promise<SlotFile> {
    requireKeysOf([
      [sig, request.sig],
      [enc, request.enc],
    ]);
    const { initials, scope } = request;
    return answeredSlot(
      { answer, initials, scope, keys: { sig, enc } },
      await ownSecret(this.#parts, kind, secret),
    );
  }

  /** Those that wait; one that has become a slot, or that cannot be read, does not. */
  async #waiting(): Promise<{ readonly file: RequestFile; readonly request: EnrolmentRequest }[]> {
    const { requests, slots } = this.#parts;
    const kept = new Set<string>();
    for (const { credential } of await slots.all()) {
      const known = await readCredential(credential).catch(() => null);
      if (known) kept.add(`${known.credential.sig.x} ${known.credential.sig.y}`);
    }
    const waiting: { file: RequestFile; request: EnrolmentRequest }[] = [];
    for (const file of await requests.all()) {
      const request = await readRequest(file.request).catch(() => null);
      if (request === null || request.id !== file.id) continue;
      if (kept.has(`${request.sig.x} ${request.sig.y}`)) await requests.remove(file.id);
      else waiting.push({ file, request });
    }
    return waiting;
  }
}
