/** Mali's services as the ministry reads them: what opens which part, what it costs, which dates cannot be. */
import { describe, expect, it } from 'vitest';
import { holds } from '../../../app/catalogue/conditions.ts';
import { validUntil } from '../../../app/catalogue/due.ts';
import { feeDue } from '../../../app/catalogue/fee.ts';
import type { AnswerMap } from '../../../app/catalogue/fields.ts';
import { validateForm, visibleForm } from '../../../app/catalogue/form.ts';
import { personOf } from '../../../app/catalogue/person.ts';
import {
  blockingDocuments,
  missingDocuments,
  requiredDocuments,
} from '../../../app/catalogue/required-documents.ts';
import { LAISSEZ_PASSER, MALI, PASSPORT, serviceOf } from './services.ts';

const CARD = serviceOf('ml-consular-card');
const NATIONAL_ID = serviceOf('ml-national-id');
const BIRTH = serviceOf('ml-birth-transcription');
const MARRIAGE = serviceOf('ml-marriage-transcription');
const DEATH = serviceOf('ml-death-transcription');
const NATIONALITY = serviceOf('ml-nationality-certificate');
const CRIMINAL_RECORD = serviceOf('ml-criminal-record');
const LIFE = serviceOf('ml-life-certificate');
const LEGALISATION = serviceOf('ml-legalisation');
const PROCURATION = serviceOf('ml-procuration');
const TRANSCRIPTIONS = [BIRTH, MARRIAGE, DEATH];
const ALL = [
  ...TRANSCRIPTIONS,
  CARD,
  NATIONAL_ID,
  NATIONALITY,
  CRIMINAL_RECORD,
  LIFE,
  LEGALISATION,
  PROCURATION,
];

const context = { today: '2026-11-21', mission: 'ML-PAR' };
const example = ({ code }: { readonly code: string }, number = 0): AnswerMap => {
  const found = MALI.examples.get(code)?.[number];
  if (!found) throw new Error(`no example ${number} of ${code}`);
  return found.answers;
};
/** What is wrong with the example once these answers are changed; undefined takes one away. */
const problems = (definition: typeof CARD, changed: AnswerMap = {}, number = 0): readonly string[] =>
  validateForm(definition, { ...example(definition, number), ...changed }, context).map(
    ({ code, field, part }) => [code, field, part].filter(Boolean).join(' '),
  );
const documents = (definition: typeof CARD, changed: AnswerMap = {}, number = 0): readonly string[] =>
  requiredDocuments(definition, { ...example(definition, number), ...changed }, context).map(
    ({ code }) => code,
  );
const pages = (definition: typeof CARD, answers: AnswerMap): readonly string[] =>
  visibleForm(definition, answers, context).pages.map(({ page }) => page.code);
const signers = ({ signatures = [], ...definition }: typeof CARD, answers: AnswerMap): readonly string[] => {
  const { facts } = visibleForm(definition, answers, context);
  return signatures.filter(({ when }) => holds(when, facts)).map(({ by }) => by);
};
const needs = ({ prerequisites = [], ...definition }: typeof CARD, answers: AnswerMap) => {
  const { facts } = visibleForm(definition, answers, context);
  return prerequisites
    .filter(({ when }) => holds(when, facts))
    .map(({ service, enough }) => `${service} ${enough}`);
};

describe('Mali’s services', () => {
  it('may be signed, and each has examples', () => {
    expect(MALI.findings).toEqual([]);
    for (const { code } of [...ALL, PASSPORT, LAISSEZ_PASSER])
      expect(MALI.examples.get(code)?.length, code).toBeGreaterThanOrEqual(2);
  });

  it('share three classes of readers and three series of numbers', () => {
    expect([...new Set(ALL.map((one) => one.class))]).toEqual(['civil-status', 'identity', 'certificates']);
    expect([...new Set(ALL.map(({ instrument }) => instrument.numbers))]).toEqual([
      'civil-status',
      'identity-card',
      'certificate',
    ]);
  });

  it('are decided by the head of mission, or at the centre where another ministry has a say', () => {
    const atCentre = ALL.filter(({ decision }) => decision.by === 'centre').map(({ code }) => code);
    expect(atCentre).toEqual(['ml-national-id', 'ml-nationality-certificate', 'ml-criminal-record']);
    for (const { code, decision, lodge } of ALL) {
      if (decision.by !== 'mission') continue;
      expect(decision.roles, code).toEqual(['head-of-mission']);
      expect(lodge.roles, code).not.toContain('head-of-mission');
    }
  });

  it('state no amount that no source gives', () => {
    for (const { fees } of ALL)
      for (const { amount, source, toBeConfirmed } of fees) {
        if (amount === null) expect(toBeConfirmed).toBe(true);
        else expect(source).toBeDefined();
      }
  });

  it.each([PASSPORT, NATIONAL_ID, NATIONALITY])(
    '$code asks for a transcription, or proof that it is under way, of who was born abroad',
    (definition) => {
      const born = (country?: string) => ({ ...example(definition), 'birth-country': country });
      expect(needs(definition, born('FRA'))).toEqual(['ml-birth-transcription under-way']);
      expect(needs(definition, born('MLI'))).toEqual([]);
      expect(needs(definition, born())).toEqual([]);
    },
  );
});

