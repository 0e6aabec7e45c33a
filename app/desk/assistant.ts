/** Questions to the catalogue: an answer is a passage of it, in its own words, or nothing. */
import type { ServiceCode } from '../acts/ids.ts';
import type { QuotedLine } from '../assistant/quote.ts';
import type { Section } from '../assistant/ways.ts';
import type { Texts } from '../catalogue/texts.ts';

export interface Passage {
  readonly service: ServiceCode;
  readonly title: Texts;
  readonly section: Section;
  /** none under `fee`: the service is free */
  readonly lines: readonly QuotedLine[];
}

export interface AssistantApi {
  /**
   * What the release in force answers, best first; empty: it does not answer this. The question is kept nowhere.
   * @param about the service that is being looked at, for a question that names none
   */
  ask(question: string, about: ServiceCode | null): Promise<readonly Passage[]>;
}
