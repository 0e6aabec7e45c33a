/** A service that asks each type of question once, with an answer that is right and one that is wrong. Facts are invented. */
import { parseDefinition, type ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { FieldType } from '../../../app/catalogue/fields.ts';
import type { FormErrorCode } from '../../../app/catalogue/form-errors.ts';
import { PASSPORT } from '../../app/catalogue/services.ts';

const texts = (fr: string, en: string, ar: string) => ({ fr, en, ar });
const toBeConfirmed = true;

const names = [
  {
    type: 'name-pair',
    code: 'surname',
    case: 'capitals',
    arabic: 'optional',
    label: texts('Nom', 'Surname', 'اللقب'),
    span: 6,
    help: {
      text: texts('Comme sur le passeport.', 'As in the passport.', 'كما في جواز السفر.'),
      toBeConfirmed,
    },
  },
  {
    type: 'latin-name',
    code: 'usual-name',
    label: texts('Nom d’usage', 'Usual name', 'الاسم المستعمل'),
    span: 3,
  },
  {
    type: 'arabic-name',
    code: 'arabic-usual-name',
    label: texts('Nom d’usage en arabe', 'Usual name in Arabic', 'الاسم المستعمل بالعربية'),
    span: 3,
  },
  { type: 'date', code: 'birth-date', partial: true, label: texts('Naissance', 'Birth', 'الميلاد'), span: 2 },
  { type: 'country', code: 'birth-country', label: texts('Pays', 'Country', 'البلد'), span: 2 },
  { type: 'nina', code: 'nina', label: texts('NINA', 'NINA', 'رقم التعريف'), span: 2 },
  {
    type: 'yes-no',
    code: 'minor',
    label: texts('Le demandeur est-il mineur ?', 'Is the applicant a minor?', 'هل صاحب الطلب قاصر؟'),
    span: 3,
  },
  {
    type: 'relation',
    code: 'who-asks',
    label: texts('Qui demande', 'Who asks', 'من يطلب'),
    span: 3,
  },
  {
    type: 'authority',
    code: 'authority',
    label: texts('Autorité sur le mineur', 'Authority over the minor', 'السلطة على القاصر'),
    span: 6,
    when: { field: 'minor', is: true },
  },
];

const things = [
  {
    type: 'choice',
    code: 'kind',
    shown: 'radio',
    label: texts('Nature', 'Kind', 'النوع'),
    span: 3,
    options: [
      { code: 'first', label: texts('Première demande', 'First request', 'طلب أول') },
      { code: 'again', label: texts('Renouvellement', 'Renewal', 'تجديد') },
    ],
  },
  {
    type: 'choice',
    code: 'place',
    shown: 'select',
    label: texts('Lieu', 'Place', 'المكان'),
    span: 3,
    options: [
      { code: 'here', label: texts('Au guichet', 'At the desk', 'في الشباك') },
      { code: 'home', label: texts('Au domicile', 'At home', 'في المنزل') },
    ],
  },
  { type: 'phone', code: 'phone', label: texts('Téléphone', 'Telephone', 'الهاتف'), span: 2 },
  { type: 'email', code: 'email', label: texts('Courriel', 'E-mail', 'البريد الإلكتروني'), span: 2 },
  {
    type: 'travel-document-number',
    code: 'document-number',
    label: texts('Numéro du titre', 'Document number', 'رقم الوثيقة'),
    span: 2,
  },
  {
    type: 'number',
    code: 'height',
    minimum: 40,
    maximum: 250,
    label: texts('Taille en centimètres', 'Height in centimetres', 'الطول بالسنتيمتر'),
    span: 2,
  },
  {
    type: 'money',
    code: 'income',
    currencies: ['XOF', 'EUR'],
    label: texts('Revenu du mois', 'Income of a month', 'الدخل الشهري'),
    span: 2,
  },
  { type: 'text', code: 'trade', maxLength: 20, label: texts('Profession', 'Trade', 'المهنة'), span: 2 },
  { type: 'address', code: 'address', label: texts('Adresse', 'Address', 'العنوان'), span: 6 },
  {
    type: 'long-text',
    code: 'story',
    optional: true,
    label: texts('Circonstances', 'Circumstances', 'الظروف'),
    span: 6,
  },
];

const children = [
  {
    type: 'group',
    code: 'children',
    label: texts('Enfants qui voyagent', 'Children who travel', 'الأطفال المسافرون'),
    item: texts('Enfant', 'Child', 'طفل'),
    minimum: 0,
    maximum: 3,
    span: 6,
    fields: [
      {
        type: 'latin-name',
        code: 'child-name',
        label: texts('Nom et prénoms', 'Names', 'الاسم الكامل'),
        span: 3,
      },
      {
        type: 'date',
        code: 'child-birth-date',
        label: texts('Date de naissance', 'Date of birth', 'تاريخ الميلاد'),
        span: 3,
      },
      {
        type: 'yes-no',
        code: 'child-at-school',
        label: texts('À l’école', 'At school', 'في المدرسة'),
        span: 3,
      },
      {
        type: 'text',
        code: 'child-school',
        label: texts('École', 'School', 'المدرسة'),
        span: 3,
        when: { field: 'child-at-school', is: true },
      },
    ],
  },
  {
    type: 'evidence',
    code: 'photo-here',
    document: 'photo',
    label: texts('Photo', 'Photo', 'الصورة'),
    span: 6,
  },
];

export const EVERY_FIELD: ServiceDefinition = parseDefinition({
  ...PASSPORT,
  code: 'ml-every-field',
  title: texts('Toutes les questions', 'Every question', 'كل الأسئلة'),
  person: { surname: 'surname', birthDate: 'birth-date' },
  pages: [
    { code: 'names', title: texts('Personne', 'Person', 'الشخص'), fields: names },
    { code: 'things', title: texts('Choses', 'Things', 'الأشياء'), fields: things },
    { code: 'children', title: texts('Enfants', 'Children', 'الأطفال'), fields: children },
  ],
  rules: [],
  documents: PASSPORT.documents
    .filter(({ code }) => code === 'photo')
    .flatMap(({ when: _, ...photo }) => [
      photo,
      {
        ...photo,
        code: 'school-letter',
        title: texts('Lettre de l’école', 'Letter of the school', 'رسالة المدرسة'),
        minimum: 1,
        when: { field: 'minor', is: true },
      },
    ]),
  checks: [{ code: 'seen', text: texts('Vu', 'Seen', 'شوهد') }],
  fees: [],
  delays: PASSPORT.delays.map(({ when: _, ...line }) => line).slice(0, 1),
});

export const EVERY_ANSWER = {
  surname: { latin: 'ERIKSSON', arabic: 'إريكسون' },
  'usual-name': 'MUSTERMANN',
  'arabic-usual-name': 'موسترمان',
  'birth-date': '2011-08',
  'birth-country': 'UTO',
  nina: '12110000000001A',
  minor: true,
  'who-asks': 'mother',
  authority: {
    name: 'ERIKSSON Anna Maria',
    relation: 'mother',
    phone: '+33100000043',
    shared: true,
    secondName: 'MUSTERMANN Erik',
    consent: 'dispensed',
    reason: 'Jugement du 3 mars',
  },
  kind: 'again',
  place: 'home',
  phone: '+33100000042',
  email: 'anna.eriksson@example.org',
  'document-number': 'L898902C3',
  height: 152,
  income: { amount: 1250050, currency: 'EUR' },
  trade: 'Spécimen',
  address: { line1: '1 rue du Spécimen', postalCode: '75000', city: 'Paris', country: 'FRA' },
  story: 'Deux lignes.\nLa seconde.',
  children: [
    {
      'child-name': 'ERIKSSON Lena',
      'child-birth-date': '2019-03-02',
      'child-at-school': true,
      'child-school': 'Spécimen',
    },
    { 'child-name': 'ERIKSSON Karl', 'child-birth-date': '2021-03-02', 'child-at-school': false },
  ],
} as const;

/** What an officer may type by mistake into a question of that type, and what the form then says. */
export const WRONG: {
  readonly [T in FieldType]?: { readonly typed: string; readonly code: FormErrorCode };
} = {
  'latin-name': { typed: 'Анна', code: 'FO-015' },
  'arabic-name': { typed: 'Anna', code: 'FO-016' },
  'name-pair': { typed: 'ERIKSSОN', code: 'FO-014' },
  date: { typed: '31022019', code: 'FO-021' },
  country: { typed: 'Zzyzx', code: 'FO-031' },
  nina: { typed: '123', code: 'FO-082' },
  phone: { typed: '+33', code: 'FO-041' },
  email: { typed: 'anna@', code: 'FO-042' },
  'travel-document-number': { typed: 'L898-é', code: 'FO-081' },
  number: { typed: '900', code: 'FO-062' },
  money: { typed: '12,345', code: 'FO-071' },
};
