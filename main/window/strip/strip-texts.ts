/** The words of the strip. It is drawn by the main process, so they are not in the page's locale files. */
import type { DecisionToConfirm } from '../../../app/desk/ports.ts';

type Language = DecisionToConfirm['language'];

export interface StripTexts {
  readonly direction: 'ltr' | 'rtl';
  /** before the reference */
  readonly kinds: Readonly<Record<DecisionToConfirm['kind'], string>>;
  /** before the file's mark */
  readonly mark: string;
  readonly left: (seconds: number) => string;
  readonly cancel: string;
  readonly key: string;
}

const NBSP = '\u00a0';

/** Arabic counts one, two, a few (3 to 10), many. Here 1 to 60. */
function arabicSeconds(n: number): string {
  if (n === 1) return 'ثانية واحدة';
  if (n === 2) return 'ثانيتين';
  return n <= 10 ? `${n} ثوانٍ` : `${n} ثانية`;
}

export const STRIP_TEXTS: Readonly<Record<Language, StripTexts>> = {
  fr: {
    direction: 'ltr',
    kinds: {
      approved: `Accordé${NBSP}:`,
      refused: `Refusé${NBSP}:`,
      countersigned: `Contresigné${NBSP}:`,
      erased: `Effacé pour toujours${NBSP}:`,
    },
    mark: 'Marque',
    left: (n) => `Scellé dans ${n}${NBSP}s`,
    cancel: 'Annuler',
    key: 'Échap',
  },
  en: {
    direction: 'ltr',
    kinds: {
      approved: 'Approved:',
      refused: 'Refused:',
      countersigned: 'Countersigned:',
      erased: 'Erased for ever:',
    },
    mark: 'Mark',
    left: (n) => `Sealed in ${n}${NBSP}s`,
    cancel: 'Cancel',
    key: 'Esc',
  },
  ar: {
    direction: 'rtl',
    kinds: {
      approved: 'قبول الطلب:',
      refused: 'رفض الطلب:',
      countersigned: 'توقيع ثانٍ:',
      erased: 'محو نهائي:',
    },
    mark: 'علامة الملف',
    left: (n) => `يُختم خلال ${arabicSeconds(n)}`,
    cancel: 'إلغاء',
    key: 'Esc',
  },
};
