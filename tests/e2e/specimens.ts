/** The people of the stories: nobody's names and numbers. */
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { AnswerMap, NamePair } from '../../app/catalogue/fields.ts';
import { readCountry } from '../../scripts/catalogue/country-folder.ts';
import {
  LAISSEZ_PASSER_ANSWERS,
  PASSPORT_ANSWERS,
  SPECIMEN_DOCUMENTS,
  VISA_ANSWERS,
} from '../specimens/answers.ts';

const { services: SERVICES } = readCountry('ml');

export interface Application {
  readonly definition: ServiceDefinition;
  readonly answers: AnswerMap;
  /** codes of the documents handed in */
  readonly documents: readonly string[];
  /** `ERIKSSON Anna Maria` */
  readonly name: string;
  readonly phone: string;
}

const day = (fromToday: number): string =>
  new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);

function application(
  service: string,
  answers: AnswerMap,
  person: {
    readonly surname: string;
    readonly given: string;
    readonly arabic: readonly [string, string];
    readonly phone: string;
  },
): Application {
  const definition = SERVICES.find(({ code }) => code === service);
  if (!definition) throw new Error(`no service ${service}`);
  return {
    definition,
    answers: {
      ...answers,
      surname: { latin: person.surname, arabic: person.arabic[0] },
      'given-names': { latin: person.given, arabic: person.arabic[1] },
      phone: person.phone,
    },
    documents: SPECIMEN_DOCUMENTS[service] ?? [],
    name: `${person.surname} ${person.given}`,
    phone: person.phone,
  };
}

/** Dates that stay right whatever day the story is played on. */
const visa: AnswerMap = {
  ...VISA_ANSWERS,
  'arrival-date': day(40),
  'departure-date': day(54),
  'travel-document-expiry': day(2000),
};
const laissezPasser: AnswerMap = { ...LAISSEZ_PASSER_ANSWERS, 'loss-date': day(-2), 'travel-date': day(5) };

export const PASSPORT = application('ml-passport-ordinary', PASSPORT_ANSWERS, {
  surname: 'ERIKSSON',
  given: 'Anna Maria',
  arabic: ['إريكسون', 'آنا ماريا'],
  phone: '+33100000042',
});

export const VISA = application('ml-visa-short-stay', visa, {
  surname: 'MUSTERMANN',
  given: 'Erika',
  arabic: ['موسترمان', 'إريكا'],
  phone: '+33100000051',
});

export const SECOND_PASSPORT = application('ml-passport-ordinary', PASSPORT_ANSWERS, {
  surname: 'UTOPIAN',
  given: 'Ɲagalen',
  arabic: ['أوتوبيان', 'نياغالين'],
  phone: '+33100000067',
});

export const LAISSEZ_PASSER = application('ml-laissez-passer', laissezPasser, {
  surname: 'SPECIMEN',
  given: 'Fantamadi',
  arabic: ['سبيسيمن', 'فانتامادي'],
  phone: '+33100000079',
});

export const REFUSAL = {
  ground: 'Des pièces demandées n’ont pas été fournies.',
  explanation: 'L’invitation de la personne qui héberge manque au dossier.',
};

/** Typed into a draft in the moment before the program is killed. */
export const LAST_WORDS = ', jusqu’à la dernière lettre';

/** What the stories typed about people, and what must therefore lie nowhere in clear. */
export const PERSONAL: readonly string[] = [
  ...new Set(
    [PASSPORT, VISA, SECOND_PASSPORT, LAISSEZ_PASSER].flatMap(({ answers, phone }) => {
      const given = answers['given-names'] as NamePair;
      const surname = answers.surname as NamePair;
      return [phone, given.latin, given.arabic, surname.arabic, `${surname.latin} ${given.latin}`];
    }),
  ),
  'ERIKSSON',
  'MUSTERMANN',
  // The officers' names are in the encrypted directory; only initials are in clear.
  'UTOPIAN Moussa',
  'SPECIMEN Awa',
  'SPECIMEN Ibrahim',
  REFUSAL.explanation,
  LAST_WORDS,
  ...['nina', 'email', 'previous-number', 'hotel-name', 'employer'].flatMap((field) =>
    [PASSPORT, VISA, LAISSEZ_PASSER].flatMap(({ answers }) =>
      typeof answers[field] === 'string' ? [answers[field]] : [],
    ),
  ),
].filter((word): word is string => word !== undefined && word.length >= 6);
