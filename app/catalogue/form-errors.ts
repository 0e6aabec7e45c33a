/**
 * What a form may say at a field, by stable code, in three languages. Codes from `FO-100` belong to the rules of
 * a definition. `{name}` is filled from the problem's params; a param is a limit or one character, never an answer,
 * but for `FO-021`, where the officer must see the day that does not exist.
 */
import type { Texts } from './texts.ts';

const NB = '\u00a0';

export const FORM_ERRORS = {
  'FO-001': {
    fr: `Cette réponse manque. Complétez-la avant de sceller.`,
    en: 'This answer is missing. Complete it before sealing.',
    ar: 'هذا الجواب ناقص. أكمله قبل الختم.',
  },
  'FO-002': {
    fr: 'Cette valeur ne peut pas être lue ici. Effacez-la et saisissez-la de nouveau.',
    en: 'This value cannot be read here. Clear it and type it again.',
    ar: 'لا يمكن قراءة هذه القيمة هنا. امسحها وأدخلها من جديد.',
  },
  'FO-011': {
    fr: `Texte trop long${NB}: {length} caractères, {maximum} au plus. Raccourcissez-le.`,
    en: 'Text too long: {length} characters, at most {maximum}. Shorten it.',
    ar: 'النص أطول من اللازم: {length} حرفًا، والحد الأقصى {maximum}. اختصره.',
  },
  'FO-013': {
    fr: 'Ce champ ne prend ni émoticône ni pictogramme. Retirez-les.',
    en: 'This field takes no emoji or pictogram. Remove them.',
    ar: 'لا يقبل هذا الحقل الرموز التعبيرية أو الصور. احذفها.',
  },
  'FO-014': {
    fr: `Un même mot mêle deux alphabets${NB}: «${NB}{character}${NB}» ressemble à une autre lettre. Ressaisissez le mot.`,
    en: 'One word mixes two alphabets: “{character}” looks like another letter. Type the word again.',
    ar: 'كلمة واحدة تخلط أبجديتين: «{character}» يشبه حرفًا آخر. أعد كتابة الكلمة.',
  },
  'FO-015': {
    fr: `Ce nom s’écrit ici en lettres latines. Retirez «${NB}{character}${NB}».`,
    en: 'This name is written here in Latin letters. Remove “{character}”.',
    ar: 'يُكتب هذا الاسم هنا بالحروف اللاتينية. احذف «{character}».',
  },
  'FO-016': {
    fr: `Ce nom s’écrit ici en lettres arabes. Retirez «${NB}{character}${NB}».`,
    en: 'This name is written here in Arabic letters. Remove “{character}”.',
    ar: 'يُكتب هذا الاسم هنا بالحروف العربية. احذف «{character}».',
  },
  'FO-017': {
    fr: 'Il manque le nom en lettres arabes. Recopiez-le de la pièce.',
    en: 'The name in Arabic letters is missing. Copy it from the document.',
    ar: 'الاسم بالحروف العربية ناقص. انقله من الوثيقة.',
  },
  'FO-018': {
    fr: 'Il manque le nom en lettres latines. Recopiez-le du titre de voyage.',
    en: 'The name in Latin letters is missing. Copy it from the travel document.',
    ar: 'الاسم بالحروف اللاتينية ناقص. انقله من وثيقة السفر.',
  },
  'FO-021': {
    fr: 'Le {shown} n’existe pas. Si le jour est inconnu, laissez-le vide.',
    en: '{shown} does not exist. If the day is unknown, leave it blank.',
    ar: 'التاريخ {shown} غير موجود. إذا كان اليوم مجهولًا فاتركه فارغًا.',
  },
  'FO-022': {
    fr: 'Il faut ici le jour, le mois et l’année. Relisez la pièce.',
    en: 'Day, month and year are all needed here. Read the document again.',
    ar: 'يلزم هنا اليوم والشهر والسنة. راجع الوثيقة.',
  },
  'FO-023': {
    fr: `Cette date ne se lit pas. Saisissez huit chiffres${NB}: jour, mois, année.`,
    en: 'This date cannot be read. Type eight digits: day, month, year.',
    ar: 'تعذّرت قراءة هذا التاريخ. أدخل ثمانية أرقام: اليوم ثم الشهر ثم السنة.',
  },
  'FO-024': {
    fr: 'Le {shown} n’existe pas. Relisez la date sur la pièce.',
    en: '{shown} does not exist. Read the date on the document again.',
    ar: 'التاريخ {shown} غير موجود. راجع التاريخ في الوثيقة.',
  },
  'FO-031': {
    fr: 'Ce pays n’est pas dans la liste. Choisissez-le par son nom ou par son code à trois lettres.',
    en: 'This country is not in the list. Choose it by its name or its three-letter code.',
    ar: 'هذا البلد غير موجود في القائمة. اختره باسمه أو برمزه المكوّن من ثلاثة أحرف.',
  },
  'FO-041': {
    fr: `Numéro incomplet. Écrivez-le avec l’indicatif du pays${NB}: + puis 7 à 15 chiffres.`,
    en: 'Incomplete number. Write it with the country code: + and then 7 to 15 digits.',
    ar: 'الرقم غير مكتمل. اكتبه مع رمز البلد: علامة + ثم من 7 إلى 15 رقمًا.',
  },
  'FO-042': {
    fr: `Adresse électronique incomplète. Il faut un nom, @ et un domaine.`,
    en: 'Incomplete e-mail address. It needs a name, @ and a domain.',
    ar: 'عنوان البريد الإلكتروني غير مكتمل. يلزم اسم ثم @ ثم نطاق.',
  },
  'FO-051': {
    fr: 'Cette réponse n’est pas dans la liste. Choisissez-en une autre.',
    en: 'This answer is not in the list. Choose another one.',
    ar: 'هذا الجواب غير موجود في القائمة. اختر جوابًا آخر.',
  },
  'FO-061': {
    fr: 'Un nombre est attendu. Écrivez-le en chiffres.',
    en: 'A number is expected. Write it in digits.',
    ar: 'المطلوب عدد. اكتبه بالأرقام.',
  },
  'FO-062': {
    fr: 'Ce nombre est hors limites. Saisissez une valeur de {minimum} à {maximum}.',
    en: 'This number is out of range. Type a value from {minimum} to {maximum}.',
    ar: 'هذا العدد خارج الحدود. أدخل قيمة بين {minimum} و{maximum}.',
  },
  'FO-063': {
    fr: `Trop de décimales. Gardez-en {maximum} au plus.`,
    en: 'Too many decimals. Keep at most {maximum}.',
    ar: 'عدد المنازل العشرية كبير. احتفظ بـ {maximum} على الأكثر.',
  },
  'FO-071': {
    fr: 'Ce montant n’est pas complet. Donnez un montant et choisissez sa devise dans la liste.',
    en: 'This amount is not complete. Give an amount and choose its currency from the list.',
    ar: 'المبلغ غير مكتمل. أدخل المبلغ واختر عملته من القائمة.',
  },
  'FO-081': {
    fr: 'Un numéro de titre de voyage n’a que des capitales latines et des chiffres, 20 au plus. Relisez-le sur le titre.',
    en: 'A travel document number has only Latin capitals and digits, at most 20. Read it on the document again.',
    ar: 'رقم وثيقة السفر يتكوّن من حروف لاتينية كبيرة وأرقام، 20 على الأكثر. راجعه في الوثيقة.',
  },
  'FO-082': {
    fr: 'Un NINA a quatorze chiffres puis une lettre. Relisez-le sur la carte ou la fiche individuelle.',
    en: 'A NINA has fourteen digits and then a letter. Read it again on the card or the individual record.',
    ar: 'رقم التعريف الوطني (NINA) يتكوّن من أربعة عشر رقمًا ثم حرف. راجعه في البطاقة أو الجذاذة الفردية.',
  },
  'FO-091': {
    fr: 'Adresse incomplète. Il faut au moins une ligne, la ville et le pays.',
    en: 'Incomplete address. At least one line, the town and the country are needed.',
    ar: 'العنوان غير مكتمل. يلزم سطر واحد على الأقل والمدينة والبلد.',
  },
  'FO-092': {
    fr: 'Il manque qui exerce l’autorité sur le mineur. Il faut son nom, son lien, et dire si l’autorité est partagée.',
    en: 'Who has authority over the minor is missing. Give the name, the relation, and whether authority is shared.',
    ar: 'لم يُذكر صاحب السلطة على القاصر. يلزم اسمه وصلته، وهل السلطة مشتركة.',
  },
  'FO-093': {
    fr: 'L’autorité est partagée. Écrivez le nom du second parent et dites s’il consent.',
    en: 'Authority is shared. Write the second parent’s name and say whether they consent.',
    ar: 'السلطة مشتركة. اكتب اسم الوالد الثاني وحدّد هل وافق.',
  },
  'FO-094': {
    fr: 'Écrivez pourquoi le consentement du second parent n’est pas demandé.',
    en: 'Write why the second parent’s consent is not asked for.',
    ar: 'اكتب سبب عدم طلب موافقة الوالد الثاني.',
  },
  'FO-095': {
    fr: `Il en faut au moins {minimum}. Ajoutez ce qui manque.`,
    en: 'At least {minimum} are needed. Add what is missing.',
    ar: 'العدد المطلوب {minimum} على الأقل. أضف ما ينقص.',
  },
  'FO-096': {
    fr: `Trop d’entrées${NB}: {maximum} au plus. Retirez celles qui sont de trop.`,
    en: 'Too many entries: at most {maximum}. Remove those that are too many.',
    ar: 'عدد المدخلات أكبر من اللازم، والحد الأقصى {maximum}. احذف الزائد منها.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

export type FormErrorCode = keyof typeof FORM_ERRORS;
export const isFormErrorCode = (code: string): code is FormErrorCode => Object.hasOwn(FORM_ERRORS, code);
export type Params = Readonly<Record<string, string | number>>;

/** Puts the params into a sentence. A name without a value stays as it is, and is seen in tests. */
export const fillText = (text: string, params: Params): string =>
  text.replace(/\{([a-z]+)\}/g, (whole, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : whole,
  );
