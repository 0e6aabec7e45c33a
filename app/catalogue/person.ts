/** Who a file is about, read from its answers by the definition's `person`. */
import type { ServiceDefinition } from './definition.ts';
import type { AnswerMap } from './fields.ts';

export interface PersonFacts {
  /** `ERIKSSON Anna Maria`; empty while nothing is typed */
  readonly latin: string;
  readonly arabic: string;
  readonly surname: string;
  readonly givenNames: string;
  readonly birthDate?: string;
  readonly birthPlace?: string;
  readonly sex?: string;
  readonly nationality?: string;
  readonly phone?: string;
  readonly email?: string;
}

const OPTIONAL = ['birthDate', 'birthPlace', 'sex', 'nationality', 'phone', 'email'] as const;

/** Total: answers of any shape give what can be read from them. */
export function personOf(definition: ServiceDefinition, answers: AnswerMap): PersonFacts {
  const { person } = definition;
  const surname = pair(answers, person.surname);
  const given = pair(answers, person.givenNames);
  const facts: Partial<Record<(typeof OPTIONAL)[number], string>> = {};
  for (const key of OPTIONAL) {
    const value = text(answers, person[key]);
    if (value !== '') facts[key] = value;
  }
  return {
    latin: [surname.latin, given.latin].filter(Boolean).join(' '),
    arabic: [given.arabic, surname.arabic].filter(Boolean).join(' '),
    surname: surname.latin,
    givenNames: given.latin,
    ...facts,
  };
}

const value = (answers: AnswerMap, code: string | undefined): unknown =>
  code !== undefined && Object.hasOwn(answers, code) ? answers[code] : undefined;

function text(answers: AnswerMap, code: string | undefined): string {
  const found = value(answers, code);
  return typeof found === 'string' ? found : '';
}

function pair(answers: AnswerMap, code: string | undefined): { latin: string; arabic: string } {
  const found = value(answers, code);
  if (typeof found === 'string') return { latin: found, arabic: '' };
  const parts = (typeof found === 'object' && found !== null ? found : {}) as {
    latin?: unknown;
    arabic?: unknown;
  };
  return {
    latin: typeof parts.latin === 'string' ? parts.latin : '',
    arabic: typeof parts.arabic === 'string' ? parts.arabic : '',
  };
}
