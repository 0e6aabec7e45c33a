/** The feed, a line at a time: in the words of CouchDB (`chttpd_db.erl`, `changes_callback`) and cut at any byte. */
import { expect, it } from 'vitest';
import { feedLines, lines } from '../../../sync-server/stores/couchdb-lines.ts';

const ROWS = [
  { seq: '1-g1AAA', id: 'ملف', changes: [{ rev: '1-a' }] },
  { seq: '2-g1AAB', id: 'b\n"last_seq"', changes: [{ rev: '1-b' }], doc: { _id: 'x', last: ']' } },
];
const json = ROWS.map((row) => JSON.stringify(row));
const NORMAL = `{"results":[\n${json.join(',\r\n')}\n],\n"last_seq":"2-g1AAB","pending":7}\n`;
const CONTINUOUS = `\n${json.join('\n')}\n\n{"last_seq":"2-g1AAB","pending":7}\n`;
const ONE_LINE = JSON.stringify({ results: ROWS, last_seq: '2-g1AAB', pending: 7 });

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of from) found.push(one);
  return found;
}

it.each([
  ['normal', NORMAL],
  ['continuous', CONTINUOUS],
  ['normal, by way of a proxy that writes JSON anew', ONE_LINE],
])('is the same however it is cut: %s', async (_, text) => {
  for (const size of [1, 2, 3, 7, 64, 10_000]) {
    expect(await all(feedLines(inPieces(text, size)))).toEqual([
      ...ROWS.map((row) => ({ kind: 'row', row })),
      { kind: 'end', lastSeq: '2-g1AAB', pending: 7 },
    ]);
  }
});

it('gives a row as soon as its line is there', async () => {
  let asked = 0;
  async function* slowly(): AsyncGenerator<Uint8Array> {
    for (const line of [...json, 'never read']) {
      asked++;
      yield new TextEncoder().encode(`${line}\n`);
    }
  }
  const reading = feedLines(slowly());
  await reading.next();
  expect(asked).toBe(1);
});

it.each(['{"seq":', '[]', '"text"', '{"results":[{"a":1}'])('refuses what is no row: %s', async (line) => {
  await expect(all(feedLines(inPieces(`${line}\n`, 99)))).rejects.toMatchObject({ code: 'unavailable' });
});

it('keeps what stands after the last end of a line', async () => {
  expect(await all(lines(inPieces('a\r\nb', 1)))).toEqual(['a', 'b']);
});
