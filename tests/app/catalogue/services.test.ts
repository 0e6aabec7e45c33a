/** Each of the three services, filled with specimens that are valid and with answers that are not. */
import { describe, expect, it } from 'vitest';
import { dueDate, validUntil } from '../../../app/catalogue/due.ts';
import { feeDue } from '../../../app/catalogue/fee.ts';
import type { AnswerMap } from '../../../app/catalogue/fields.ts';
import {
  checksFor,
  problemTexts,
  sealableAnswers,
  validateForm,
  visibleForm,
} from '../../../app/catalogue/form.ts';
import { personOf } from '../../../app/catalogue/person.ts';
import {
  blockingDocuments,
  checklist,
  missingDocuments,
  requiredDocuments,
} from '../../../app/catalogue/required-documents.ts';
import * as specimens from '../../specimens/answers.ts';
import { LAISSEZ_PASSER, PASSPORT, SERVICES, VISA } from './services.ts';

const context = { today: specimens.SPECIMEN_DAY, mission: 'ML-PAR' };
const codes = (definition = PASSPORT, answers: AnswerMap = {}) =>
  validateForm(definition, answers, context).map(({ field, code }) => `${field} ${code}`);
const documents = (definition = PASSPORT, answers: AnswerMap = {}) =>
  requiredDocuments(definition, answers, context).map(({ code }) => code);
const pages = (definition = PASSPORT, answers: AnswerMap = {}) =>
  visibleForm(definition, answers, context).pages.map(({ page }) => page.code);

describe('every service', () => {
  it.each([
    [PASSPORT, specimens.PASSPORT_ANSWERS],
    [PASSPORT, specimens.PASSPORT_MINOR_ANSWERS],
    [PASSPORT, specimens.PASSPORT_LOST_ANSWERS],
    [VISA, specimens.VISA_ANSWERS],
    [VISA, specimens.VISA_BUSINESS_ANSWERS],
    [LAISSEZ_PASSER, specimens.LAISSEZ_PASSER_ANSWERS],
  ])('$code is complete with its specimen, and seals exactly that', (definition, answers) => {
    expect(validateForm(definition, answers, context)).toEqual([]);
    expect(sealableAnswers(definition, answers, context)).toEqual(answers);
  });

  it.each(SERVICES)(
    '$code names everything that is missing from an empty form, with a sentence',
    (definition) => {
      const problems = validateForm(definition, {}, context);
      expect(problems.length).toBeGreaterThan(5);
      for (const problem of problems) {
        expect(problem.code).toBe('FO-001');
        expect(problemTexts(definition, problem.code)).toBe(problem.texts);
      }
    },
  );

  it.each(SERVICES)('$code asks for the documents that its specimen brings, no more', (definition) => {
    const supplied = (specimens.SPECIMEN_DOCUMENTS[definition.code] ?? []).map((document) => ({ document }));
    const answers = specimens.SPECIMEN_ANSWERS[definition.code] ?? {};
    expect(missingDocuments(definition, answers, supplied, context)).toEqual([]);
    for (let i = 0; i < supplied.length; i += 1) {
      const missing = missingDocuments(definition, answers, supplied.toSpliced(i, 1), context);
      expect(missing.map(({ code }) => code)).toEqual([supplied[i]?.document]);
    }
  });

  it.each(SERVICES)('$code tells who the file is about', (definition) => {
    const found = personOf(definition, specimens.SPECIMEN_ANSWERS[definition.code] ?? {});
    expect(found).toMatchObject({
      latin: 'ERIKSSON Anna Maria',
      arabic: 'آنا ماريا إريكسون',
      birthDate: '1974-08-12',
      phone: '+33100000042',
    });
  });
});