describe('the transcriptions', () => {
  it('end as « Transcrit »', () => {
    for (const { statusWords } of TRANSCRIPTIONS) expect(statusWords?.issued?.fr).toBe('Transcrit');
  });

  it.each(TRANSCRIPTIONS)('$code cannot be lodged without the record', (definition) => {
    const missing = missingDocuments(definition, example(definition), [], context);
    expect(blockingDocuments(missing).map(({ code }) => code)).toEqual(['foreign-act']);
  });

  it('ask for a translation of what is not in French, and which error the record holds', () => {
    for (const definition of TRANSCRIPTIONS) {
      expect(documents(definition)).not.toContain('act-translation');
      expect(documents(definition, { 'act-language': 'arabic' })).toContain('act-translation');
      expect(problems(definition, { 'act-error': true })).toEqual(['FO-001 act-error-details']);
    }
  });

  it('warn of a declaration after 30 clear days, and of no foreign record that old', () => {
    const born = (day: string) => ({ 'birth-date': day });
    expect(problems(BIRTH, born('2026-10-21'), 1)).toEqual([]);
    expect(problems(BIRTH, born('2026-10-20'), 1)).toEqual(['FO-120 act-origin']);
    expect(problems(BIRTH, born('2026-10-20'))).toEqual([]);
    expect(problems(DEATH, { 'death-date': '2026-10-20' }, 1)).toEqual(['FO-120 act-origin']);
  });

  it('name the children of one birth and the witnesses of a declaration, who sign too', () => {
    expect(problems(BIRTH, { 'multiple-birth': true })).toEqual(['FO-095 born-together']);
    expect(problems(BIRTH, { 'born-together': [{ 'born-together-sex': 'female' }] }, 1)).toEqual([
      'FO-001 born-together 0/born-together-names',
    ]);
    expect(signers(BIRTH, example(BIRTH))).toEqual(['declarant']);
    expect(signers(BIRTH, example(BIRTH, 1))).toEqual(['declarant', 'witness']);
  });

  it('ask a proxy for their power', () => {
    expect(documents(BIRTH)).not.toContain('proxy-power');
    expect(documents(BIRTH, { 'declarant-relation': 'proxy' })).toContain('proxy-power');
    expect(documents(DEATH, { 'declarant-relation': 'proxy' })).toContain('proxy-power');
    expect(signers(MARRIAGE, example(MARRIAGE))).toEqual(['applicant']);
    expect(signers(MARRIAGE, example(MARRIAGE, 1))).toEqual(['proxy']);
  });

  it('of a birth ask nothing of a father whom the record does not name', () => {
    const { 'father-name': _, ...withoutFather } = example(BIRTH);
    const shown = visibleForm(BIRTH, withoutFather, context).pages.flatMap(({ fields }) => fields);
    expect(shown.filter(({ code }) => code.startsWith('father-')).map(({ code }) => code)).toEqual([
      'father-name',
    ]);
    expect(problems(BIRTH, { 'mother-nationality': 'FRA' })).toEqual(['FO-123 mother-nationality']);
    expect(problems(BIRTH, { 'mother-birth-date': '2026-11-02' })).toEqual(['FO-122 mother-birth-date']);
    expect(problems(BIRTH, { 'act-date': '2026-11-01' })).toEqual(['FO-108 act-date']);
  });

  it('of a death keep its dates in order, and reach the declarant, not the deceased', () => {
    expect(problems(DEATH, { 'death-date': '2026-11-22' })).toEqual(
      expect.arrayContaining(['FO-121 death-date', 'FO-123 act-date']),
    );
    expect(problems(DEATH, { 'death-date': '1974-08-11' })).toEqual(['FO-122 death-date']);
    expect(personOf(DEATH, example(DEATH)).phone).toBeUndefined();
  });

  it('of a marriage want the end of an earlier one, and one Malian spouse', () => {
    expect(documents(MARRIAGE)).not.toContain('earlier-marriage-ended');
    expect(documents(MARRIAGE, { 'status-before': 'widowed' })).toContain('earlier-marriage-ended');
    expect(problems(MARRIAGE, { nationality: 'FRA' })).toEqual(['FO-124 nationality']);
    expect(problems(MARRIAGE, { 'marriage-date': '2026-09-13' })).toEqual(['FO-121 act-date']);
    expect(problems(MARRIAGE, { 'spouse-sex': 'female' }, 1)).toEqual(['FO-125 spouse-nina']);
  });
});

