/** What lists say of a service: enough to find, name and offer it, and a tenth of its definition. */
import type { DocumentAsked, ServiceDefinition } from './definition.ts';
import { LANGUAGES } from './texts.ts';

const MEMBERS = [
  'code',
  'class',
  'version',
  'title',
  'summary',
  'country',
  'audience',
  'maturity',
  'offer',
  'lodge',
  'decision',
  'statusWords',
  'simplification',
] as const satisfies readonly (keyof ServiceDefinition)[];

export interface ServiceEntry extends Pick<ServiceDefinition, (typeof MEMBERS)[number]> {
  /** by name only: what a notice on a file speaks of */
  readonly documents: readonly Pick<DocumentAsked, 'code' | 'title'>[];
}

/**
 * Of a definition whose whole shape was looked at before (known-release.ts): only what would break a list is looked at once
 * more, since the shape of all of it, for hundreds of services, takes longer than an officer waits.
 * @returns undefined for what is no definition
 */
export function entryOf(json: unknown): ServiceEntry | undefined {
  const definition = json as Partial<ServiceDefinition> | null;
  if (!definition || typeof definition !== 'object' || !isListed(definition)) return undefined;
  const members = MEMBERS.flatMap((name) =>
    definition[name] === undefined ? [] : [[name, definition[name]] as const],
  );
  const documents = definition.documents.map(({ code, title }) => ({ code, title }));
  return { ...(Object.fromEntries(members) as unknown as ServiceEntry), documents };
}

function isListed(one: Partial<ServiceDefinition>): one is ServiceDefinition {
  const { code, class: serviceClass, title, summary, lodge, decision, simplification, documents } = one;
  return (
    typeof code === 'string' &&
    typeof serviceClass === 'string' &&
    isTexts(title) &&
    isTexts(summary) &&
    Array.isArray(lodge?.roles) &&
    typeof decision?.by === 'string' &&
    typeof simplification?.before === 'object' &&
    typeof simplification.after === 'object' &&
    Array.isArray(documents) &&
    documents.every((document) => isTexts(document?.title))
  );
}

const isTexts = (texts: Partial<Record<(typeof LANGUAGES)[number], unknown>> | undefined): boolean =>
  LANGUAGES.every((language) => typeof texts?.[language] === 'string');
