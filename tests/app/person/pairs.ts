/**
 * Labelled pairs, a line each: verdict, then two persons; of each, parts between semicolons: surname, given names (after
 * `ar`: in Arabic); birth date; birth place; sex; nationality; numbers. Invented persons all. On these the figures of
 * app/person were set; pairs-aside.ts has the half that was only looked at.
 */

import type { Verdict } from '../../../app/person/compare-persons.ts';
import { NO_TRAITS, type PersonTraits } from '../../../app/person/traits.ts';

export interface LabelledPair {
  readonly line: string;
  readonly expected: Verdict;
  readonly a: PersonTraits;
  readonly b: PersonTraits;
}

export const readPairs = (text: string): readonly LabelledPair[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [expected = '', rest = ''] = line.split(/ : (.*)/s);
      const [a = '', b = ''] = rest.split(' <> ');
      return { line, expected: expected as Verdict, a: readPerson(a), b: readPerson(b) };
    });

function readPerson(text: string): PersonTraits {
  const [name = '', birthDate = '', birthPlace = '', sex = '', nationality = '', numbers = ''] = text
    .split(';')
    .map((part) => part.trim());
  const [surname = '', givenNames = ''] = name
    .replace(/^ar /, '')
    .split(',')
    .map((part) => part.trim());
  const named = name.startsWith('ar ')
    ? { surnameArabic: surname, givenNamesArabic: givenNames }
    : { surname, givenNames };
  return { ...NO_TRAITS, ...named, birthDate, birthPlace, sex, nationality, numbers: numbers.split(' ') };
}

