/** What happens to bodies on the way. */
import { gzipSync } from 'node:zlib';
import type { Dice } from '../../crash/seeded.ts';
import { pick } from './make-json.ts';

export const zip = (bytes: Uint8Array): Uint8Array => new Uint8Array(gzipSync(new Uint8Array(bytes)));
const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const BOMB = zip(new Uint8Array(4 * 1024 * 1024).fill(0x20));

export interface Spoilt {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Most bodies arrive as they were. */
export function spoil(dice: Dice, headers: Record<string, string>, body: Uint8Array): Spoilt {
  const zipped = { ...headers, 'content-encoding': 'gzip' };
  switch (dice.below(60)) {
    case 0:
      return { headers, body: body.subarray(0, dice.below(body.length + 1)) };
    case 1: {
      const broken = new Uint8Array(body);
      for (let n = 0; n < 3 && broken.length > 0; n++) broken[dice.below(broken.length)] = dice.below(256);
      return { headers, body: broken };
    }
    case 2:
      return { headers, body: join(body, dice.bytes(3)) };
    case 3:
      return { headers: zipped, body: zip(body) };
    case 4:
      return { headers: zipped, body };
    case 5:
      return { headers: zipped, body: zip(body).subarray(0, 20) };
    case 6:
      return { headers: zipped, body: BOMB };
    case 7:
      return { headers: { ...headers, 'content-encoding': pick(dice, ['br', 'x', 'gzip, gzip']) }, body };
    case 8:
      return { headers, body: join(Uint8Array.of(0xef, 0xbb, 0xbf), body) };
    default:
      return { headers, body };
  }
}
