/**
 * Specimen answers of the three services, as an officer would have typed them: complete and valid on
 * SPECIMEN_DAY, and variants that open other parts of the form. Names and numbers are those of the standard's
 * specimens: nobody's.
 */
import type { AnswerMap } from '../../app/catalogue/fields.ts';

/** The day at the counter that the specimens are made for. */
export const SPECIMEN_DAY = '2026-11-21';

const person = {
  surname: { latin: 'ERIKSSON', arabic: 'إريكسون' },
  'given-names': { latin: 'Anna Maria', arabic: 'آنا ماريا' },
  sex: 'female',
  'birth-date': '1974-08-12',
  'birth-place': 'Zenith',
  'birth-country': 'UTO',
} as const;

const contact = {
  phone: '+33100000042',
  email: 'anna.eriksson@example.org',
  address: { line1: '1 rue du Spécimen', postalCode: '75000', city: 'Paris', country: 'FRA' },
} as const;

const authority = {
  authority: { name: 'ERIKSSON Anna Maria', relation: 'mother', phone: '+33100000043', shared: false },
} as const;

/** An adult's first passport, ordinary processing. */
export const PASSPORT_ANSWERS: AnswerMap = {
  request: 'first',
  processing: 'ordinary',
  ...person,
  nina: '12740000000001A',
  profession: 'Spécimen',
  'civil-status': 'married',
  'married-name-wanted': false,
  ...contact,
};

/** A child: the person with authority is asked for, profession and family are not. */
export const PASSPORT_MINOR_ANSWERS: AnswerMap = {
  request: 'first',
  processing: 'express',
  ...person,
  'given-names': { latin: 'Lena' },
  'birth-date': '2019-03-02',
  nina: '12190000000001A',
  ...authority,
  ...contact,
};

/** A lost passport and a married name. */
export const PASSPORT_LOST_ANSWERS: AnswerMap = {
  ...PASSPORT_ANSWERS,
  request: 'lost',
  'married-name-wanted': true,
  'married-name': { latin: 'MUSTERMANN', arabic: 'موسترمان' },
  'previous-number': 'L898902C3',
  'loss-date': '2026-11-02',
  'loss-place': 'Gare de Lyon',
  'loss-country': 'FRA',
  'loss-circumstances': 'Sac oublié dans un train.\nDéclaration faite le même jour.',
};

/** A tourist in a hotel, single entry. */
export const VISA_ANSWERS: AnswerMap = {
  ...person,
  nationality: 'UTO',
  'civil-status': 'single',
  'malian-tie': false,
  'travel-document-type': 'ordinary',
  'travel-document-number': 'L898902C3',
  'travel-document-issuer': 'UTO',
  'travel-document-issued': '2022-04-16',
  'travel-document-expiry': '2032-04-15',
  purpose: 'tourism',
  'arrival-date': '2027-01-10',
  'departure-date': '2027-01-24',
  entries: 'single',
  processing: 'ordinary',
  'earlier-visa': false,
  lodging: 'hotel',
  'hotel-name': 'Hôtel du Spécimen',
  'stay-address': { line1: 'Quartier du Spécimen', city: 'Bamako', country: 'MLI' },
  situation: 'employed',
  occupation: 'Bibliothécaire',
  employer: 'Bibliothèque d’Utopie',
  'costs-by': 'self',
  means: 'card',
  ...contact,
  'resides-elsewhere': false,
};

const { 'hotel-name': _hotel, ...visaWithoutHotel } = VISA_ANSWERS;

/** A business visitor whom a company invites, several entries, express, living outside the own country. */
export const VISA_BUSINESS_ANSWERS: AnswerMap = {
  ...visaWithoutHotel,
  purpose: 'business',
  entries: 'multiple',
  processing: 'express',
  lodging: 'company',
  'company-name': 'Utopian Trading SA',
  'company-contact': 'MUSTERMANN Erika',
  'costs-by': 'company',
  means: 'covered',
  'resides-elsewhere': true,
  'residence-permit-number': 'SPECIMEN 42',
  'residence-permit-expiry': '2028-01-01',
};

/** A stolen passport, a NINA card to show, a flight in a week. */
export const LAISSEZ_PASSER_ANSWERS: AnswerMap = {
  ...person,
  nina: '12740000000001A',
  reason: 'stolen',
  'previous-number': 'L898902C3',
  'loss-date': '2026-11-20',
  'loss-place': 'Gare de Lyon',
  'nationality-proof': 'nina-card',
  'travel-date': '2026-11-28',
  destination: 'MLI',
  transit: 'MAR',
  ticket: 'UT 042',
  ...contact,
};

/** Which document codes make each specimen complete. */
export const SPECIMEN_DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  'ml-passport-ordinary': ['photo', 'birth-extract', 'nina-proof', 'profession-proof'],
  'ml-visa-short-stay': ['travel-document', 'photo', 'return-ticket', 'vaccination', 'proof-of-stay'],
  'ml-laissez-passer': ['photo', 'nationality-proof', 'loss-report', 'ticket'],
};

export const SPECIMEN_ANSWERS: Readonly<Record<string, AnswerMap>> = {
  'ml-passport-ordinary': PASSPORT_ANSWERS,
  'ml-visa-short-stay': VISA_ANSWERS,
  'ml-laissez-passer': LAISSEZ_PASSER_ANSWERS,
};
