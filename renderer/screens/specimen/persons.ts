/** The persons of the specimen files, looked for and compared by the same rules as on a desk. */
import type { PersonId } from '../../../app/acts/ids.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { DossierRow } from '../../../app/desk/dossier-row.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import type {
  KnownPerson,
  LikePerson,
  PersonChoice,
  PersonsApi,
  TypedPerson,
} from '../../../app/desk/persons.ts';
import { comparePersons, readyPerson } from '../../../app/person/compare-persons.ts';
import { listedTraits, NO_TRAITS, type PersonTraits } from '../../../app/person/traits.ts';
import { foldName } from '../../ui/countries.ts';
import { answersOf } from './dossiers.ts';

const two = (n: number): string => String(n).padStart(2, '0');

function traitsOf(row: DossierRow): PersonTraits {
  const [surname = '', ...given] = (row.applicant ?? '').split(' ');
  const [surnameArabic = '', ...givenArabic] = (row.applicantArabic ?? '').split(' ');
  const n = [...(row.applicant ?? '')].reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0) % 9973;
  const isAnna = row.applicant === 'ERIKSSON Anna Maria';
  return {
    ...NO_TRAITS,
    ...{ surname, givenNames: given.join(' '), surnameArabic, givenNamesArabic: givenArabic.join(' ') },
    birthDate: isAnna ? '1974-08-12' : `${1950 + (n % 60)}-${two(1 + (n % 12))}-${two(1 + (n % 28))}`,
    birthPlace: 'Zenith',
    sex: 'female',
    nationality: 'UTO',
    numbers: isAnna ? ['L898902C3'] : [],
  };
}

function known(rows: readonly DossierRow[]): readonly KnownPerson[] {
  const byName = new Map<string, DossierRow[]>();
  for (const row of rows) byName.set(row.applicant ?? '', [...(byName.get(row.applicant ?? '') ?? []), row]);
  return [...byName].flatMap(([name, files]) => {
    const [newest] = files;
    if (name === '' || !newest) return [];
    return [{ id: `person-${name}` as PersonId, traits: traitsOf(newest), files, lastBy: 'A. SPECIMEN' }];
  });
}

export const specimenPersons = (rows: () => readonly DossierRow[]): PersonsApi => ({
  persons: async (text, limit) => {
    const wanted = foldName(text).split(' ');
    const date = /^(\d{2})[ /]?(\d{2})[ /]?(\d{4})$/.exec(text.trim());
    return known(rows())
      .filter(({ traits, files }) => {
        if (date) return traits.birthDate === `${date[3]}-${date[2]}-${date[1]}`;
        const { surname, givenNames, surnameArabic, givenNamesArabic, numbers } = traits;
        const names = [surname, givenNames, surnameArabic, givenNamesArabic, ...numbers];
        const words = ` ${foldName([...names, ...files.map(({ ref }) => ref)].join(' '))}`;
        return wanted.every((word) => word !== '' && words.includes(` ${word}`));
      })
      .slice(0, limit)
      .map((person) => ({ ...person, traits: listedTraits(person.traits) }));
  },
  likePersons: async (typed, limit) => {
    const ready = readyPerson(traitsOfTyped(typed));
    return known(rows())
      .flatMap((person): LikePerson[] => {
        const { verdict, ...said } = comparePersons(ready, readyPerson(person.traits));
        return verdict === 'none' ? [] : [{ ...person, ...said, verdict }];
      })
      .sort((a, b) => b.points - a.points)
      .slice(0, limit);
  },
});

const traitsOfTyped = ({ surname, givenNames, birthDate }: TypedPerson): PersonTraits => ({
  ...NO_TRAITS,
  surname: surname.latin,
  givenNames: givenNames.latin,
  surnameArabic: surname.arabic ?? '',
  givenNamesArabic: givenNames.arabic ?? '',
  birthDate,
});

/** What a draft begins with. */
export function specimenAbout(
  about: PersonChoice | undefined,
  rows: readonly DossierRow[],
): Pick<Draft, 'answers' | 'reused' | 'compared'> {
  const rowOf = (id: string): DossierRow => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new DeskError('DO-001');
    return row;
  };
  const compared = (about?.compared ?? []).map((one) => ({ ...one, ref: rowOf(one.dossier).ref }));
  if (about?.known) {
    const row = rowOf(about.known);
    const own = answersOf(row);
    const codes = ['surname', 'given-names', 'birth-date', 'birth-place', 'sex', 'nationality', 'phone'];
    const answers = Object.fromEntries(codes.map((code) => [code, own[code]]));
    const reused = Object.fromEntries(
      codes.map((code) => [code, { dossier: row.id, day: row.lastAt.slice(0, 10) }]),
    );
    return {
      answers: { ...answers, 'birth-date': traitsOf(row).birthDate } as Draft['answers'],
      reused,
      compared,
    };
  }
  const typed = about?.typed;
  if (!typed) return { answers: {}, reused: {}, compared };
  const birth = typed.birthDate === '' ? {} : { 'birth-date': typed.birthDate };
  const answers = { surname: typed.surname, 'given-names': typed.givenNames, ...birth };
  return { answers: answers as unknown as Draft['answers'], reused: {}, compared };
}
