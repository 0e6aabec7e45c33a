/** Invented people and files, in the three languages, as the pictures of UI.md show them. */
import type { EntryState } from '../../../app/dossier/status.ts';
import type { Locale } from '../locale.ts';
import type { ChipState } from '../status-chip.tsx';

export interface SpecimenRow {
  readonly key: string;
  readonly reference: string;
  readonly name: string;
  readonly service: string;
  readonly entry: EntryState;
  readonly state: ChipState;
  readonly know: string;
  readonly last: string;
  readonly due: string;
}

type Words = Readonly<Record<string, string>>;
/** English and Arabic of the French specimen words. */
const WORDS: Readonly<Record<'en' | 'ar', Words>> = {
  en: {
    'Passeport ordinaire': 'Ordinary passport',
    'Transcription de naissance': 'Birth transcription',
    'Laissez-passer': 'Laissez-passer',
    'Carte consulaire': 'Consular card',
    'Visa court séjour': 'Short-stay visa',
    'Certificat de vie': 'Life certificate',
    'Pièce\u00a0: fiche NINA': 'Document: NINA slip',
    'Urgent\u00a0: vol ce soir': 'Urgent: flight tonight',
    'Motif notifié': 'Ground notified',
    'Attend la clé d’un agent': 'Waits for an officer’s key',
    'Enregistré à 10:41:07': 'Kept at 10:41:07',
    'ce soir': 'tonight',
    Dossiers: 'Files',
    'Nouveau dossier': 'New file',
    'Guichet B': 'Desk B',
    '37 à envoyer · hors liaison 2 j': '37 to send · no link for 2 d',
  },
  ar: {
    'Passeport ordinaire': 'جواز سفر عادي',
    'Transcription de naissance': 'تقييد ولادة',
    'Laissez-passer': 'إذن مرور',
    'Carte consulaire': 'بطاقة قنصلية',
    'Visa court séjour': 'تأشيرة قصيرة',
    'Certificat de vie': 'شهادة حياة',
    'Pièce\u00a0: fiche NINA': 'وثيقة: بطاقة NINA',
    'Urgent\u00a0: vol ce soir': 'مستعجل: رحلة هذا المساء',
    'Motif notifié': 'تم تبليغ السبب',
    'Attend la clé d’un agent': 'بانتظار مفتاح موظف',
    'Enregistré à 10:41:07': 'حُفظ في 10:41:07',
    'ce soir': 'هذا المساء',
    Dossiers: 'الملفات',
    'Nouveau dossier': 'ملف جديد',
    'Guichet B': 'الشباك ب',
    '37 à envoyer · hors liaison 2 j': '37 للإرسال · دون اتصال منذ يومين',
  },
};

export const word = (locale: Locale, french: string): string =>
  locale === 'fr' ? french : (WORDS[locale][french] ?? french);

// biome-ignore format: one line a row
const ROWS: readonly (readonly [string, string, string, EntryState, ChipState, string, string, string])[] = [
  ['PAR-B-26-00417-X', 'ERIKSSON Anna Maria', 'Passeport ordinaire', 'received', 'information-requested', 'Pièce\u00a0: fiche NINA', '21/11 09:12', '2'],
  ['PAR-B-26-00416-M', 'ERIKSSON Ɔmar', 'Transcription de naissance', 'sent', 'submitted', '', '21/11 09:05', '28'],
  ['PAR-B-26-00415-C', 'UTOPIAN Fatoumata', 'Laissez-passer', 'received', 'approved', 'Urgent\u00a0: vol ce soir', '21/11 08:58', 'ce soir'],
  ['PAR-A-26-00398-T', 'SPECIMEN Ɲagalen', 'Carte consulaire', 'received', 'handed-over', '', '20/11 16:40', '—'],
  ['PAR-A-26-00397-H', 'MUSTERMANN Erik', 'Visa court séjour', 'received', 'refused', 'Motif notifié', '20/11 16:21', '—'],
  ['PAR-B-26-00414-R', 'SPECIMEN Ibrahim', 'Visa court séjour', 'received', 'under-review', '', '20/11 15:50', '3'],
  ['PAR-B-26-00413-K', 'ERIKSSON Lina', 'Passeport ordinaire', 'held', 'lodged', 'Attend la clé d’un agent', '20/11 15:31', '12'],
  ['PAR-B-26-00412-E', 'إريكسون آنا ماريا', 'Passeport ordinaire', 'sealed', 'lodged', '', '20/11 15:30', '12'],
  ['PAR-B-26-00411-A', 'UTOPIAN Moussa', 'Certificat de vie', 'received', 'ready', '', '20/11 15:02', '—'],
  ['—', 'MUSTERMANN Gabler', 'Visa court séjour', 'draft', 'draft', 'Enregistré à 10:41:07', '21/11 10:41', '—'],
  ['PAR-B-26-00410-N', 'SPECIMEN Ɖodzi', 'Carte consulaire', 'on-stick', 'to-countersign', '', '20/11 14:40', '5'],
  ['PAR-B-26-00409-V', 'UTOPIAN Awa', 'Passeport ordinaire', 'not-admitted', 'submitted', '', '20/11 14:12', '9'],
  ['PAR-B-26-00408-P', 'SPECIMEN Ŋina', 'Visa court séjour', 'needs-update', 'waiting-on-other', '', '20/11 11:03', '4'],
  ['PAR-B-26-00407-L', 'ERIKSSON Sven', 'Carte consulaire', 'unverified', 'closed', '', '20/11 10:47', '—'],
];

export function specimenRows(locale: Locale, count: number): readonly SpecimenRow[] {
  return Array.from({ length: count }, (_, i) => {
    const [reference, name, service, entry, state, know, last, due] = ROWS[i % ROWS.length] ?? ROWS[0] ?? [];
    if (!entry || !state) throw new Error('no specimen');
    const w = (text = '') => word(locale, text);
    return {
      key: String(i),
      reference: reference ?? '',
      name: name ?? '',
      service: w(service),
      entry,
      state,
      know: w(know),
      last: last ?? '',
      due: w(due),
    };
  });
}
