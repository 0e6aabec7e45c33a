/** What the verifier says, in three languages. Codes are those of app/export; the record and its line follow the text. */
import type { BundleError } from '../../app/export/bundle.ts';
import type { FaultCode } from '../../app/export/verify-bundle.ts';

export const LANGUAGES = ['fr', 'en', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];
type Texts = Readonly<Record<Language, string>>;

export const CODES: Readonly<Record<FaultCode | BundleError['code'], Texts>> = {
  'EX-001': {
    fr: 'Ce fichier n’est pas un dossier exporté, ou il en manque une partie.',
    en: 'This file is no exported dossier, or a part of it is missing.',
    ar: 'هذا الملف ليس ملفًا مصدَّرًا، أو ينقصه جزء.',
  },
  'EX-002': {
    fr: 'Ce fichier vient d’une version plus récente : mettez Guichet à jour pour le vérifier.',
    en: 'This file is of a newer version: update Guichet to verify it.',
    ar: 'هذا الملف من إصدار أحدث: حدِّث Guichet للتحقق منه.',
  },
  'EX-003': {
    fr: 'Une ligne n’est pas écrite comme elle doit l’être, n’est pas à sa place ou s’y trouve deux fois.',
    en: 'A line is not written as it must be, is not in its place, or is there twice.',
    ar: 'سطر غير مكتوب كما يجب، أو ليس في مكانه، أو مكرَّر.',
  },
  'EX-101': {
    fr: 'Une habilitation, une révocation ou une liste du trousseau ne remonte pas à la racine du ministère, ou manque.',
    en: 'A credential, revocation or keyring list does not chain to the ministry’s root, or is missing.',
    ar: 'اعتماد أو إلغاء أو قائمة مفاتيح لا تعود إلى جذر الوزارة، أو مفقودة.',
  },
  'EX-102': {
    fr: 'Le catalogue des services ne se vérifie pas, ou manque.',
    en: 'The catalogue of services does not verify, or is missing.',
    ar: 'تعذّر التحقق من دليل الخدمات، أو هو مفقود.',
  },
  'EX-103': {
    fr: 'Un acte ne se vérifie pas : il a été altéré, ou son signataire n’est pas connu.',
    en: 'An act does not verify: it was altered, or its signer is not known.',
    ar: 'تعذّر التحقق من إجراء: عُدِّل أو موقِّعه غير معروف.',
  },
  'EX-104': {
    fr: 'Un acte appartient à un autre dossier.',
    en: 'An act belongs to another dossier.',
    ar: 'إجراء يخص ملفًا آخر.',
  },
  'EX-105': {
    fr: 'Il manque un acte sur lequel un autre s’appuie.',
    en: 'An act is missing that another stands on.',
    ar: 'ينقص إجراء يستند إليه إجراء آخر.',
  },
  'EX-106': {
    fr: 'Un acte n’était pas permis à son signataire dans l’état du dossier.',
    en: 'An act was not allowed to its signer in the state of the dossier.',
    ar: 'إجراء لم يكن مسموحًا لموقِّعه في حالة الملف.',
  },
  'EX-107': {
    fr: 'Une enveloppe de clé ne se vérifie pas, ou n’est pas de celui qui a commencé cette génération de clé.',
    en: 'A wrapped key does not verify, or is not by the one who started that generation of the key.',
    ar: 'تعذّر التحقق من مفتاح مغلَّف، أو ليس ممن بدأ هذا الجيل من المفتاح.',
  },
  'EX-108': {
    fr: 'Il manque l’enveloppe d’une clé du dossier : personne ne pourrait lire ses actes.',
    en: 'The wrap of a dossier key is missing: nobody could read its acts.',
    ar: 'ينقص غلاف أحد مفاتيح الملف: لن يستطيع أحد قراءة إجراءاته.',
  },
  'EX-109': {
    fr: 'Un reçu du centre ne se vérifie pas.',
    en: 'A receipt of the centre does not verify.',
    ar: 'تعذّر التحقق من إيصال المركز.',
  },
  'EX-110': {
    fr: 'Il manque un fragment d’une pièce jointe.',
    en: 'A chunk of a document is missing.',
    ar: 'ينقص جزء من إحدى الوثائق.',
  },
  'EX-111': {
    fr: 'Un enregistrement que rien dans ce dossier n’appelle.',
    en: 'A record that nothing in this dossier asks for.',
    ar: 'تسجيل لا يطلبه شيء في هذا الملف.',
  },
  'EX-112': {
    fr: 'Aucun acte d’ouverture ne compte : il n’y a pas de dossier.',
    en: 'No opening act counts: there is no dossier.',
    ar: 'لا يوجد إجراء فتح معتبر: لا ملف هنا.',
  },
  'EX-113': {
    fr: 'La levée d’un superviseur ne se vérifie pas.',
    en: 'A supervisor’s lift does not verify.',
    ar: 'تعذّر التحقق من قرار مشرف.',
  },
  'EX-114': {
    fr: 'Un acte d’un agent ou d’un poste révoqué, ou sous une délégation reprise, qu’aucun reçu antérieur ne couvre.',
    en: 'An act of a revoked officer or desk, or under a delegation taken back, that no earlier receipt covers.',
    ar: 'إجراء لموظف أو مكتب أُلغي اعتماده، أو بموجب تفويض استُرجع، ولا يغطيه إيصال سابق.',
  },
};

