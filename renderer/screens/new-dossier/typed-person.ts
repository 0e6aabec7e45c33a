/** From what was typed into the search to a person that can be created: nothing is typed twice. */
import type { TypedPerson } from '../../../app/desk/persons.ts';
import { readTypedDate, shapeTypedDate } from '../../ui/partial-date.ts';

export const NOBODY: TypedPerson = {
  surname: { latin: '', arabic: '' },
  givenNames: { latin: '', arabic: '' },
  birthDate: '',
};

/** Words in capitals are the surname; where none or all are, the first word is. Numbers of documents are no name. */
export function typedPerson(text: string): TypedPerson {
  if (/^[\d\s/.-]+$/.test(text)) {
    const date = readTypedDate(shapeTypedDate(text), true);
    return date.kind === 'date' ? { ...NOBODY, birthDate: date.value } : NOBODY;
  }
  const words = text.split(/\s+/).filter((word) => word !== '' && !/\d/.test(word));
  const isCapital = (word: string): boolean => word.length > 1 && word === word.toUpperCase();
  const capitals = words.filter(isCapital);
  const isMixed = capitals.length > 0 && capitals.length < words.length;
  const surname = (isMixed ? capitals : words.slice(0, 1)).join(' ');
  const given = (isMixed ? words.filter((word) => !isCapital(word)) : words.slice(1)).join(' ');
  const isArabic = /\p{Script=Arabic}/u.test(text);
  return isArabic
    ? {
        ...NOBODY,
        surname: { latin: '', arabic: words.slice(0, 1).join(' ') },
        givenNames: { latin: '', arabic: words.slice(1).join(' ') },
      }
    : {
        ...NOBODY,
        surname: { latin: surname.toUpperCase(), arabic: '' },
        givenNames: { latin: given, arabic: '' },
      };
}

const isNamed = (name: TypedPerson['surname']): boolean =>
  name.latin.trim() !== '' || (name.arabic ?? '').trim() !== '';

/** Somebody has one name at least. */
export const canBeCreated = ({ surname, givenNames }: TypedPerson): boolean =>
  isNamed(surname) || isNamed(givenNames);
