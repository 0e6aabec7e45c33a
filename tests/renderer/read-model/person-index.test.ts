/** Who of a desk's files may be one person, found by what is known of them. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type DossierId, dossierIdFrom, type PersonId } from '../../../app/acts/ids.ts';
import { NO_TRAITS, type PersonTraits } from '../../../app/person/traits.ts';
import { PersonIndex } from '../../../renderer/read-model/person-index.ts';
import type { Row } from '../../../renderer/read-model/project-row.ts';
import { DISTURBANCES, seeded, someone } from '../../app/person/someone.ts';

const FILES = 1200;
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));

const idOf = (n: number): DossierId => dossierIdFrom(Uint8Array.of(n >> 8, n & 255, ...new Uint8Array(14)));
function rowOf(n: number, { numbers, ...traits }: PersonTraits): Row {
  const person = { id: `person-${n}` as PersonId, traits };
  return { id: idOf(n), lastAt: `t${n}`, person, documentNumbers: numbers } as unknown as Row;
}
const ANNA: PersonTraits = {
  ...NO_TRAITS,
  surname: 'ERIKSSON',
  givenNames: 'Anna Maria',
  birthDate: '1974-08-12',
  numbers: ['L898902C3'],
};

let rows: Map<DossierId, Row>;
let index: PersonIndex;
beforeEach(() => {
  const random = seeded(SEED);
  rows = new Map(Array.from({ length: FILES }, (_, n) => [idOf(n), rowOf(n, someone(random))]));
  index = new PersonIndex(rows);
});
const put = (n: number, traits: PersonTraits) => {
  const row = rowOf(n, traits);
  rows.set(row.id, row);
  index.put(row);
};
const found = async (traits: PersonTraits) => (await index.like(traits, 5)).map(({ row }) => row.id);

describe(`among ${FILES} files (seed ${SEED})`, () => {
  test('somebody is found as first after each thing that papers do to a name or a date', async () => {
    const random = seeded(SEED + 1);
    for (const [name, disturb] of Object.entries(DISTURBANCES))
      for (let n = 0; n < 12; n += 1) {
        const at = Math.floor(random() * FILES);
        const { traits } = (rows.get(idOf(at)) as Row).person as NonNullable<Row['person']>;
        const likely = await index.like(disturb({ ...NO_TRAITS, ...traits }, random), 5);
        const first = likely.filter(({ points }) => points === likely[0]?.points).map(({ row }) => row.id);
        expect({ name, traits, first }).toMatchObject({ first: expect.arrayContaining([idOf(at)]) });
      }
  });

  test('a file that has come is found, before the index is filled and after', async () => {
    put(FILES, ANNA);
    expect(await found(ANNA)).toEqual([idOf(FILES)]);
    put(FILES + 1, { ...ANNA, surname: 'ERICSON' });
    expect(await found(ANNA)).toEqual([idOf(FILES), idOf(FILES + 1)]);
  });

  test('one number in two files is found whatever else they say', async () => {
    await index.prepare();
    put(FILES, { ...NO_TRAITS, surname: 'MUSTERMANN', givenNames: 'Max', numbers: ['L898902C3'] });
    const [likely] = await index.like(ANNA, 5);
    expect(likely).toMatchObject({ row: { id: idOf(FILES) }, verdict: 'possible' });
    expect(likely?.reasons).toContain('same-number');
  });

  test('a file that changed is compared as it is now, and one that can be read no more not at all', async () => {
    await index.prepare();
    put(FILES, ANNA);
    put(FILES, { ...NO_TRAITS, surname: 'MUSTERMANN', givenNames: 'Max', birthDate: '1955-05-05' });
    expect(await found(ANNA)).toEqual([]);
    rows.set(idOf(FILES), { ...(rows.get(idOf(FILES)) as Row), person: null });
    expect(await found({ ...NO_TRAITS, surname: 'MUSTERMANN', givenNames: 'Max' })).toEqual([]);
  });

  test('those who were born on a day are found, not those of the day and month turned', async () => {
    put(FILES, { ...ANNA, birthDate: '1901-02-03' });
    put(FILES + 1, { ...ANNA, birthDate: '1901-03-02' });
    expect((await index.born('1901-02-03', 5)).map(({ id }) => id)).toEqual([idOf(FILES)]);
  });

  test('nothing is found after a lock, and nothing that was begun before it fills the index', async () => {
    put(FILES, ANNA);
    const filling = index.prepare();
    const before = [...rows];
    rows.clear();
    index.clear();
    await filling;
    expect(index.isReady).toBe(false);
    expect(await found(ANNA)).toEqual([]);
    for (const [id, row] of before) rows.set(id, row);
    expect(await found(ANNA)).toEqual([]);
    index.clear();
    expect(await found(ANNA)).toEqual([idOf(FILES)]);
    expect(index.isReady).toBe(true);
  });
});
