/** What an application waits for: results of other services that its own needs (`prerequisites` of a definition). */
import type { DossierId, ServiceCode } from '../../app/acts/ids.ts';
import { holds } from '../../app/catalogue/conditions.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { visibleForm } from '../../app/catalogue/form.ts';
import type { ApplicationContent } from '../drafts/draft-content.ts';
import { formOf } from './application-review.ts';
import type { DeskContext } from './desk-context.ts';

/**
 * The services that this application needs under way or done, each with the dossiers that the same visit began for it
 * about the same person: some may never have been opened, their draft was discarded.
 */
export function waitedFor(
  desk: DeskContext,
  content: ApplicationContent,
  definition: ServiceDefinition,
): readonly {
  readonly service: ServiceCode;
  readonly dossiers: readonly DossierId[];
  readonly reason: string;
}[] {
  const { facts } = visibleForm(definition, content.answers, formOf(desk, content));
  return (definition.prerequisites ?? [])
    .filter(({ when }) => holds(when, facts))
    .map(({ service, text, enough }) => {
      const mates = (content.visit?.others ?? []).filter(
        (one) => enough === 'under-way' && one.service === service && one.person === content.person,
      );
      const dossiers = mates.map(({ dossier }) => dossier);
      return { service: service as ServiceCode, dossiers, reason: text.fr };
    });
}
