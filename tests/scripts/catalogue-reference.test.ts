/** The reference of 600 services, for scale: generated, complete, and nobody can take it for a real one. */
import { expect, it } from 'vitest';
import { lintDefinition } from '../../app/catalogue/lint.ts';
import { referenceServices } from '../../scripts/catalogue/reference.ts';

const services = referenceServices();

it('has 300 services for citizens, 200 for businesses and 100 for administrations', () => {
  const of = (audience: string) => services.filter((one) => one.audience === audience).length;
  expect([of('citizen'), of('business'), of('administration')]).toEqual([300, 200, 100]);
  expect(new Set(services.map(({ code }) => code)).size).toBe(600);
  expect(new Set(services.map(({ title }) => title.ar)).size).toBe(600);
});

it('says of every one in three languages that it is a specimen of no country', () => {
  for (const { title, country, fees } of services) {
    expect(title).toMatchObject({
      fr: expect.stringContaining('spécimen'),
      en: expect.stringContaining('specimen'),
      ar: expect.stringContaining('عينة'),
    });
    expect(country).toBe('UT');
    expect(fees.every(({ amount, toBeConfirmed }) => amount === null && toBeConfirmed)).toBe(true);
  }
});

it('has no finding of the lint', () => {
  for (const one of services.filter((_, n) => n % 20 === 0))
    expect(lintDefinition(one, 'reference'), one.code).toEqual([]);
});

it('is the same each time', () => {
  expect(referenceServices(30)).toEqual(referenceServices(30));
});