describe('the cards', () => {
  it('cost at Ottawa what its page says, elsewhere what nobody has said; the first national card is free', () => {
    const fee = (mission: string) => feeDue(CARD, example(CARD), { ...context, mission }).total;
    expect(fee('ML-OTT')).toEqual({ amount: 4000, currency: 'CAD' });
    expect(fee('ML-PAR')).toBeNull();
    expect(feeDue(NATIONAL_ID, example(NATIONAL_ID), context)).toMatchObject({
      total: { amount: 0, currency: 'XOF' },
      toBeConfirmed: true,
    });
    expect(feeDue(NATIONAL_ID, example(NATIONAL_ID, 2), context).total).toBeNull();
  });

  it('are valid for 3 and for 5 years', () => {
    expect(validUntil(CARD.instrument, '2026-11-21')).toBe('2029-11-20');
    expect(validUntil(NATIONAL_ID.instrument, '2026-11-21')).toBe('2031-11-20');
  });

  it('warn of a loss declared after fifteen days, and of an age below the law’s, and block neither', () => {
    expect(problems(CARD, { 'loss-date': '2026-11-06' }, 1)).toEqual([]);
    expect(problems(CARD, { 'loss-date': '2026-11-05' }, 1)).toEqual(['FO-106 loss-date']);
    expect(
      problems(CARD, { 'birth-date': '2012-03-02', nina: '12120000000001A', 'residence-since': '2012' }, 2),
    ).toEqual(['FO-110 birth-date']);
    expect(problems(NATIONAL_ID, { 'birth-date': '2021-11-21' }, 1)).toEqual([]);
    expect(problems(NATIONAL_ID, { 'birth-date': '2021-11-22' }, 1)).toEqual(['FO-110 birth-date']);
  });

  it('take back the card that they replace, once', () => {
    expect(documents(CARD, { 'nationality-proof': 'passport' }, 2)).toContain('previous-card');
    expect(documents(CARD, {}, 2)).not.toContain('previous-card');
    expect(pages(NATIONAL_ID, example(NATIONAL_ID))).toContain('replaced');
    expect(pages(NATIONAL_ID, example(NATIONAL_ID, 2))).not.toContain('replaced');
  });
});

describe('the certificates', () => {
  it('of nationality follow the way in which it was obtained', () => {
    const proof = (origin: string) => documents(NATIONALITY, { 'nationality-origin': origin });
    expect(proof('filiation')).toContain('parent-nationality-proof');
    expect(proof('marriage')).toContain('marriage-record');
    expect(proof('naturalisation')).toContain('naturalisation-decree');
    expect(problems(NATIONALITY, { 'father-nationality': 'FRA' })).toEqual(['FO-121 nationality-origin']);
    expect(problems(NATIONALITY, { 'nationality-origin': 'birth' })).toEqual(['FO-122 nationality-origin']);
  });

  it('of criminal record name a proxy with their power, and let no proxy sign for a minor’s parent', () => {
    expect(problems(CRIMINAL_RECORD, { 'by-proxy': true })).toEqual(['FO-001 proxy-name']);
    expect(documents(CRIMINAL_RECORD, {}, 1)).toEqual(
      expect.arrayContaining(['proxy-power', 'proxy-identity']),
    );
    expect(signers(CRIMINAL_RECORD, example(CRIMINAL_RECORD, 1))).toEqual(['proxy']);
    expect(signers(NATIONALITY, example(NATIONALITY, 2))).toEqual(['authority']);
  });

  it('of life say where the person was seen, and not in the future', () => {
    expect(problems(LIFE, { presence: 'visit' })).toEqual(['FO-001 visit-place', 'FO-001 visit-reason']);
    expect(problems(LIFE, { 'seen-on': '2026-11-22' })).toEqual(['FO-120 seen-on']);
    expect(problems(LIFE, { 'seen-on': '2026-11-13' })).toEqual(['FO-121 seen-on']);
    expect(problems(LIFE, { pensions: [] })).toEqual(['FO-095 pensions']);
  });

  it('of legalisation ask for the chain where an authority signed, and for one document at least', () => {
    expect(pages(LEGALISATION, example(LEGALISATION))).toContain('chain');
    expect(pages(LEGALISATION, example(LEGALISATION, 1))).not.toContain('chain');
    expect(problems(LEGALISATION, { 'legalised-documents': [] })).toEqual(['FO-095 legalised-documents']);
  });

  it('of attorney name the property and, for who does not read French, witnesses who sign', () => {
    expect(problems(PROCURATION, { 'power-object': 'sale' })).toEqual(['FO-095 power-goods']);
    expect(problems(PROCURATION, { 'reads-french': false })).toEqual([
      'FO-001 reading-language',
      'FO-095 reading-witnesses',
    ]);
    expect(signers(PROCURATION, example(PROCURATION, 1))).toEqual(['applicant', 'witness']);
    expect(problems(PROCURATION, { 'power-until': '2026-11-20' })).toEqual(['FO-120 power-until']);
    expect(problems(PROCURATION, { 'proxy-birth-date': '2010-01-01' })).toEqual(['FO-122 proxy-birth-date']);
  });
});
