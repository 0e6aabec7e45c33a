/** Persons as a desk knows them from its files: looked for, compared with who is at the counter, taken over into a new file. */
import type { DossierId, PersonId, Reference } from '../acts/ids.ts';
import type { NamePair } from '../catalogue/fields.ts';
import type { Comparison } from '../person/compare-persons.ts';
import type { PersonTraits } from '../person/traits.ts';
import type { DossierRow } from './dossier-row.ts';

export interface KnownPerson {
  readonly id: PersonId;
  /** as their newest file says; in a search no more than lists show (`listedTraits`) */
  readonly traits: PersonTraits;
  /** newest first; one at least */
  readonly files: readonly DossierRow[];
  /** who lodged the newest; null where this officer is not to know the name */
  readonly lastBy: string | null;
}

export interface LikePerson extends KnownPerson, Omit<Comparison, 'verdict'> {
  readonly verdict: 'probable' | 'possible';
}

/** What is asked of somebody of whom nothing is known: the service asks the rest. */
export interface TypedPerson {
  readonly surname: NamePair;
  readonly givenNames: NamePair;
  /** `1974-08-12`, `1974-08`, `1974`, or '' */
  readonly birthDate: string;
}

/** Who a new file is about. */
export interface PersonChoice {
  /** a file of somebody known: the new one is about the same person, whose answers are offered. Null: of nobody known */
  readonly known: DossierId | null;
  readonly typed: TypedPerson | null;
  /** files of persons who were shown beside what was typed */
  readonly compared: readonly { readonly dossier: DossierId; readonly same: boolean }[];
}

/** As it is kept in the draft, and said in the file. */
export interface Compared {
  readonly dossier: DossierId;
  readonly ref: Reference;
  /** the officer said: the same person; else: somebody else */
  readonly same: boolean;
}

/** Where an answer comes from that nobody has typed: `YYYY-MM-DD` of that file. */
export interface Reused {
  readonly dossier: DossierId;
  readonly day: string;
}

export interface PersonsApi {
  /** by name in either script, birth date, number of a document, telephone or reference; as typed first, then what is alike */
  persons(text: string, limit: number): Promise<readonly KnownPerson[]>;
  /** whoever may be the person who was typed, the likeliest first, with all that tells persons apart: a reading, recorded */
  likePersons(typed: TypedPerson, limit: number): Promise<readonly LikePerson[]>;
}