describe('the passport', () => {
  it('asks a minor for the person with authority, and not for a profession or a marriage', () => {
    expect(pages(PASSPORT, specimens.PASSPORT_MINOR_ANSWERS)).toEqual([
      'request',
      'identity',
      'authority',
      'contact',
    ]);
    expect(documents(PASSPORT, specimens.PASSPORT_MINOR_ANSWERS)).toEqual(
      expect.arrayContaining(['parental-authorisation', 'authority-identity']),
    );
    expect(documents(PASSPORT, specimens.PASSPORT_MINOR_ANSWERS)).not.toContain('profession-proof');
    expect(pages(PASSPORT, specimens.PASSPORT_ANSWERS)).not.toContain('authority');
    const shared = (consent: string) => ({
      ...specimens.PASSPORT_MINOR_ANSWERS,
      authority: {
        ...(specimens.PASSPORT_MINOR_ANSWERS.authority as object),
        shared: true,
        secondName: 'MUSTERMANN Erika',
        consent,
        reason: 'Décès',
      },
    });
    expect(documents(PASSPORT, shared('given'))).toContain('second-parent-consent');
    expect(documents(PASSPORT, shared('dispensed'))).not.toContain('second-parent-consent');
    expect(codes(PASSPORT, shared('given'))).toEqual([]);
    expect(codes(PASSPORT, shared(''))).toEqual(['authority FO-093']);
  });

  it('takes a person whose birthday is only known by its year for a minor while they may still be one', () => {
    expect(pages(PASSPORT, { ...specimens.PASSPORT_ANSWERS, 'birth-date': '2008' })).toContain('authority');
    expect(pages(PASSPORT, { ...specimens.PASSPORT_ANSWERS, 'birth-date': '2008-11' })).toContain(
      'authority',
    );
    expect(pages(PASSPORT, { ...specimens.PASSPORT_ANSWERS, 'birth-date': '2008-11-21' })).not.toContain(
      'authority',
    );
    expect(pages(PASSPORT, { ...specimens.PASSPORT_ANSWERS, 'birth-date': '2007' })).not.toContain(
      'authority',
    );
  });

  it('asks for loss report and marriage record when they matter, keeps hidden answers out of the act', () => {
    expect(documents(PASSPORT, specimens.PASSPORT_LOST_ANSWERS)).toEqual(
      expect.arrayContaining(['loss-report', 'marriage-record']),
    );
    const back = { ...specimens.PASSPORT_LOST_ANSWERS, request: 'first', 'civil-status': 'single' };
    expect(documents(PASSPORT, back)).not.toEqual(expect.arrayContaining(['loss-report']));
    const sealed = sealableAnswers(PASSPORT, back, context);
    for (const hidden of [
      'loss-date',
      'loss-circumstances',
      'previous-number',
      'married-name',
      'married-name-wanted',
    ]) {
      expect(sealed).not.toHaveProperty(hidden);
    }
  });

  it('costs 55 000 XOF, 110 000 express, as the press wrote, and is answered within 14 days or the next day', () => {
    expect(feeDue(PASSPORT, specimens.PASSPORT_ANSWERS, context)).toMatchObject({
      total: { amount: 55_000, currency: 'XOF' },
      toBeConfirmed: true,
    });
    expect(feeDue(PASSPORT, specimens.PASSPORT_MINOR_ANSWERS, context).total).toEqual({
      amount: 110_000,
      currency: 'XOF',
    });
    expect(dueDate(PASSPORT, specimens.PASSPORT_ANSWERS, context)).toMatchObject({
      day: '2026-12-05',
      line: { code: 'ordinary' },
    });
    expect(dueDate(PASSPORT, specimens.PASSPORT_MINOR_ANSWERS, context)?.day).toBe('2026-11-22');
    expect(validUntil(PASSPORT.instrument, '2026-11-21')).toBe('2031-11-20');
  });

  it('compares sex and year inside the NINA, as a warning only', () => {
    const problems = (nina: string) =>
      validateForm(PASSPORT, { ...specimens.PASSPORT_ANSWERS, nina }, context);
    expect(problems('11740000000001A')).toMatchObject([
      { code: 'FO-101', field: 'nina', severity: 'warning' },
    ]);
    expect(problems('12750000000001A')).toMatchObject([{ code: 'FO-101' }]);
    // The coding of sex is not confirmed: a digit that says neither contradicts nothing.
    expect(problems('13740000000001A')).toEqual([]);
    expect(problems('1274000000000A')).toMatchObject([{ code: 'FO-082', severity: 'error' }]);
  });
});

