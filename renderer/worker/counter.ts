/**
 * The counter's tallies (app/desk/counter-tally.ts), at rest under the key of this officer's lists: those of the mission
 * share one, whoever reads less has their own. Never replicated.
 */
import {
  counted,
  type Measured,
  measuredOf,
  type Sealed,
  type Tallies,
} from '../../app/desk/counter-tally.ts';
import { concat, fromBase64url, fromUtf8, toBase64url, utf8 } from '../../app/seal/bytes.ts';
import type { DeskContext } from './desk-context.ts';
import { Turn } from './turn.ts';

const FACT = 'counter:';
const NONCE = 12;

type Ground = Pick<DeskContext, 'session' | 'stores' | 'random'>;

export class Counter {
  readonly #desk: Ground;
  readonly #turn = new Turn();

  constructor(desk: Ground) {
    this.#desk = desk;
  }

  async measured(): Promise<readonly Measured[]> {
    return measuredOf(await this.#read());
  }

  add(sealed: Sealed): Promise<void> {
    return this.#turn.run(async () => {
      const { session, stores, random } = this.#desk;
      const { id, key } = session.readModelKey;
      const nonce = random.bytes(NONCE);
      const text = utf8(JSON.stringify(counted(await this.#read(), sealed))) as BufferSource;
      const bytes = new Uint8Array(await crypto.subtle.encrypt(gcm(id, nonce), key, text));
      await stores.facts.set(`${FACT}${id}`, toBase64url(concat(nonce, bytes)));
    });
  }

  /** What does not open any more (another key's, or altered at rest) is begun anew: it is worth no trouble. */
  async #read(): Promise<Tallies> {
    const { session, stores } = this.#desk;
    const { id, key } = session.readModelKey;
    const kept = await stores.facts.get(`${FACT}${id}`);
    if (kept === undefined) return {};
    try {
      const bytes = fromBase64url(kept);
      const opened = await crypto.subtle.decrypt(
        gcm(id, bytes.subarray(0, NONCE)),
        key,
        bytes.subarray(NONCE) as BufferSource,
      );
      return JSON.parse(fromUtf8(new Uint8Array(opened))) as Tallies;
    } catch {
      return {};
    }
  }
}

const gcm = (id: string, nonce: Uint8Array) => ({
  name: 'AES-GCM',
  iv: nonce as BufferSource,
  additionalData: utf8(`guichet-counter ${id}`) as BufferSource,
});