export const PAIRS = `
probable : ERIKSSON, Anna Maria ; 1974-08-12 <> ERIKSSON, Anna Maria ; 1974-08-12
probable : ERIKSSON, Anna Maria ; 1974-08-12 <> Éricsson, ANNA-MARIA ; 1974-08-12
probable : ERIKSSON, Anna Maria ; 1974-08-12 <> ERIKSON, Anna ; 1974-08-12
probable : ERIKSSON, Anna Maria ; 1974-08-12 <> Anna Maria, ERIKSSON ; 1974-08-12
probable : ERIKSSON, Anna Maria ; 1974-08-12 <> ERIKSSON, Anna Maria ; 1974-12-08
probable : ERIKSSON, Anna Maria ; 1974-08-12 ; Zenith ; female ; UTO <> ERIKSSON, Anna Maria ; 1974 ; Zenith ; female ; UTO
probable : ERIKSSON, Anna Maria ; 1974-08-12 ; Zenith <> ERIKSSON, Anna Maria ; 1974-08 ; Zenith
probable : ERIKSSON, Anna Maria ; 1974-08-12 <> ar إريكسون, آنا ماريا ; 1974-08-12
probable : ERIKSSON, Anna Maria ; 1974-08-12 ; ; ; ; L898902C3 <> ERIKSSON, Anna ; ; ; ; ; L898902C3
probable : UTOPIAN, Mohamed ; 1979-12-05 ; Zenith <> UTOPIAN, Mohammed ; 1979-12-05 ; Zenith
probable : UTOPIAN, Mohamed ; 1979-12-05 <> ar إطوبيان, محمد ; 1979-12-05
probable : DIARUTO, Fatoumata ; 1985-05-25 ; Zenith <> JARUTO, Fatumata ; 1985-05-25 ; Zenith
probable : OULD SPECIMEN, Sidi ; 1968-10-31 <> WULD SPECIMEN, Sidi ; 1968-10-31
probable : BEN UTOPIAN, Rachid ; 1972-04-01 ; Zenith <> BENUTOPIAN, Rashid ; 1972-04-01 ; Zenith
probable : OUATTUTO, Issouf ; 1989-09-09 <> WATTUTO, Issouf ; 1989-09-09
probable : DJIBUTO, Cheick ; 1990-01-15 ; Zenith <> JIBUTO, Cheikh ; 1990-01-15 ; Zenith
probable : SPECIMEN, Aboubacar ; 1965-06-17 ; Zenith <> SPECIMEN, Boubacar ; 1965-06-17 ; Zenith
probable : SPECIMEN, Abdoulaye ; 1977-07-07 ; Zenith <> SPECIMEN, Abdoulaye ; 1977-07-08 ; Zenith ; male ; UTO
probable : UTOPIAN épouse SPECIMEN, Bintou ; 1982-03-30 ; Zenith <> UTOPIAN, Bintou ; 1982-03-30 ; Zenith
probable : MUSTERMANN, Erika ; 1964-08-12 ; Utopolis <> MUSTERMANN, Erika Gabriele ; 1964-08-12 ; Utopolis
probable : ar ولد سبيسيمان, أحمد ; 1975-05-15 <> ar سبيسيمان, احمد ; 1975-05-15
probable : UTOPIAN, El Hadj Moussa ; 1948-02-20 ; Zenith <> UTOPIAN, Moussa ; 1948-02-20 ; Zenith
probable : N DIUTOPE, Mariam ; 1992-01-29 <> NDIUTOPE, Mariam ; 1992-01-29
probable : ƊIARUTO, Ɲele ; 1994-12-24 <> DIARUTO, Nyele ; 1994-12-24
possible : ERIKSSON, Anna Maria ; <> ERIKSSON, Anna Maria ; 1974-08-12
possible : ERIKSSON, Anna ; 1974-08-12 ; Zenith ; female <> MUSTERMANN, Anna ; 1974-08-12 ; Zenith ; female
possible : ERIKSSON, Anna ; 1974-08-12 ; ; ; ; L898902C3 <> MUSTERMANN, Max ; 1955-05-05 ; ; ; ; L898902C3
possible : UTOPIAN, Salif ; 1974 <> UTOPIAN, Salif ; 1974-05-06
possible : DIARUTO, Hawa ; <> JARUTO, Awa ; 1988-08-30
possible : ERIKSSON, Anna ; 1974-08-12 ; ; female <> ERIKSSON, Anna ; 1974-08-12 ; ; male
possible : UTOPIAN, Mohamed ; 1979-12-05 ; Zenith <> UTOPIAN, Mohamed ; 1979-12-06 ; Utopolis
none : ERIKSSON, Anna Maria ; 1974-08-12 <> MUSTERMANN, Max ; 1955-05-05
none : ERIKSSON, Anna ; 1974-08-12 <> ERIKSSON, Lena ; 2019-03-02
none : ERIKSSON, Anna ; 1974-08-12 <> ERIKSSON, Lena ; 1974-08-12
none : UTOPIAN, Mohamed ; 1979-12-05 <> UTOPIAN, Mamadou ; 1979-12-05
none : UTOPIAN, Mohamed ; 1979-12-05 <> UTOPIAN, Mahmoud ; 1979-12-05
none : UTOPIAN, Mohamed ; 1979-12-05 <> ar إطوبيان, أحمد ; 1981-02-03
none : UTOPIAN, Mohamed ; 1979-12-05 ; Zenith <> UTOPIAN, Mohamed ; 1991-02-06 ; Zenith
none : UTOPIAN, Mohamed ; 1979-12-05 <> SPECIMEN, Mohamed ; 1991-02-06
none : SPECIMEN, Awa ; 1990-11-23 <> UTOPIAN, Fanta ; 1990-11-23
none : DIARUTO, Fatou ; 1985-05-25 <> DIALUTO, Fanta ; 1985-05-25
none : SPECIMEN, Moussa ; 1966-06-16 ; Zenith ; male ; UTO <> SPECIMEN, Issa ; 1968-02-28 ; Zenith ; male ; UTO
none : SOWUTO, Ali ; 1993-03-13 <> SYUTO, Aliou ; 1993-03-13
none : UTOPIAN, ; <> SPECIMEN, ;
none : , ; 1974-08-12 <> , ; 1974-08-12
`;
