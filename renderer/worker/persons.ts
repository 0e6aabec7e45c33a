/** Who is known from the files of this desk, and what of them a new file begins with. */
import type { DossierId, PersonId } from '../../app/acts/ids.ts';
import { allFields, type ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { AnswerMap, Field } from '../../app/catalogue/fields.ts';
import { normaliseAnswer, validateField } from '../../app/catalogue/form.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type {
  Compared,
  KnownPerson,
  LikePerson,
  PersonChoice,
  Reused,
  TypedPerson,
} from '../../app/desk/persons.ts';
import { listedTraits, NO_TRAITS, type PersonTraits } from '../../app/person/traits.ts';
import { foldedWords } from '../../app/person/words.ts';
import { type Likely, traitsOfRow } from '../read-model/person-index.ts';
import type { Row } from '../read-model/project-row.ts';
import type { DeskContext } from './desk-context.ts';
import type { Dossiers } from './dossiers.ts';
import { isTheirs } from './theirs.ts';

/** What a new application begins with, beside its service. */
export interface AboutPerson {
  readonly person: PersonId | null;
  readonly answers: AnswerMap;
  readonly reused: Readonly<Record<string, Reused>>;
  readonly compared: readonly Compared[];
}

/** Among so many files of whoever may be the person, those of others may stand between. */
const LOOKED_AT = 60;

export class Persons {
  readonly #desk: DeskContext;
  readonly #dossiers: Dossiers;

  constructor(desk: DeskContext, dossiers: Dossiers) {
    this.#desk = desk;
    this.#dossiers = dossiers;
  }

  async persons(text: string, limit: number): Promise<readonly KnownPerson[]> {
    const { search, persons, rows } = this.#desk.model;
    const birthDate = typedDate(text);
    if (birthDate !== null) return this.#listed(await persons.born(birthDate, LOOKED_AT), limit);
    const found = await search.find(text, LOOKED_AT);
    const rowsOf = (isClose: boolean) =>
      found.flatMap(({ id, matched }) => ((matched === 'close') === isClose ? (rows.get(id) ?? []) : []));
    const alike = await this.#alike(text);
    return this.#listed([...rowsOf(false), ...alike, ...rowsOf(true)], limit);
  }

  #listed = (found: readonly Row[], limit: number): readonly KnownPerson[] =>
    this.#known(found, limit).map((person) => ({ ...person, traits: listedTraits(person.traits) }));

  /** Two names at least, in whatever order and writing. */
  async #alike(text: string): Promise<readonly Row[]> {
    const [first = '', ...others] = foldedWords(text);
    if (others.length === 0 || !this.#desk.model.persons.isReady) return [];
    const traits = { ...NO_TRAITS, surname: first, givenNames: others.join(' ') };
    return (await this.#desk.model.persons.like(traits, LOOKED_AT)).map(({ row }) => row);
  }

  async likePersons(typed: TypedPerson, limit: number): Promise<readonly LikePerson[]> {
    const { credential } = this.#desk.session;
    // A file that is not theirs makes nobody alike: that it is there would be told.
    const likely = (await this.#desk.model.persons.like(traitsOfTyped(typed), LOOKED_AT)).filter(({ row }) =>
      isTheirs(credential, row),
    );
    const best = new Map<PersonId, Likely>();
    for (const one of likely) {
      const id = one.row.person?.id;
      if (id !== undefined && !best.has(id)) best.set(id, one);
    }
    return this.#known(
      likely.map(({ row }) => row),
      limit,
    ).map((person) => {
      const { points, reasons, verdict } = best.get(person.id) as Likely;
      return { ...person, points, reasons, verdict: verdict as LikePerson['verdict'] };
    });
  }

  /** Persons of these files, in their order, each once with all their files. */
  #known(found: readonly Row[], limit: number): readonly KnownPerson[] {
    const { credential } = this.#desk.session;
    const ids = new Map<PersonId, Row[]>();
    for (const row of found)
      if (row.person && ids.size < limit && isTheirs(credential, row)) ids.set(row.person.id, []);
    for (const row of this.#desk.model.rows.values()) {
      const rows = row.person && ids.get(row.person.id);
      if (rows && isTheirs(credential, row)) rows.push(row);
    }
    return [...ids].flatMap(([id, rows]) => {
      const [newest, ...others] = rows.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1));
      if (!newest) return [];
      const files = [newest, ...others].map((row) => this.#dossiers.shownRow(row));
      return [{ id, traits: traitsOfRow(newest), files, lastBy: this.#nameOf(newest.lodgedBy[0]) }];
    });
  }

