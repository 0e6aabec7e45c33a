import { describe, expect, it } from 'vitest';
import { fillText } from '../../../app/catalogue/form-errors.ts';
import { checkDigit } from '../../../app/travel-documents/check-digit.ts';
import { TRAVEL_DOCUMENT_ERRORS } from '../../../app/travel-documents/errors.ts';
import { factsOf } from '../../../app/travel-documents/facts.ts';
import { misreadings } from '../../../app/travel-documents/misread.ts';
import { parseMrz } from '../../../app/travel-documents/mrz.ts';
import icao from '../../vectors/icao.json' with { type: 'json' };

const [first = '', second = ''] = icao.mrz.TD3[0] as string[];

describe('a zone', () => {
  it('gives the form its facts', () => {
    expect(factsOf(parseMrz([first, second]), '2026-11-21')).toEqual({
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      number: 'L898902C3',
      issuer: 'UTO',
      nationality: 'UTO',
      sex: 'female',
      birthDate: '1974-08-12',
      expiryDate: '2012-04-15',
      doubtful: [],
    });
  });

  it('names what must be read again, and leaves out a day that does not exist', () => {
    const facts = factsOf(parseMrz([first, second.replace('740812', '740232')]), '2026-11-21');
    expect(facts.doubtful).toEqual(['birthDate', 'composite']);
    expect(facts).not.toHaveProperty('birthDate');
    expect(factsOf(parseMrz([first, second.replace('F', '<')]), '2026-11-21').sex).toBe('unspecified');
  });

  it('hints at the look-alike behind a digit that does not match: the seventh character, O or 0', () => {
    const number = 'L89890OC3';
    const digit = checkDigit('L898900C3') as string;
    expect(misreadings(number, digit)).toContainEqual({ position: 7, read: 'O', perhaps: '0' });
    expect(misreadings('L898900C3', digit)).toEqual([]);
    expect(misreadings('é', '1')).toEqual([]);
    for (const { position, perhaps } of misreadings('5O1B8Z2S', '0')) {
      const repaired = '5O1B8Z2S'.slice(0, position - 1) + perhaps + '5O1B8Z2S'.slice(position);
      expect(checkDigit(repaired)).toBe('0');
    }
  });

  it('says so on screen, in the words of UI.md section 9', () => {
    expect(
      fillText(TRAVEL_DOCUMENT_ERRORS['TD-103'].fr, { position: 7, read: 'O', perhaps: '0' }).replaceAll(
        '\u00a0',
        ' ',
      ),
    ).toBe('La clé du numéro de document ne correspond pas. Relisez le caractère 7 : O ou 0 ?');
  });
});