export interface Figures {
  readonly acts: number;
  readonly wraps: number;
  readonly receipts: number;
  readonly chunks: number;
}

interface Words {
  readonly good: string;
  readonly bad: (faults: number) => string;
  readonly line: (line: number) => string;
  readonly reference: string;
  readonly contents: (figures: Figures) => string;
  readonly withoutReceipt: (acts: number) => string;
  readonly acceptedSince: (acts: number) => string;
  readonly usage: string;
  readonly unreadable: (file: string) => string;
  readonly badRoot: (file: string) => string;
}

const USAGE = `npm run verify -- (FILE.guichet | REPORT.jws | --recepisse TEXT|FILE | --journal DIR…) [--root ROOT.jws] [--keyring FILE…] [--receipts FILE…]
       [--sign SLOT.json --out REPORT.jws [--words-file FILE]] [--lang fr|en|ar] [--json]`;

export const WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    good: 'Vérifié : chaque signature remonte à la racine du ministère.',
    bad: (faults) => `Non vérifié : ${faults} défaut${faults > 1 ? 's' : ''}.`,
    line: (line) => `ligne ${line}`,
    reference: 'Dossier',
    contents: ({ acts, wraps, receipts, chunks }) =>
      `Actes : ${acts} · enveloppes de clé : ${wraps} · reçus : ${receipts} · fragments de pièces : ${chunks}`,
    withoutReceipt: (acts) =>
      acts === 1 ? '1 acte est sans reçu du centre.' : `${acts} actes sont sans reçu du centre.`,
    acceptedSince: (acts) =>
      acts === 1
        ? '1 acte a été admis par le centre après la date d’une révocation ou d’une fin de délégation.'
        : `${acts} actes ont été admis par le centre après la date d’une révocation ou d’une fin de délégation.`,
    usage: `Usage : ${USAGE}`,
    unreadable: (file) => `Fichier illisible : ${file}`,
    badRoot: (file) => `Ce n’est pas la racine d’un ministère : ${file}`,
  },
  en: {
    good: 'Verified: every signature chains to the ministry’s root.',
    bad: (faults) => `Not verified: ${faults} fault${faults > 1 ? 's' : ''}.`,
    line: (line) => `line ${line}`,
    reference: 'Dossier',
    contents: ({ acts, wraps, receipts, chunks }) =>
      `Acts: ${acts} · wrapped keys: ${wraps} · receipts: ${receipts} · chunks: ${chunks}`,
    withoutReceipt: (acts) =>
      acts === 1 ? '1 act has no receipt of the centre.' : `${acts} acts have no receipt of the centre.`,
    acceptedSince: (acts) =>
      acts === 1
        ? '1 act was accepted by the centre after the date of a revocation or of the end of a delegation.'
        : `${acts} acts were accepted by the centre after the date of a revocation or of the end of a delegation.`,
    usage: `Usage: ${USAGE}`,
    unreadable: (file) => `File cannot be read: ${file}`,
    badRoot: (file) => `Not a ministry’s root: ${file}`,
  },
  ar: {
    good: 'تم التحقق: كل توقيع يعود إلى جذر الوزارة.',
    bad: (faults) => `لم يتم التحقق. عدد العيوب: ${faults}.`,
    line: (line) => `السطر ${line}`,
    reference: 'الملف',
    contents: ({ acts, wraps, receipts, chunks }) =>
      `الإجراءات: ${acts} · المفاتيح المغلَّفة: ${wraps} · الإيصالات: ${receipts} · الأجزاء: ${chunks}`,
    withoutReceipt: (acts) => `إجراءات بلا إيصال من المركز: ${acts}.`,
    acceptedSince: (acts) => `إجراءات قبلها المركز بعد تاريخ إلغاء اعتماد أو نهاية تفويض: ${acts}.`,
    usage: `الاستعمال: ${USAGE}`,
    unreadable: (file) => `تعذّرت قراءة الملف: ${file}`,
    badRoot: (file) => `ليس جذر وزارة: ${file}`,
  },
};
