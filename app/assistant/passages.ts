/** The passages that answer a question, with their words, from the services of one release. */
import type { ServiceCode } from '../acts/ids.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import type { Texts } from '../catalogue/texts.ts';
import type { Passage } from '../desk/assistant.ts';
import { Assistant } from './assistant.ts';
import { quote } from './quote.ts';

export type DefinitionOf = (service: ServiceCode) => ServiceDefinition | undefined;

/**
 * @param services those that a person may ask for; looked at once
 * @param states names of States
 * @returns a function from a question, and the service that is being looked at, to passages; best first
 */
export function passagesIn(
  services: Iterable<ServiceDefinition>,
  states: Iterable<Texts>,
  definitionOf: DefinitionOf,
): (question: string, about: ServiceCode | null) => readonly Passage[] {
  const assistant = new Assistant(services, states);
  return (question, about) =>
    assistant.answer(question, about ?? undefined).flatMap(({ service, section }) => {
      const definition = definitionOf(service);
      return definition
        ? [{ service, section, title: definition.title, lines: quote(definition, section) }]
        : [];
    });
}
