/**
 * Finds the passage of the catalogue that answers a question, or finds none. It generates nothing: an answer names a
 * service and a section, and quote.ts gives the catalogue's own words. Works without a network, on whatever release the
 * desk has.
 */
import type { ServiceCode } from '../acts/ids.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import { LANGUAGES, type Texts } from '../catalogue/texts.ts';
import { type Named, Names } from './names.ts';
import { speaksOf } from './quote.ts';
import { isPlace, plainWords, saysNothing, sectionsAsked } from './sections.ts';
import { termsOf } from './terms.ts';
import { Vocabulary } from './vocabulary.ts';
import { PEOPLES, SECTIONS, type Section } from './ways.ts';

export interface Answer {
  readonly service: ServiceCode;
  readonly section: Section;
}

/** As many as anybody reads. */
const MOST_ANSWERS = 3;
/** Of one service, where a question may ask for two of its parts. */
const MOST_PASSAGES = 2;
/** Nobody's question is longer. */
const MOST_WORDS = 60;
/** A service is named when this much of one of its names is said. */
const NAMED = 0.56;
const MOST_COMPARED = 12;
/** What a service is worth that says nothing of what is asked. */
const SILENT = 0.75;
/** An answer that is this much weaker than the best is none beside it. */
const BESIDE = 0.4;
/** Classes of what a State gives to its own people, or for its own territory. */
const OF_ONE_STATE: ReadonlySet<string> = new Set(['travel-documents', 'visas', 'identity']);
/** Whose word is meant, where a slip is as near to two: of a name, of a way to ask, of a text. */
const RANK = { name: 0, way: 1, text: 2 };

/** What is kept of a service: its definition is long, and there may be thousands. */
interface Known {
  readonly serviceClass: string;
  readonly says: ReadonlySet<Section>;
}

export class Assistant {
  readonly #services = new Map<ServiceCode, Known>();
  readonly #names = new Names();
  readonly #vocabulary = new Vocabulary();
  readonly #ownStates: ReadonlySet<string>;
  /** of one word each */
  readonly #otherStates: ReadonlySet<string>;

  /**
   * @param definitions those that a person may ask for
   * @param states the names of States: a visa for another State is no matter of this catalogue
   */
  constructor(definitions: Iterable<ServiceDefinition>, states: Iterable<Texts> = []) {
    const own = new Set<string>();
    for (const definition of definitions) {
      const says = new Set(SECTIONS.filter((section) => speaksOf(definition, section)));
      this.#services.set(definition.code as ServiceCode, { serviceClass: definition.class, says });
      this.#names.add(definition);
      own.add(definition.country);
    }
    for (const [word, isName] of this.#names.words())
      this.#vocabulary.add(word, isName ? RANK.name : RANK.text);
    for (const word of plainWords()) this.#vocabulary.add(word, RANK.way);
    this.#ownStates = new Set([...own].flatMap(namesOfState).flatMap(termsOf));
    const names = [...states]
      .flatMap((state) => LANGUAGES.map((language) => termsOf(state[language])))
      .flatMap((name) => (name.length === 1 ? name : []));
    this.#otherStates = new Set(
      [...names, ...termsOf(Object.values(PEOPLES).join(' '))].filter((name) => !this.#ownStates.has(name)),
    );
  }

  /**
   * Best first; empty: the catalogue does not answer this.
   * @param about the service that the person is looking at, for a question that names none
   */
  answer(question: string, about?: ServiceCode): readonly Answer[] {
    const terms = termsOf(question)
      .slice(0, MOST_WORDS)
      .map((term) => this.#vocabulary.meant(term) ?? term);
    const longNames = this.#names.wordsOfLongNames(terms);
    const { sections, elsewhere, rest } = sectionsAsked(terms, (term) => longNames.has(term));
    const content = rest.filter((term) => !isPlace(term));
    if (content.length === 0 && !elsewhere) return this.#ofTheOneLookedAt(sections, about);
    const found = this.#ranked(rest, sections);
    const [best] = found;
    if (!best || best.whole < NAMED || elsewhere || this.#isOfAnotherState(best, terms)) return [];
    const others = found.slice(1).filter(({ score }) => score >= best.score * BESIDE);
    return [
      ...this.#passages(best.service, sections).slice(0, MOST_PASSAGES),
      ...others.flatMap(({ service }) => this.#passages(service, sections).slice(0, 1)),
    ].slice(0, MOST_ANSWERS);
  }

  /** Of two services that a question names, the one that says something of what is asked is meant. */
  #ranked(terms: readonly string[], [asked]: readonly Section[]): readonly Named[] {
    return this.#names
      .in(terms)
      .slice(0, MOST_COMPARED)
      .map((one) => (asked && this.#says(one.service, asked) ? one : { ...one, score: one.score * SILENT }))
      .toSorted((a, b) => b.score - a.score);
  }

  #says(code: ServiceCode, section: Section): boolean {
    return this.#services.get(code)?.says.has(section) ?? false;
  }

  #ofTheOneLookedAt(sections: readonly Section[], about: ServiceCode | undefined): readonly Answer[] {
    const [section] = sections;
    return about && section && this.#says(about, section) ? [{ service: about, section }] : [];
  }

  /** « visa pour la France », « French passport »: right beside what names a document that each State gives its own. */
  #isOfAnotherState({ service }: Named, terms: readonly string[]): boolean {
    if (!OF_ONE_STATE.has(this.#services.get(service)?.serviceClass ?? '')) return false;
    const names = (term: string | undefined): boolean =>
      term !== undefined && !this.#ownStates.has(term) && this.#names.names(term, service);
    return terms.some((term, at) => {
      if (!this.#otherStates.has(term) || this.#names.names(term, service)) return false;
      const before = terms.slice(0, at).findLast((one) => !saysNothing(one));
      return names(before) || names(terms[at + 1]);
    });
  }

  /** The parts asked for of which the service says something; none: what it is. */
  #passages(service: ServiceCode, asked: readonly Section[]): readonly Answer[] {
    const said = asked.filter((section) => this.#says(service, section));
    return (said.length > 0 ? said : (['about'] as const)).map((section) => ({ service, section }));
  }
}

/** What the State and its people are called. @param code ISO 3166 alpha-2 */
const namesOfState = (code: string): readonly string[] => [
  ...LANGUAGES.flatMap((language) => new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? []),
  PEOPLES[code] ?? '',
];
