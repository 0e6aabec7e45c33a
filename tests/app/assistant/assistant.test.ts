/** What the assistant says and when it says nothing, on the catalogue of Mali. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import { Assistant } from '../../../app/assistant/assistant.ts';
import { isAlike, slips } from '../../../app/assistant/likeness.ts';
import { passagesIn } from '../../../app/assistant/passages.ts';
import { quote, speaksOf } from '../../../app/assistant/quote.ts';
import { termsOf } from '../../../app/assistant/terms.ts';
import { SECTIONS } from '../../../app/assistant/ways.ts';
import countries from '../../../assets/catalogue/countries.json' with { type: 'json' };
import { readCountry } from '../../../scripts/catalogue/country-folder.ts';
import { MALI } from '../catalogue/services.ts';

const states = Object.values(countries);
const mali = new Assistant(MALI.services, states);
const first = (question: string, about?: string) => {
  const [answer] = mali.answer(question, about as ServiceCode | undefined);
  return answer && [answer.service, answer.section];
};
const services = ['ML', 'TG', 'MA'].flatMap((country) => readCountry(country).services);

describe('a question', () => {
  it.each([
    ['combien coute passeport enfant', 'ml-passport-ordinary', 'fee'],
    ['كم مدة التأشيرة', 'ml-visa-short-stay', 'delay'],
    ['quels documents pour la carte consulaire', 'ml-consular-card', 'documents'],
    ['who decides about the power of attorney?', 'ml-procuration', 'decision'],
    ['PASEPORT : COMBIEN ???', 'ml-passport-ordinary', 'fee'],
    ['certifcat de vie delai', 'ml-life-certificate', 'delay'],
  ])('is answered although it has slips: %s', (question, service, section) => {
    expect(first(question)).toEqual([service, section]);
  });

  it.each([
    'quel temps fera-t-il demain',
    'visa pour la France',
    'French passport',
    'permis de conduire',
    'asdf qwer',
    '',
    '???',
    '🛂🛂🛂',
  ])('has no answer in the catalogue: %s', (question) => {
    expect(mali.answer(question)).toEqual([]);
  });

  it('of a traveller from another State is a matter of ours', () => {
    expect(first('je suis belge, quel visa ?')?.[0]).toBe('ml-visa-short-stay');
    expect(first('visa pour le Mali')?.[0]).toBe('ml-visa-short-stay');
  });

  it('that names no service is about the one that is looked at', () => {
    expect(first('combien ça coûte ?')).toBeUndefined();
    expect(first('combien ça coûte ?', 'ml-procuration')).toEqual(['ml-procuration', 'fee']);
    expect(first('combien coûte le passeport ?', 'ml-procuration')).toEqual(['ml-passport-ordinary', 'fee']);
  });

  it('of any length and any letters is answered with at most three passages that there are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 10_000 }), (question) => {
        const answers = mali.answer(question);
        expect(answers.length).toBeLessThanOrEqual(3);
        for (const { service } of answers) expect(MALI.services.map(({ code }) => code)).toContain(service);
      }),
      { numRuns: 50 },
    );
  });
});

describe('an answer', () => {
  it('is the catalogue’s own words, with its source and its mark', () => {
    for (const definition of services) {
      const said = JSON.stringify(definition);
      for (const section of SECTIONS)
        for (const line of quote(definition, section)) {
          if (line.text) expect(said).toContain(JSON.stringify(line.text));
          if (line.source) expect(said).toContain(JSON.stringify(line.source));
          expect(line.text ?? line.days ?? line.decidedBy).toBeDefined();
        }
    }
  });

  it('speaks of every part that the form of a definition obliges to', () => {
    for (const definition of services)
      for (const section of ['about', 'delay', 'decision', 'validity', 'appeal'] as const)
        expect(quote(definition, section).length, `${definition.code} ${section}`).toBeGreaterThan(0);
    const [plain] = MALI.services;
    const { prerequisites: _, ...without } = plain as (typeof MALI.services)[number];
    expect(speaksOf(without as never, 'prerequisites')).toBe(false);
  });

  it('never names a service that the officer does not work on', () => {
    const [one] = MALI.services.filter(({ code }) => code === 'ml-procuration');
    const ask = passagesIn(one ? [one] : [], states, () => one);
    expect(ask('combien coûte le passeport', null)).toEqual([]);
    expect(ask('procuration', null).map(({ service }) => service)).toEqual(['ml-procuration']);
  });
});

describe('words', () => {
  it('are the same with and without accents, plural, article and confused letters', () => {
    expect(termsOf('Les Pièces')).toEqual(termsOf('les piece'));
    expect(termsOf('التأشيرة')).toEqual(termsOf('تاشيره'));
    expect(termsOf('الجَوَاز')).toEqual(termsOf('جواز'));
  });
  it('may have a slip, by their length', () => {
    expect(isAlike('paseport', 'passeport')).toBe(true);
    expect(isAlike('psasport', 'passport')).toBe(true);
    expect(isAlike('vie', 'via')).toBe(false);
    expect(isAlike('hous', 'hour')).toBe(false);
  });
  it('are as far from each other both ways', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(slips(a, b)).toBe(slips(b, a));
        expect(slips(a, a)).toBe(0);
      }),
    );
  });
});
