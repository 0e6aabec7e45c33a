/** Mali's visas beside the short stay: what they share is one form, and each adds only its own. */
import { describe, expect, it } from 'vitest';
import { allFields } from '../../../app/catalogue/definition.ts';
import { feeDue } from '../../../app/catalogue/fee.ts';
import type { AnswerMap } from '../../../app/catalogue/fields.ts';
import { validateForm } from '../../../app/catalogue/form.ts';
import { requiredDocuments } from '../../../app/catalogue/required-documents.ts';
import { MALI, serviceOf, VISA } from './services.ts';

const MULTIPLE = serviceOf('ml-visa-multiple-entry');
const TRANSIT = serviceOf('ml-visa-transit');
const LIPTAKO = serviceOf('ml-visa-liptako');
const context = { today: '2026-11-21', mission: 'ML-PAR' };

const answersOf = (code: string, n = 0): AnswerMap => {
  const example = MALI.examples.get(code)?.[n];
  if (!example) throw new Error(`no example ${n} of ${code}`);
  return example.answers;
};
const problems = (definition: typeof VISA, answers: AnswerMap, mission = context.mission) =>
  validateForm(definition, answers, { ...context, mission }).map(
    ({ code, field, severity }) => `${severity} ${field} ${code}`,
  );

describe('the visas of Mali', () => {
  it('ask who a person is, which document they hold and how they live with the same questions', () => {
    const shared = ['identity', 'authority', 'travel-document', 'means', 'contact'];
    const asked = (definition: typeof VISA) =>
      allFields(definition)
        .filter(({ page }) => shared.includes(page.code))
        .map(({ field }) => field);
    for (const definition of [MULTIPLE, TRANSIT, LIPTAKO]) expect(asked(definition)).toEqual(asked(VISA));
  });

  it('cost by duration and processing what Berlin charges, and dual nationals what Paris charges them', () => {
    const cost = (answers: AnswerMap, mission = 'ML-PAR') =>
      feeDue(MULTIPLE, { ...answersOf(MULTIPLE.code), ...answers }, { ...context, mission }).total;
    const eur = (amount: number) => ({ amount: amount * 100, currency: 'EUR' });
    const berlin = { m3: [70, 120], m6: [90, 140], m12: [130, 180] };
    for (const [duration, [ordinary = 0, express = 0]] of Object.entries(berlin)) {
      expect(cost({ 'visa-duration': duration, processing: 'ordinary' })).toEqual(eur(ordinary));
      expect(cost({ 'visa-duration': duration, processing: 'express' })).toEqual(eur(express));
    }
    const paris = { m1: 70, m3: 90, m6: 110, m9: 130, m12: 150 };
    for (const [duration, amount] of Object.entries(paris)) {
      const dual = { 'visa-duration': duration, processing: 'ordinary', 'malian-tie': true };
      expect(cost(dual)).toEqual(eur(amount));
      expect(cost({ ...dual, processing: 'express' })).toBeNull();
    }
    const elsewhere = { 'visa-duration': 'm12', processing: 'ordinary', 'malian-tie': true };
    expect(cost(elsewhere, 'ML-BER')).toEqual(eur(130));
    expect(cost({ 'visa-duration': 'm9', processing: 'ordinary' })).toBeNull();
    expect(feeDue(TRANSIT, answersOf(TRANSIT.code), context)).toMatchObject({
      total: null,
      toBeConfirmed: true,
    });
  });

  it('warn where the document ends before a visa of many months would', () => {
    const until = (expiry: string, duration: string) =>
      problems(MULTIPLE, {
        ...answersOf(MULTIPLE.code),
        'travel-document-expiry': expiry,
        'visa-duration': duration,
      });
    expect(until('2028-01-10', 'm12')).toEqual([]);
    expect(until('2028-01-09', 'm12')).toEqual(['warning travel-document-expiry FO-131']);
    expect(until('2028-01-09', 'm6')).toEqual([]);
  });

  it('take no transit to Mali or from it, and ask for the way onwards instead of a stay', () => {
    const transit = answersOf(TRANSIT.code);
    expect(problems(TRANSIT, { ...transit, 'final-destination': 'MLI' })).toEqual([
      'error final-destination FO-129',
    ]);
    expect(problems(TRANSIT, { ...transit, 'coming-from': 'MLI' })).toEqual(['error coming-from FO-130']);
    const documents = requiredDocuments(TRANSIT, transit, context).map(({ code }) => code);
    expect(documents).toEqual(expect.arrayContaining(['onward-ticket', 'onward-permit']));
    expect(documents).not.toContain('proof-of-stay');
  });

  it('keep the Liptako visa closed, with a word why and no amount, until the three States open it', () => {
    expect(LIPTAKO.offer).toMatchObject({ open: false, note: { toBeConfirmed: true } });
    expect(LIPTAKO.fees.map(({ amount }) => amount)).toEqual([null]);
    expect(LIPTAKO.instrument.documentCode).toBeUndefined();
    const liptako = answersOf(LIPTAKO.code);
    expect(problems(LIPTAKO, { ...liptako, nationality: 'SEN' })).toEqual(['warning nationality FO-129']);
    expect(problems(LIPTAKO, { ...liptako, nationality: 'NER' })).toEqual(['warning nationality FO-130']);
    expect(problems(LIPTAKO, { ...liptako, stages: [] })).toEqual(['error stages FO-095']);
  });
});
