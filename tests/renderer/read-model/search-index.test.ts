/** What is found by what is typed, and which is first. */
import { expect, test } from 'vitest';
import { type DossierId, dossierIdFrom } from '../../../app/acts/ids.ts';
import type { Row } from '../../../renderer/read-model/project-row.ts';
import { SearchIndex } from '../../../renderer/read-model/search-index.ts';
import { searchText } from '../../../renderer/read-model/search-text.ts';

const rows = new Map<DossierId, Row>();
const ids = new Map<string, DossierId>();
function add(name: string, lastAt: string, change: Partial<Row> = {}): void {
  const found = {
    ref: `PAR-B-26-0040${rows.size}-6` as Row['ref'],
    applicant: name,
    applicantArabic: null,
    phones: [],
    documentNumbers: [],
    ...change,
  };
  const id = dossierIdFrom(new Uint8Array(16).fill(rows.size + 1));
  ids.set(name, id);
  rows.set(id, { id, lastAt, ...found, search: searchText(found) } as unknown as Row);
}
add('ERIKSSON Anna Maria', '2026-11-01', { applicantArabic: 'إريكسون آنا', phones: ['+33 1 99 00 00 42'] });
add('ERIKSSONDOTTIR Eva', '2026-11-03', { documentNumbers: ['L898902C3'] });
add('ERIKSSON Beatrice', '2026-11-02');
add('Ɛrɛ ƊIARRA', '2026-10-01');
add('ANNAN Erik', '2026-09-01');

const index = new SearchIndex(rows);
const found = async (text: string, limit = 10) =>
  (await index.find(text, limit)).map(({ id, matched }) => [nameOf(id), matched]);
const nameOf = (id: DossierId) => rows.get(id)?.applicant;

test('whole words first, then the newest', async () => {
  expect(await found('eriksson')).toEqual([
    ['ERIKSSON Beatrice', 'name'],
    ['ERIKSSON Anna Maria', 'name'],
    ['ERIKSSONDOTTIR Eva', 'name'],
  ]);
  expect(await found('erik', 2)).toEqual([
    ['ANNAN Erik', 'name'],
    ['ERIKSSONDOTTIR Eva', 'name'],
  ]);
});

test('each word typed begins one of the file’s, in whichever field', async () => {
  expect(await found('anna eri')).toEqual([
    ['ERIKSSON Anna Maria', 'name'],
    ['ANNAN Erik', 'name'],
  ]);
  expect(await found('eriksson 00402')).toEqual([['ERIKSSON Beatrice', 'name']]);
  expect(await found('PAR-B-26-00401-6')).toEqual([['ERIKSSONDOTTIR Eva', 'reference']]);
  expect(await found('l8989')).toEqual([['ERIKSSONDOTTIR Eva', 'document']]);
});

test('letters without their marks, in both scripts', async () => {
  expect(await found('ere')).toEqual([['Ɛrɛ ƊIARRA', 'name']]);
  expect(await found('اريكسون')).toEqual([['ERIKSSON Anna Maria', 'name']]);
});

test('any part of a telephone number', async () => {
  expect(await found('99 00 00 42')).toEqual([['ERIKSSON Anna Maria', 'phone']]);
  expect(await found('0000')).toEqual([['ERIKSSON Anna Maria', 'phone']]);
});

test('what is near, only where nothing is as typed', async () => {
  expect((await found('erikson')).map(([, matched]) => matched)).toEqual(['close', 'close']);
  expect(await found('L898902C4')).toEqual([['ERIKSSONDOTTIR Eva', 'close']]);
  expect(await found('')).toEqual([]);
  expect(await found('zzzzzz')).toEqual([]);
});

test('a row that changed is near by its new name', async () => {
  const id = ids.get('ANNAN Erik') as DossierId;
  const changed = { ...(rows.get(id) as Row), applicant: 'MUSTERMANN Erika' };
  rows.set(id, { ...changed, search: searchText(changed) });
  index.put(rows.get(id) as Row);
  expect(await found('mustermenn')).toEqual([['MUSTERMANN Erika', 'close']]);
});
