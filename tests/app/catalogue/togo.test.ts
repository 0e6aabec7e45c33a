/** Togo's services: what its law asks, what a file needs before it, and what the sources say of money and time. */
import { describe, expect, it } from 'vitest';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { dueDate } from '../../../app/catalogue/due.ts';
import { feeDue } from '../../../app/catalogue/fee.ts';
import type { AnswerMap } from '../../../app/catalogue/fields.ts';
import { validateForm, visibleForm } from '../../../app/catalogue/form.ts';
import { lintDefinition } from '../../../app/catalogue/lint.ts';
import { requiredDocuments } from '../../../app/catalogue/required-documents.ts';
import { readCountry } from '../../../scripts/catalogue/country-folder.ts';

const TOGO = readCountry('tg');
const context = { today: '2026-11-21', mission: 'TG-PAR' };

function service(code: string): ServiceDefinition {
  const found = TOGO.services.find((one) => one.code === code);
  if (!found) throw new Error(`no service ${code}`);
  return found;
}
function example(code: string, n = 0): AnswerMap {
  const found = TOGO.examples.get(code)?.[n];
  if (!found) throw new Error(`no example ${n} of ${code}`);
  return found.answers;
}
const problems = (code: string, answers: AnswerMap) =>
  validateForm(service(code), answers, context).map(
    ({ code: problem, field, severity }) => `${severity} ${field} ${problem}`,
  );
const documents = (code: string, answers: AnswerMap) =>
  requiredDocuments(service(code), answers, context).map((document) => document.code);

describe('the services of Togo', () => {
  it('pass the lint with their examples, two or more of each', () => {
    expect(TOGO.findings).toEqual([]);
    expect(TOGO.services.map(({ code }) => code)).toEqual([
      'tg-apprenticeship-certificate',
      'tg-craft-examination',
      'tg-criminal-record',
      'tg-food-marketing',
      'tg-import-export-card',
      'tg-nationality-duplicate',
      'tg-passport',
    ]);
    for (const { code } of TOGO.services) expect(TOGO.examples.get(code)?.length, code).toBeGreaterThan(1);
  });

  it('ask a legalised certificate for the passport, so that the rule against it is off, with its source', () => {
    const rule = TOGO.law?.rules['no-legalised-copies'];
    expect(rule).toMatchObject({ on: false, note: { source: { standing: 'press' } } });
    const passport = service('tg-passport');
    const legalised = passport.documents.filter((document) => document.legalised);
    expect(legalised.map(({ code }) => code)).toEqual(['notify-certificate']);
    const law = TOGO.law && {
      ...TOGO.law,
      rules: { ...TOGO.law.rules, 'no-legalised-copies': { on: true } },
    };
    const shown = {
      ...passport,
      documents: legalised.map((one) => ({ ...one, original: 'shown' as const })),
    };
    const codes = lintDefinition(shown, 'tg-passport', law ?? undefined).map(({ code }) => code);
    expect(codes).toContain('CT-205');
    const off = lintDefinition(shown, 'tg-passport', TOGO.law ?? undefined).map(({ code }) => code);
    expect(off).not.toContain('CT-205');
  });

  it('say what the press says of fees and times, to be confirmed, and no amount where nobody said one', () => {
    const total = (code: string, n = 0) => feeDue(service(code), example(code, n), context);
    expect(total('tg-passport')).toMatchObject({
      total: { amount: 30_000, currency: 'XOF' },
      toBeConfirmed: true,
    });
    expect(total('tg-passport', 3).total).toBeNull();
    expect(total('tg-criminal-record').total).toEqual({ amount: 500, currency: 'XOF' });
    for (const code of ['tg-import-export-card', 'tg-food-marketing', 'tg-craft-examination'])
      expect(total(code).total, code).toBeNull();
    expect(dueDate(service('tg-passport'), example('tg-passport'), context)).toMatchObject({
      day: '2026-12-12',
      line: { basis: 'observed', toBeConfirmed: true },
    });
    const duplicate = service('tg-nationality-duplicate');
    expect(dueDate(duplicate, example(duplicate.code), context)?.day).toBe('2026-11-22');
  });

  it('send a passport without nationality certificate to the duplicate, which may be under way', () => {
    const [needed] = service('tg-passport').prerequisites ?? [];
    expect(needed).toMatchObject({
      service: 'tg-nationality-duplicate',
      enough: 'under-way',
      when: { field: 'nationality-certificate-held', is: false },
    });
    expect(documents('tg-passport', example('tg-passport', 2))).not.toContain('nationality-certificate');
  });

  it('make no duplicate of what is not in the database', () => {
    const answers = example('tg-nationality-duplicate');
    expect(problems('tg-nationality-duplicate', { ...answers, 'in-database': 'no' })).toEqual([
      'error in-database FO-107',
    ]);
    expect(problems('tg-nationality-duplicate', { ...answers, 'in-database': 'unknown' })).toEqual([]);
  });

  it('tell who trades in sensitive goods that the card alone will not do', () => {
    const answers = example('tg-import-export-card');
    expect(problems('tg-import-export-card', { ...answers, 'sensitive-goods': true })).toEqual([
      'warning sensitive-goods FO-110',
    ]);
    expect(documents('tg-import-export-card', answers)).not.toContain('mandate');
    expect(documents('tg-import-export-card', { ...answers, 'lodger-capacity': 'proxy' })).toContain(
      'mandate',
    );
  });

  it('take the candidates of a session first and their results after it, in one file', () => {
    const examination = service('tg-craft-examination');
    const [before, after] = [0, 1].map((n) => example(examination.code, n).candidates as AnswerMap[]);
    expect(before?.every((candidate) => candidate['candidate-result'] === undefined)).toBe(true);
    expect(after?.map((candidate) => candidate['candidate-result'])).toEqual(['passed', 'absent']);
    const marked = { ...after?.[1], 'candidate-mark': 12 };
    const sealed = visibleForm(examination, { candidates: [marked] }, context).facts.answer('candidates');
    expect(JSON.stringify(sealed)).not.toContain('candidate-mark');
    expect(examination.steps?.map(({ code }) => code).slice(-5)).toEqual([
      'examination',
      'deliberation',
      'decision',
      'issue',
      'hand-over',
    ]);
  });

  it('give the apprenticeship certificate to whoever passed, and to nobody else', () => {
    const certificate = service('tg-apprenticeship-certificate');
    expect(certificate.prerequisites).toMatchObject([{ service: 'tg-craft-examination' }]);
    const answers = example(certificate.code);
    expect(problems(certificate.code, { ...answers, 'exam-result': 'failed' })).toEqual([
      'error exam-result FO-114',
    ]);
    expect(problems(certificate.code, { ...answers, 'training-end': '2022-09' })).toEqual([
      'error training-end FO-113',
    ]);
  });
});
