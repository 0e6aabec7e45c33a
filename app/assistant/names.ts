/** What services are called, and which of them the words of a question name. */
import type { ServiceCode } from '../acts/ids.ts';
import { allFields, type ServiceDefinition } from '../catalogue/definition.ts';
import { LANGUAGES, type Texts } from '../catalogue/texts.ts';
import { saysNothing } from './sections.ts';
import { termsOf } from './terms.ts';

/** What a word is worth that stands in the service's texts and in no name of it. */
const SPOKEN_OF = 0.3;

interface Name {
  readonly service: ServiceCode;
  readonly terms: readonly string[];
}
export interface Named {
  readonly service: ServiceCode;
  /** how well the words fit, to compare services with each other */
  readonly score: number;
  /** how much of one of its names stands in the question, 0 to 1 */
  readonly whole: number;
}

export class Names {
  readonly #names = new Map<string, Name[]>();
  readonly #texts = new Map<string, Set<ServiceCode>>();
  #services = 0;

  add(definition: ServiceDefinition): void {
    const code = definition.code as ServiceCode;
    this.#services += 1;
    for (const terms of namesOf(definition))
      for (const term of terms) listed(this.#names, term).push({ service: code, terms });
    for (const term of textOf(definition)) {
      const services = this.#texts.get(term);
      if (services) services.add(code);
      else this.#texts.set(term, new Set([code]));
    }
  }

  /** Every word, and whether a service is called so. */
  *words(): Iterable<readonly [word: string, isName: boolean]> {
    for (const term of this.#texts.keys()) yield [term, this.#names.has(term)];
  }

  names(term: string, service: ServiceCode): boolean {
    return this.#names.get(term)?.some((name) => name.service === service) ?? false;
  }

  /** Best first. */
  in(terms: readonly string[]): readonly Named[] {
    const asked = new Set(terms);
    const found = new Map<ServiceCode, Map<string, number>>();
    const whole = new Map<ServiceCode, number>();
    const give = (service: ServiceCode, term: string, worth: number): void => {
      const of = found.get(service) ?? new Map<string, number>();
      found.set(service, of.set(term, Math.max(worth, of.get(term) ?? 0)));
    };
    for (const term of asked) {
      for (const service of this.#texts.get(term) ?? []) give(service, term, SPOKEN_OF);
      for (const { service, terms: name } of this.#names.get(term) ?? []) {
        const said = name.filter((one) => asked.has(one));
        const share = this.#weigh(said) / this.#weigh(name);
        give(service, term, share ** 2);
        whole.set(service, Math.max(share, whole.get(service) ?? 0));
      }
    }
    return [...found]
      .map(([service, of]) => ({
        service,
        score: [...of].reduce((sum, [term, worth]) => sum + worth * this.#weight(term), 0),
        whole: whole.get(service) ?? 0,
      }))
      .toSorted((a, b) => b.score - a.score || (a.service < b.service ? -1 : 1));
  }

  /** Words of names of several words that stand whole in the question. */
  wordsOfLongNames(terms: readonly string[]): ReadonlySet<string> {
    const asked = new Set(terms);
    return new Set(
      [...asked]
        .flatMap((term) => this.#names.get(term) ?? [])
        .filter(({ terms: name }) => name.length > 1 && name.every((one) => asked.has(one)))
        .flatMap(({ terms: name }) => name),
    );
  }

  #weigh(terms: readonly string[]): number {
    return terms.reduce((sum, term) => sum + this.#weight(term), 0);
  }

  /** A word that stands with few services says most. */
  #weight(term: string): number {
    return Math.log(1 + this.#services / (this.#texts.get(term)?.size ?? this.#services));
  }
}

function listed<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

const meaning = (text: string): readonly string[] => [
  ...new Set(termsOf(text).filter((term) => !saysNothing(term))),
];
const everyText = (texts: readonly Texts[]): readonly string[] =>
  texts.flatMap((text) => LANGUAGES.map((language) => text[language]));

function namesOf({ title, words, instrument }: ServiceDefinition): readonly (readonly string[])[] {
  const called = LANGUAGES.flatMap((language) => words?.[language] ?? []);
  return [...everyText([title, instrument.title]), ...called].map(meaning).filter(({ length }) => length > 0);
}

function textOf(definition: ServiceDefinition): ReadonlySet<string> {
  const { pages, summary, documents } = definition;
  const cases = allFields(definition).flatMap(({ page, field }) =>
    page === pages[0] && field.type === 'choice' ? field.options.map(({ label }) => label) : [],
  );
  const texts = everyText([...cases, summary, ...documents.map(({ title }) => title)]);
  return new Set([...namesOf(definition).flat(), ...texts.flatMap(meaning)]);
}
