/** What the verifier says of a récépissé, in three languages. Codes are those of app/desk/recepisse-token.ts. */
import type { RecepisseError } from '../../app/desk/recepisse-token.ts';
import type { Language } from './texts.ts';

export const RECEPISSE_TEXTS: Readonly<Record<RecepisseError['code'], Readonly<Record<Language, string>>>> = {
  'QR-001': {
    fr: 'Ce n’est pas le code d’un récépissé, ou il en manque une partie.',
    en: 'Not the code of a filing receipt, or a part of it is missing.',
    ar: 'ليس هذا رمز وصل إيداع، أو ينقصه جزء.',
  },
  'QR-002': {
    fr: 'Faux : il n’est pas signé par qui il nomme, ou ne va pas avec ce dossier.',
    en: 'Forged: not signed by who it names, or of another file than it says.',
    ar: 'مزوَّر: لم يوقِّعه من يذكره، أو لا يوافق هذا الملف.',
  },
  'QR-003': {
    fr: 'Son signataire n’est dans aucun des fichiers donnés : ajoutez --keyring.',
    en: 'Its signer is in none of the files given: add --keyring.',
    ar: 'موقِّعه ليس في أي ملف من الملفات المعطاة: أضف --keyring.',
  },
  'QR-004': {
    fr: 'Vrai, mais son dossier n’est pas là.',
    en: 'True, but its file is not here.',
    ar: 'صحيح، لكن ملفه ليس هنا.',
  },
};

interface Words {
  readonly good: (ref: string, day: string, desk: string) => string;
  readonly bad: string;
  readonly withoutFile: string;
  readonly revoked: string;
}

export const RECEPISSE_WORDS: Readonly<Record<Language, Words>> = {
  fr: {
    good: (ref, day, desk) => `Récépissé vérifié : dossier ${ref}, ouvert le ${day}, signé au poste ${desk}.`,
    bad: 'Récépissé non vérifié.',
    withoutFile: 'Son dossier n’est dans aucun des fichiers donnés : il n’a pas été comparé.',
    revoked: 'Son signataire a été révoqué ; rien ici ne dit si c’était avant.',
  },
  en: {
    good: (ref, day, desk) =>
      `Filing receipt verified: file ${ref}, opened on ${day}, signed at the desk ${desk}.`,
    bad: 'Filing receipt not verified.',
    withoutFile: 'Its file is in none of the files given: it was not compared.',
    revoked: 'Its signer has been revoked; nothing here says whether that was before.',
  },
  ar: {
    good: (ref, day, desk) => `تم التحقق من الوصل: الملف ${ref}، فُتح في ${day}، ووُقِّع في المكتب ${desk}.`,
    bad: 'لم يتم التحقق من الوصل.',
    withoutFile: 'ملفه ليس في أي ملف من الملفات المعطاة: لم تُجرَ المقارنة.',
    revoked: 'أُلغي اعتماد موقِّعه؛ ولا شيء هنا يبيِّن هل كان ذلك قبل التوقيع.',
  },
};