describe('the visa', () => {
  const with_ = (answers: AnswerMap) => codes(VISA, { ...specimens.VISA_ANSWERS, ...answers });

  it('follows the purpose: a company, a host, or a transit without a stay', () => {
    expect(documents(VISA, specimens.VISA_BUSINESS_ANSWERS)).toEqual(
      expect.arrayContaining(['company-letter', 'proof-of-stay', 'residence-permit']),
    );
    expect(documents(VISA, { ...specimens.VISA_ANSWERS, lodging: 'host' })).toContain('invitation');
    const transit = { ...specimens.VISA_ANSWERS, purpose: 'transit' };
    expect(pages(VISA, transit)).not.toContain('stay');
    expect(codes(VISA, transit)).toEqual(['final-destination FO-001']);
    expect(documents(VISA, transit)).not.toContain('proof-of-stay');
    expect(documents(VISA, transit)).toContain('onward-permit');
  });

  it('says at the field which dates cannot be', () => {
    expect(with_({ 'travel-document-expiry': '2027-01-20' })).toEqual([
      'travel-document-expiry FO-123',
      'travel-document-expiry FO-124',
    ]);
    expect(with_({ 'travel-document-expiry': '2027-07-23' })).toEqual(['travel-document-expiry FO-124']);
    expect(with_({ 'travel-document-expiry': '2027-07-24' })).toEqual([]);
    expect(with_({ 'travel-document-issued': '2026-11-22' })).toEqual(['travel-document-issued FO-121']);
    expect(with_({ 'travel-document-issued': '2032-04-15' })).toContain('travel-document-expiry FO-122');
    expect(with_({ 'arrival-date': '2026-11-20' })).toContain('arrival-date FO-125');
    expect(with_({ 'departure-date': '2027-01-09' })).toEqual(['departure-date FO-126']);
    expect(with_({ 'departure-date': '2027-04-10' })).toEqual([]);
    expect(with_({ 'departure-date': '2027-04-11' })).toEqual(['departure-date FO-127']);
    expect(with_({ 'birth-date': '2026-11-22' })).toContain('birth-date FO-102');
    expect(with_({ 'arrival-date': '2027-02-30' })).toEqual(['arrival-date FO-024']);
  });

  it('costs what Berlin charges, and says that it is to be confirmed', () => {
    expect(feeDue(VISA, specimens.VISA_ANSWERS, context)).toMatchObject({
      total: { amount: 5000, currency: 'EUR' },
      toBeConfirmed: true,
    });
    expect(feeDue(VISA, specimens.VISA_BUSINESS_ANSWERS, context).total).toEqual({
      amount: 12_000,
      currency: 'EUR',
    });
  });

  it('is answered in 7 working days, 3 express, and holidays do not count', () => {
    expect(dueDate(VISA, specimens.VISA_ANSWERS, context)?.day).toBe('2026-12-01');
    expect(dueDate(VISA, specimens.VISA_BUSINESS_ANSWERS, context)?.day).toBe('2026-11-25');
    const holidays = { restDays: [0, 6], holidays: ['2026-11-24'] };
    expect(dueDate(VISA, specimens.VISA_BUSINESS_ANSWERS, context, holidays)?.day).toBe('2026-11-26');
    const fridays = { restDays: [5, 6], holidays: [] };
    expect(dueDate(VISA, specimens.VISA_BUSINESS_ANSWERS, context, fridays)?.day).toBe('2026-11-24');
  });

  it('cannot be lodged without the travel document', () => {
    const missing = missingDocuments(VISA, specimens.VISA_ANSWERS, [], context);
    expect(blockingDocuments(missing).map(({ code }) => code)).toEqual(['travel-document']);
  });
});

describe('the laissez-passer', () => {
  it('is decided at the mission by its head, and lodged by somebody else', () => {
    expect(LAISSEZ_PASSER.decision).toMatchObject({ by: 'mission', roles: ['head-of-mission'] });
    expect(LAISSEZ_PASSER.lodge.roles).not.toContain('head-of-mission');
  });

  it('has no fee that anyone could name yet', () => {
    expect(feeDue(LAISSEZ_PASSER, specimens.LAISSEZ_PASSER_ANSWERS, context)).toMatchObject({
      total: null,
      toBeConfirmed: true,
    });
  });

  it('asks how the nationality was established when nothing proves it', () => {
    const answers = { ...specimens.LAISSEZ_PASSER_ANSWERS, 'nationality-proof': 'none' };
    expect(codes(LAISSEZ_PASSER, answers)).toEqual(['nationality-inquiry FO-001']);
    expect(documents(LAISSEZ_PASSER, answers)).not.toContain('nationality-proof');
  });

  it('warns of a far departure and of another destination, refuses a past one', () => {
    const with_ = (answers: AnswerMap) =>
      codes(LAISSEZ_PASSER, { ...specimens.LAISSEZ_PASSER_ANSWERS, ...answers });
    expect(with_({ 'travel-date': '2026-11-20' })).toEqual(['travel-date FO-111']);
    expect(with_({ 'travel-date': '2026-12-21' })).toEqual([]);
    expect(with_({ 'travel-date': '2026-12-22' })).toEqual(['travel-date FO-112']);
    expect(with_({ destination: 'NER' })).toEqual(['destination FO-113']);
  });

  it('shows the reviewer the checks that fit the file', () => {
    const shown = (reason: string) =>
      checksFor(
        LAISSEZ_PASSER,
        visibleForm(LAISSEZ_PASSER, { ...specimens.LAISSEZ_PASSER_ANSWERS, reason }, context),
      ).map(({ code }) => code);
    expect(shown('stolen')).toContain('loss');
    expect(shown('never')).not.toContain('loss');
    expect(shown('never')).not.toContain('minor-authority');
  });
});

describe('the checklist', () => {
  it('counts files and tells required from optional', () => {
    const lines = checklist(
      PASSPORT,
      specimens.PASSPORT_ANSWERS,
      [{ document: 'photo' }, { document: 'photo' }],
      context,
    );
    const state = Object.fromEntries(
      lines.map(({ document, supplied, state: s }) => [document.code, `${s} ${supplied}`]),
    );
    expect(state).toEqual({
      photo: 'complete 2',
      'birth-extract': 'missing 0',
      'nina-proof': 'missing 0',
      'bank-receipt': 'optional 0',
      'profession-proof': 'missing 0',
    });
  });
});
