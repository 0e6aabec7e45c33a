/** A service's form as it is printed, blank or filled: plain texts in their order, in one language. What draws it knows no catalogue. */
import type { Language } from './language.ts';

export interface FormItem {
  readonly label: string;
  readonly help: string;
  /** columns out of six */
  readonly span: 2 | 3 | 6;
  /** what was answered; null: a place to write it */
  readonly value: string | null;
  /** numbers and codes run left to right also in an Arabic form */
  readonly ltr: boolean;
  /** how many lines there are to write on */
  readonly lines: number;
  /** boxes to tick, instead of lines */
  readonly choices: readonly string[];
}

export interface FormPart {
  /** empty: goes on with the part before the last */
  readonly title: string;
  /** 1 for a page of the form, 2 for several answers that belong together */
  readonly level: 1 | 2;
  readonly help: string;
  readonly items: readonly FormItem[];
}

export interface FormDocument {
  readonly title: string;
  readonly note: string;
  /** of a filled form: whether it was brought */
  readonly ticked: boolean;
}

export interface FormPages {
  readonly language: Language;
  /** at the foot of each page: the service and its version, and the day */
  readonly ref: string;
  readonly mission: string;
  readonly title: string;
  /** what this sheet is, and what it is not */
  readonly note: string;
  readonly parts: readonly FormPart[];
  readonly documents: { readonly title: string; readonly list: readonly FormDocument[] };
  readonly signatures: {
    readonly title: string;
    readonly statement: string;
    readonly place: string;
    /** who signs: one box each */
    readonly by: readonly string[];
  };
}
