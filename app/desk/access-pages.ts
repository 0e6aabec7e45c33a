/** An applicant's file as it is printed: plain texts in their order, in one language. What draws it knows nothing of files. */
import type { Language } from './language.ts';

/** One line: a label, and what is said under it. Empty labels are sentences of their own. */
export interface AccessLine {
  readonly label: string;
  readonly value: string;
  /** numbers and codes run left to right also in an Arabic text */
  readonly ltr?: boolean;
}

export interface AccessPart {
  readonly title: string;
  /** 1 for a part, 2 within the part before it */
  readonly level: 1 | 2;
  readonly lines: readonly AccessLine[];
}

/** A scan on a page of its own: `length` bytes of what comes along, from `at`. */
export interface AccessPicture {
  readonly title: string;
  readonly mediaType: 'image/jpeg' | 'image/png';
  readonly at: number;
  readonly length: number;
}

export interface AccessPages {
  readonly ref: string;
  readonly language: Language;
  readonly title: string;
  readonly parts: readonly AccessPart[];
  readonly pictures: readonly AccessPicture[];
  /** said in place of a picture that cannot be drawn */
  readonly undrawn: string;
}
