/** How long a draft was worked on, and what earlier files had brought: kept in the draft, counted when it is sealed. */
import type { Clock } from '../../app/acts/clock.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { type FormContext, sealableAnswers } from '../../app/catalogue/form.ts';
import { activeUntil, broughtAmong, type Sealed } from '../../app/desk/counter-tally.ts';
import type { ApplicationContent, DraftContent } from '../drafts/draft-content.ts';

/** To be asked before each change: what it is about to overwrite has been brought by an earlier file. */
export function workedOn(content: DraftContent, savedAt: string, clock: Clock): DraftContent {
  if (content.purpose !== 'application') return content;
  const { answers, reused = {}, brought = {}, activeMs = 0 } = content;
  const fresh = Object.keys(reused).filter((code) => !Object.hasOwn(brought, code) && code in answers);
  return {
    ...content,
    activeMs: activeUntil(activeMs, Date.parse(savedAt), clock.now()),
    brought: { ...brought, ...Object.fromEntries(fresh.map((code) => [code, answers[code]])) },
  };
}

export function sealedFigures(
  content: ApplicationContent,
  savedAt: string,
  definition: ServiceDefinition,
  form: FormContext,
  clock: Clock,
): Sealed {
  const { activeMs = 0, brought = {} } = workedOn(content, savedAt, clock) as ApplicationContent;
  const [sealed, before] = [content.answers, brought].map((one) => sealableAnswers(definition, one, form));
  const answers = sealed ?? {};
  return {
    service: content.service,
    seconds: Math.round(activeMs / 1000),
    answered: Object.keys(answers).length,
    // In their stored form both: a name that was typed with another blank is the same name.
    brought: broughtAmong(answers, before ?? {}),
  };
}
