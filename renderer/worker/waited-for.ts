/** What an application waits for: results of other services that its own needs (`prerequisites` of a definition). */
import type { DossierId, ServiceCode } from '../../app/acts/ids.ts';
import { holds } from '../../app/catalogue/conditions.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { visibleForm } from '../../app/catalogue/form.ts';
import type { ApplicationContent } from '../drafts/draft-content.ts';
import { formOf } from './application-review.ts';
import type { DeskContext } from './desk-context.ts';

/**
 * The services that this application needs under way or done, each with the dossier of the same visit about the same
 * person that is it.
 */
export function waitedFor(
  desk: DeskContext,
  content: ApplicationContent,
  definition: ServiceDefinition,
): readonly { readonly service: ServiceCode; readonly dossier: DossierId | null; readonly reason: string }[] {
  const { facts } = visibleForm(definition, content.answers, formOf(desk, content));
  return (definition.prerequisites ?? [])
    .filter(({ when }) => holds(when, facts))
    .map(({ service, text, enough }) => {
      const mate = content.visit?.others.find(
        (one) => enough === 'under-way' && one.service === service && one.person === content.person,
      );
      return { service: service as ServiceCode, dossier: mate?.dossier ?? null, reason: text.fr };
    });
}
