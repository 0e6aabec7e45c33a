/** Every way in which a word may lie in bytes: letters' case, character encodings, base64 at each alignment. */
import type { Pattern } from './word-automaton.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1' | 'base64';
export interface Spelling {
  readonly word: string;
  readonly encoding: Encoding;
}

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Fewer characters of base64 than this turn up in random bytes by themselves. */
const SHORTEST_BASE64 = 9;

/** The characters of base64 that stand for these bytes whatever is before and after them, at each of three alignments. */
function base64Middles(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([new Uint8Array(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = before === 0 ? 0 : before + 1;
    const ragged = (before + bytes.length) % 3;
    const middle = text.slice(from, ragged === 0 ? undefined : -1);
    return middle.length < SHORTEST_BASE64 ? [] : [middle, middle.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

export function spellingsOf(word: string): readonly Pattern<Spelling>[] {
  const written = [...new Set([word, word.toLowerCase(), word.toUpperCase(), word.normalize('NFD')])];
  return written.flatMap((text) => {
    const utf8 = Buffer.from(text, 'utf8');
    const latin1 = Buffer.from(text, 'latin1');
    const isLatin1 = latin1.toString('latin1') === text && !latin1.equals(new Uint8Array(utf8));
    const plain: readonly (readonly [Encoding, Buffer])[] = [
      ['utf-8', utf8],
      ['utf-16le', Buffer.from(text, 'utf16le')],
      ['utf-16be', utf16be(text)],
      ...(isLatin1 ? [['latin-1', latin1] as const] : []),
    ];
    return [
      ...plain,
      ...plain.flatMap(([, bytes]) =>
        base64Middles(new Uint8Array(bytes)).map(
          (middle) => ['base64', Buffer.from(middle, 'latin1')] as const,
        ),
      ),
    ].map(([encoding, bytes]) => ({ bytes: new Uint8Array(bytes), tag: { word, encoding } }));
  });
}
