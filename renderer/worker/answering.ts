/** Questions to the catalogue in force. It is read once for each release and officer; a question leaves no trace. */
import type { ServiceCode } from '../../app/acts/ids.ts';
import { passagesIn } from '../../app/assistant/passages.ts';
import type { KnownRelease } from '../../app/catalogue/known-release.ts';
import type { Passage } from '../../app/desk/assistant.ts';
import countries from '../../assets/catalogue/countries.json';

export class Answering {
  #read: { readonly of: string; readonly ask: ReturnType<typeof passagesIn> } | null = null;

  /** @param offered services of that release, those that the officer works on */
  ask(
    question: string,
    about: ServiceCode | null,
    release: KnownRelease,
    offered: readonly ServiceCode[],
  ): readonly Passage[] {
    const of = [release.hash, ...offered].join(' ');
    if (this.#read?.of !== of) {
      const services = offered.flatMap((code) => release.asSigned(code) ?? []);
      const ask = passagesIn(services, Object.values(countries), (code) => release.asSigned(code));
      this.#read = { of, ask };
    }
    return this.#read.ask(question, about);
  }
}
