/** What a machine readable zone may say on screen, by stable code, in three languages. */
import type { Texts } from '../catalogue/texts.ts';

const NB = '\u00a0';

export const TRAVEL_DOCUMENT_ERRORS = {
  'TD-101': {
    fr: `Ce ne sont pas les lignes d’un titre de voyage${NB}: deux de 44 ou de 36 caractères, ou trois de 30. Relisez-les.`,
    en: 'These are not the lines of a travel document: two of 44 or 36 characters, or three of 30. Read them again.',
    ar: 'هذه ليست أسطر وثيقة سفر: سطران من 44 أو 36 رمزًا، أو ثلاثة من 30. راجعها.',
  },
  'TD-102': {
    fr: 'Ces lignes n’ont que des capitales latines, des chiffres et le signe de remplissage. Retirez le reste.',
    en: 'These lines have only Latin capitals, digits and the filler sign. Remove the rest.',
    ar: 'لا تحتوي هذه الأسطر إلا على حروف لاتينية كبيرة وأرقام وعلامة الحشو. احذف الباقي.',
  },
  'TD-103': {
    fr: `La clé du numéro de document ne correspond pas. Relisez le caractère {position}${NB}: {read} ou {perhaps}${NB}?`,
    en: 'The check digit of the document number does not match. Read character {position} again: {read} or {perhaps}?',
    ar: 'رقم المراقبة لا يطابق رقم الوثيقة. راجع الرمز {position}: {read} أم {perhaps}؟',
  },
  'TD-104': {
    fr: 'Cette valeur est plus longue que sa place sur le titre. Relisez-la.',
    en: 'This value is longer than its place on the document. Read it again.',
    ar: 'هذه القيمة أطول من مكانها في الوثيقة. راجعها.',
  },
  'TD-105': {
    fr: 'Une clé ne correspond pas. Relisez la ligne caractère par caractère.',
    en: 'A check digit does not match. Read the line again, character by character.',
    ar: 'رقم مراقبة لا يطابق. راجع السطر رمزًا رمزًا.',
  },
} as const satisfies Readonly<Record<string, Texts>>;
export type TravelDocumentErrorCode = keyof typeof TRAVEL_DOCUMENT_ERRORS;