  #nameOf(subject: string | undefined): string | null {
    const { reference, session } = this.#desk;
    for (const [kid, name] of session.names)
      if (reference.keyring.credential(kid)?.subject === subject) return name;
    return null;
  }

  /** @throws DeskError DO-001 a file of whom this officer does not work on, or that cannot be read */
  async about(definition: ServiceDefinition, choice: PersonChoice): Promise<AboutPerson> {
    const compared = choice.compared.map(({ dossier, same }): Compared => {
      return { dossier, same, ref: this.#row(dossier).ref };
    });
    if (choice.known === null)
      return { person: null, answers: answersOfTyped(definition, choice.typed), reused: {}, compared };
    const row = this.#row(choice.known);
    const { data, definition: former } = await this.#desk.file(row.id);
    if (!row.person || !data || !former) throw new DeskError('DO-001');
    const day = row.openedAt.slice(0, 10);
    const answers = takenOver(former, data.answers, definition);
    const reused = Object.fromEntries(Object.keys(answers).map((code) => [code, { dossier: row.id, day }]));
    return { person: row.person.id, answers, reused, compared };
  }

  #row(id: DossierId): Row {
    const row = this.#desk.row(id);
    if (!isTheirs(this.#desk.session.credential, row)) throw new DeskError('DO-001');
    return row;
  }
}

/** `12/08/1974` as people write it, `12081974`, or `1974-08-12`. */
function typedDate(text: string): string | null {
  const [, day, month, year] = /^\s*(\d{2})[/. -]?(\d{2})[/. -]?((?:18|19|20)\d{2})\s*$/.exec(text) ?? [];
  if (year !== undefined) return `${year}-${month}-${day}`;
  return /^\s*(\d{4}-\d{2}-\d{2})\s*$/.exec(text)?.[1] ?? null;
}

const traitsOfTyped = ({ surname, givenNames, birthDate }: TypedPerson): PersonTraits => ({
  ...NO_TRAITS,
  surname: surname.latin,
  givenNames: givenNames.latin,
  surnameArabic: surname.arabic ?? '',
  givenNamesArabic: givenNames.arabic ?? '',
  birthDate,
});

const fieldOf = (definition: ServiceDefinition, code: string | undefined): Field | undefined =>
  allFields(definition).find(({ field }) => field.code === code)?.field;

function answersOfTyped(definition: ServiceDefinition, typed: TypedPerson | null): AnswerMap {
  if (!typed) return {};
  const { person } = definition;
  const values: readonly (readonly [string | undefined, unknown, boolean])[] = [
    [person.surname, typed.surname, typed.surname.latin !== '' || (typed.surname.arabic ?? '') !== ''],
    [
      person.givenNames,
      typed.givenNames,
      typed.givenNames.latin !== '' || (typed.givenNames.arabic ?? '') !== '',
    ],
    [person.birthDate, typed.birthDate, typed.birthDate !== ''],
  ];
  return Object.fromEntries(
    values.flatMap(([code, value, isTyped]) => {
      const field = fieldOf(definition, code);
      if (!field || !isTyped) return [];
      const answer = field.type === 'latin-name' && typeof value === 'object' ? latinOf(value) : value;
      return [[field.code, normaliseAnswer(field, answer)]];
    }),
  );
}

const latinOf = (name: unknown): string => (name as NonNullable<TypedPerson['surname']>).latin;

/** Of the questions about the person those that both services ask alike, and whose answer still is one. */
function takenOver(former: ServiceDefinition, answers: AnswerMap, definition: ServiceDefinition): AnswerMap {
  const parts = Object.keys(definition.person) as (keyof ServiceDefinition['person'])[];
  return Object.fromEntries(
    parts.flatMap((part) => {
      const [from, to] = [fieldOf(former, former.person[part]), fieldOf(definition, definition.person[part])];
      const value = from && answers[from.code];
      if (!from || !to || from.type !== to.type || value === undefined) return [];
      return validateField(to, value).length === 0 ? [[to.code, value]] : [];
    }),
  );
}
