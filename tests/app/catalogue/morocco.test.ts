/** Morocco's services: every rule of law 55-19 counts, registration comes first, and a candidacy asks for no paper. */
import { describe, expect, it } from 'vitest';
import { ruleCounts } from '../../../app/catalogue/country-law.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { dueDate } from '../../../app/catalogue/due.ts';
import { feeDue } from '../../../app/catalogue/fee.ts';
import type { AnswerMap } from '../../../app/catalogue/fields.ts';
import { validateForm } from '../../../app/catalogue/form.ts';
import { lawFindings } from '../../../app/catalogue/lint-law.ts';
import { requiredDocuments } from '../../../app/catalogue/required-documents.ts';
import { readCountry } from '../../../scripts/catalogue/country-folder.ts';

const MOROCCO = readCountry('ma');
const law = MOROCCO.law;
const context = { today: '2026-11-21', mission: 'MA-PAR' };

function service(code: string): ServiceDefinition {
  const found = MOROCCO.services.find((one) => one.code === code);
  if (!found) throw new Error(`no service ${code}`);
  return found;
}
function example(code: string, n = 0): AnswerMap {
  const found = MOROCCO.examples.get(code)?.[n];
  if (!found) throw new Error(`no example ${n} of ${code}`);
  return found.answers;
}
const problems = (code: string, answers: AnswerMap) =>
  validateForm(service(code), answers, context).map(
    ({ code: problem, field, severity }) => `${severity} ${field} ${problem}`,
  );
const documents = (code: string, answers: AnswerMap) =>
  requiredDocuments(service(code), answers, context).map((document) => document.code);
const broken = (definition: ServiceDefinition): readonly string[] => {
  const codes: string[] = [];
  if (law) lawFindings(definition, (code) => codes.push(code), law);
  return codes;
};

describe('the services of Morocco', () => {
  it('pass the lint with their examples, two or more of each', () => {
    expect(MOROCCO.findings).toEqual([]);
    expect(MOROCCO.services.map(({ code }) => code)).toEqual([
      'ma-baccalaureate-free',
      'ma-company-creation',
      'ma-consular-registration',
      'ma-creche-opening',
    ]);
    for (const { code } of MOROCCO.services)
      expect(MOROCCO.examples.get(code)?.length, code).toBeGreaterThan(1);
  });

  it('stand under every rule of the law, each with its source', () => {
    const rules = Object.entries(law?.rules ?? {});
    expect(rules).toHaveLength(7);
    for (const [name, rule] of rules) {
      expect(law && ruleCounts(law, name as 'declared'), name).toBe(true);
      expect(rule?.source, name).toBeDefined();
    }
  });

  it('are answered within 60 days, an investment within 30, and no later', () => {
    for (const { code } of MOROCCO.services) {
      const due = dueDate(service(code), example(code), context);
      expect(due, code).toMatchObject({
        day: code === 'ma-company-creation' ? '2026-12-21' : '2027-01-20',
        line: { basis: 'legal' },
      });
    }
    const late = (code: string, days: number) => {
      const definition = service(code);
      return broken({ ...definition, delays: definition.delays.map((line) => ({ ...line, days })) });
    };
    expect(late('ma-company-creation', 30)).toEqual([]);
    expect(late('ma-company-creation', 31)).toEqual(['CT-208']);
    expect(late('ma-creche-opening', 60)).toEqual([]);
    expect(late('ma-creche-opening', 61)).toEqual(['CT-208']);
  });

  it('come after the consular registration, for whoever is Moroccan', () => {
    for (const definition of MOROCCO.services) {
      const registration = definition.code === 'ma-consular-registration';
      expect(definition.prerequisites, definition.code).toMatchObject(
        registration
          ? []
          : [{ service: 'ma-consular-registration', enough: 'issued', when: { nationalityIn: ['MAR'] } }],
      );
    }
  });

  it('register for 60 and 10 dirhams, with both spellings of the name', () => {
    const registration = service('ma-consular-registration');
    const due = feeDue(registration, example(registration.code), context);
    expect(due.lines.map(({ amount }) => amount?.amount)).toEqual([6000, 1000]);
    expect(due).toMatchObject({ total: { amount: 7000, currency: 'MAD' }, toBeConfirmed: false });
    expect(feeDue(registration, example(registration.code, 1), context).total).toBeNull();
    const latinOnly = { ...example(registration.code), surname: { latin: 'ERIKSSON' } };
    expect(problems(registration.code, latinOnly)).toEqual(['error surname FO-017']);
  });

  it('ask a candidate of the baccalaureate for no document at all, whoever they are', () => {
    const candidacy = service('ma-baccalaureate-free');
    expect(candidacy.documents).toEqual([]);
    for (const n of [0, 1]) expect(problems(candidacy.code, example(candidacy.code, n))).toEqual([]);
    expect(candidacy.simplification).toMatchObject({
      before: { trips: 6, documents: 18 },
      after: { trips: 0, documents: 0, minutes: 20, pages: 0 },
    });
    expect(candidacy.steps?.some(({ inPerson }) => inPerson)).toBe(false);
    const minor = { ...example(candidacy.code, 1), authority: undefined };
    expect(problems(candidacy.code, minor)).toEqual(['error authority FO-001']);
    const late = {
      ...example(candidacy.code, 1),
      'last-school-year': '2027',
      'earlier-session-year': '2027',
    };
    expect(problems(candidacy.code, late)).toEqual([
      'error last-school-year FO-115',
      'error earlier-session-year FO-116',
    ]);
  });

  it('open a crèche for the person who lodges, an association or a company, each with its papers', () => {
    const creche = 'ma-creche-opening';
    expect(documents(creche, example(creche))).not.toContain('statutes');
    expect(documents(creche, example(creche, 1))).toEqual(expect.arrayContaining(['statutes', 'mandate']));
    expect(problems(creche, { ...example(creche), 'lodger-capacity': 'proxy' })).toEqual([
      'error operator-kind FO-114',
    ]);
    expect(problems(creche, { ...example(creche), 'opening-date': '2026-11-20' })).toEqual([
      'error opening-date FO-113',
    ]);
  });

  it('create a company with its partners, or without any for a sole trader', () => {
    const creation = 'ma-company-creation';
    expect(problems(creation, { ...example(creation), partners: [] })).toEqual(['error partners FO-095']);
    expect(documents(creation, example(creation, 1))).not.toContain('articles');
    const asked = validateForm(service(creation), { 'legal-form': 'sole' }, context);
    expect(asked.map(({ field }) => field)).not.toContain('partners');
  });
});
