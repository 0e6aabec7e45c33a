/**
 * Search as you type over what an officer knows of a file: its reference, names in both scripts, telephone, document
 * number. In memory only, made from rows at unlock, gone when locked.
 */
import MiniSearch from 'minisearch';
import type { DossierId } from '../../app/acts/ids.ts';
import type { SearchHit } from '../../app/desk/lists.ts';
import type { Row } from './project-row.ts';

interface Entry {
  readonly id: DossierId;
  readonly reference: string;
  readonly name: string;
  readonly arabic: string;
  readonly phone: string;
  readonly document: string;
}

/** Letters without their marks; the letters of Bambara and Ewe as people type them on a French keyboard. */
const SPECIAL: Readonly<Record<string, string>> = {
  ɛ: 'e',
  ɔ: 'o',
  ɲ: 'n',
  ŋ: 'n',
  ɖ: 'd',
  ƒ: 'f',
  ɣ: 'g',
  ʋ: 'v',
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
};
const ARABIC_MARKS = /[\u064B-\u065F\u0670\u0640]/g;
const ARABIC_FORMS: Readonly<Record<string, string>> = { أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ة: 'ه' };

export function foldText(text: string): string {
  const plain = text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(ARABIC_MARKS, '');
  return [...plain].map((letter) => SPECIAL[letter] ?? ARABIC_FORMS[letter] ?? letter).join('');
}

const digits = (text: string): string => text.replace(/\D/g, '');
const tokens = (text: string): string[] =>
  foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

export class SearchIndex {
  #index = make();
  readonly #phones = new Map<DossierId, readonly string[]>();

  put(row: Row): void {
    const entry: Entry = {
      id: row.id,
      reference: row.ref.replaceAll('-', ' '),
      name: row.applicant ?? '',
      arabic: row.applicantArabic ?? '',
      phone: row.phones.map(digits).join(' '),
      document: row.documentNumbers.join(' '),
    };
    this.#phones.set(row.id, row.phones.map(digits));
    if (this.#index.has(row.id)) this.#index.replace(entry);
    else this.#index.add(entry);
  }

  clear(): void {
    this.#index = make();
    this.#phones.clear();
  }

  /** Best first. `close`: nothing matches as typed, this is near it. */
  find(text: string, limit: number): { id: DossierId; matched: SearchHit['matched'] }[] {
    const number = digits(text);
    if (number.length >= 4 && /^[\d\s+().-]+$/.test(text)) {
      const byPhone = [...this.#phones].filter(([, phones]) =>
        phones.some((phone) => phone.includes(number)),
      );
      if (byPhone.length > 0) return byPhone.slice(0, limit).map(([id]) => ({ id, matched: 'phone' }));
    }
    const exact = this.#index.search(text, { prefix: true, fuzzy: false, combineWith: 'AND' });
    const found =
      exact.length > 0 ? exact : this.#index.search(text, { prefix: true, fuzzy: 0.25, combineWith: 'AND' });
    return found.slice(0, limit).map((hit) => ({
      id: hit.id as DossierId,
      matched: exact.length > 0 ? matchedBy(hit.match) : 'close',
    }));
  }
}

function matchedBy(match: Record<string, string[]>): SearchHit['matched'] {
  const fields = new Set(Object.values(match).flat());
  if (fields.has('name') || fields.has('arabic')) return 'name';
  if (fields.has('reference')) return 'reference';
  return fields.has('phone') ? 'phone' : 'document';
}

const make = () =>
  new MiniSearch<Entry>({
    fields: ['reference', 'name', 'arabic', 'phone', 'document'],
    tokenize: tokens,
    processTerm: (term) => term,
    searchOptions: { boost: { reference: 3, name: 2, arabic: 2 } },
  });
