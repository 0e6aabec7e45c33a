/** Three small services for the preview page and the tests of screens. Not the catalogue: figures are invented. */
import { passagesIn } from '../../../app/assistant/passages.ts';
import { parseDefinition, type ServiceDefinition } from '../../../app/catalogue/definition.ts';
import countries from '../../../assets/catalogue/countries.json';

const texts = (fr: string, en: string, ar: string) => ({ fr, en, ar });
const note = (fr: string, en: string, ar: string) => ({
  text: texts(fr, en, ar),
  toBeConfirmed: true as const,
});

const source = {
  cite: 'ICAO Doc 9303, part 3',
  standing: 'standard' as const,
  checkedOn: '2026-11-01',
};

const identity = {
  code: 'person',
  title: texts('Personne', 'Person', 'الشخص'),
  fields: [
    {
      type: 'name-pair',
      code: 'surname',
      case: 'capitals',
      arabic: 'optional',
      label: texts('Nom', 'Surname', 'اللقب'),
      span: 6,
      help: {
        text: texts(
          'Comme sur le passeport, lettre à lettre, en capitales.',
          'As in the passport, letter by letter, in capitals.',
          'كما في جواز السفر، حرفًا بحرف.',
        ),
        source,
      },
    },
    {
      type: 'name-pair',
      code: 'given-names',
      arabic: 'optional',
      label: texts('Prénoms', 'Given names', 'الاسم الشخصي'),
      span: 6,
    },
    {
      type: 'date',
      code: 'birth-date',
      partial: true,
      label: texts('Date de naissance', 'Date of birth', 'تاريخ الميلاد'),
      span: 2,
      help: note(
        'Si le jour ou le mois est inconnu, laissez-le vide.',
        'If the day or the month is unknown, leave it blank.',
        'إذا كان اليوم أو الشهر مجهولًا فاتركوه فارغًا.',
      ),
    },
    {
      type: 'text',
      code: 'birth-place',
      label: texts('Lieu de naissance', 'Place of birth', 'مكان الميلاد'),
      span: 2,
    },
    {
      type: 'choice',
      code: 'sex',
      shown: 'radio',
      label: texts('Sexe', 'Sex', 'الجنس'),
      span: 2,
      options: [
        { code: 'female', label: texts('Féminin', 'Female', 'أنثى') },
        { code: 'male', label: texts('Masculin', 'Male', 'ذكر') },
      ],
    },
    {
      type: 'country',
      code: 'nationality',
      ofNationality: true,
      label: texts('Nationalité', 'Nationality', 'الجنسية'),
      span: 2,
    },
    { type: 'phone', code: 'phone', label: texts('Téléphone', 'Telephone', 'الهاتف'), span: 2 },
    {
      type: 'email',
      code: 'email',
      optional: true,
      label: texts('Adresse électronique', 'E-mail', 'البريد الإلكتروني'),
      span: 2,
    },
    {
      type: 'text',
      code: 'guardian',
      when: { ageBelow: 18 },
      label: texts('Représentant légal', 'Legal representative', 'النائب الشرعي'),
      span: 3,
    },
  ],
};

const travelDocument = {
  code: 'travel-document',
  title: texts('Document de voyage', 'Travel document', 'وثيقة السفر'),
  fields: [
    {
      type: 'travel-document-number',
      code: 'document-number',
      label: texts('Numéro du document', 'Document number', 'رقم الوثيقة'),
      span: 2,
      help: {
        text: texts(
          'Le numéro en haut à droite de la page de données. La lettre O et le chiffre 0 se ressemblent.',
          'The number at the top of the data page. The letter O and the digit 0 look alike.',
          'الرقم الموجود في أعلى صفحة البيانات. الحرف O والرقم 0 متشابهان.',
        ),
        source,
      },
    },
    { type: 'country', code: 'issuer', label: texts('Délivré par', 'Issued by', 'صادرة عن'), span: 2 },
    {
      type: 'date',
      code: 'issued-on',
      label: texts('Date de délivrance', 'Date of issue', 'تاريخ الإصدار'),
      span: 2,
    },
    {
      type: 'date',
      code: 'valid-until',
      label: texts('Valable jusqu’au', 'Valid until', 'صالحة إلى غاية'),
      span: 2,
      help: note(
        'Le passeport doit rester valable six mois après la date de retour.',
        'The passport must stay valid for six months after the return date.',
        'يجب أن يبقى الجواز صالحًا ستة أشهر بعد تاريخ العودة.',
      ),
    },
    {
      type: 'yes-no',
      code: 'lost-before',
      label: texts('Un passeport déjà perdu ?', 'A passport lost before?', 'هل سبق فقدان جواز؟'),
      span: 2,
    },
    {
      type: 'long-text',
      code: 'loss',
      when: { field: 'lost-before', is: true },
      label: texts('Circonstances de la perte', 'How it was lost', 'ظروف الفقدان'),
      span: 6,
    },
  ],
};

const stay = {
  code: 'stay',
  title: texts('Séjour', 'Stay', 'الإقامة'),
  fields: [
    {
      type: 'choice',
      code: 'purpose',
      shown: 'select',
      label: texts('Motif', 'Purpose', 'الغرض'),
      span: 2,
      options: [
        { code: 'family', label: texts('Visite familiale', 'Family visit', 'زيارة عائلية') },
        { code: 'business', label: texts('Affaires', 'Business', 'أعمال') },
        { code: 'tourism', label: texts('Tourisme', 'Tourism', 'سياحة') },
      ],
    },
    { type: 'date', code: 'arrival', label: texts('Arrivée', 'Arrival', 'الوصول'), span: 2 },
    { type: 'date', code: 'departure', label: texts('Départ', 'Departure', 'المغادرة'), span: 2 },
    {
      type: 'text',
      code: 'company',
      when: { field: 'purpose', is: 'business' },
      label: texts('Entreprise invitante', 'Inviting company', 'الشركة الداعية'),
      span: 3,
    },
    { type: 'address', code: 'address', label: texts('Logement', 'Accommodation', 'السكن'), span: 6 },
    {
      type: 'money',
      code: 'means',
      currencies: ['EUR', 'XOF'],
      optional: true,
      label: texts('Ressources pour le séjour', 'Means for the stay', 'موارد الإقامة'),
      span: 3,
    },
  ],
};

const photo = {
  code: 'photo',
  title: texts('Photo d’identité', 'Identity photo', 'صورة شخصية'),
  required: true,
  original: 'none',
  mediaTypes: ['image/jpeg', 'image/png'],
  minimum: 1,
  help: {
    text: texts(
      'Moins de six mois, fond clair, 35 × 45 mm.',
      'Less than six months old, light ground, 35 × 45 mm.',
      'أقل من ستة أشهر، خلفية فاتحة، 35 × 45 مم.',
    ),
    source,
  },
  toBeConfirmed: true,
};
const passport = {
  code: 'passport',
  title: texts('Passeport', 'Passport', 'جواز السفر'),
  required: true,
  original: 'shown',
  mediaTypes: ['image/jpeg', 'image/png'],
  minimum: 1,
  toBeConfirmed: true,
};
const birth = {
  code: 'birth-extract',
  title: texts('Extrait d’acte de naissance', 'Birth extract', 'نسخة موجزة من رسم الولادة'),
  required: true,
  original: 'shown',
  mediaTypes: ['image/jpeg', 'image/png'],
  minimum: 1,
  toBeConfirmed: true,
};
const oldPassport = {
  ...passport,
  code: 'old-passport',
  title: texts('Ancien passeport', 'Former passport', 'الجواز السابق'),
  required: false,
  original: 'kept',
};
const ticket = {
  ...passport,
  code: 'ticket',
  title: texts('Billet de retour', 'Return ticket', 'تذكرة العودة'),
};
const lodging = {
  ...passport,
  code: 'lodging',
  title: texts('Justificatif d’hébergement', 'Proof of accommodation', 'إثبات السكن'),
  required: false,
};

const checks = [
  { code: 'name', text: texts('Nom conforme au passeport', 'Name as in the passport', 'الاسم مطابق للجواز') },
  {
    code: 'photo',
    text: texts('Photo de moins de six mois', 'Photo under six months old', 'صورة أقل من ستة أشهر'),
    documents: ['photo'],
  },
  {
    code: 'complete',
    text: texts('Pièces demandées présentes', 'Documents asked are here', 'الوثائق المطلوبة متوفرة'),
  },
];
const grounds = [
  {
    code: 'document-not-valid',
    text: texts(
      'Le document de voyage n’est pas valable assez longtemps.',
      'The travel document is not valid for long enough.',
      'وثيقة السفر غير صالحة للمدة المطلوبة.',
    ),
    toBeConfirmed: true,
  },
  {
    code: 'purpose-not-shown',
    text: texts(
      'Le motif du séjour n’est pas établi.',
      'The purpose of the stay is not shown.',
      'لم يثبت الغرض من الإقامة.',
    ),
    toBeConfirmed: true,
  },
];

const figures = { trips: null, documents: null, minutes: null, pages: null };
const common = {
  v: 1,
  version: 1,
  country: 'ML',
  maturity: 3,
  lodge: { roles: ['agent', 'head-of-mission'] },
  person: {
    surname: 'surname',
    givenNames: 'given-names',
    birthDate: 'birth-date',
    nationality: 'nationality',
    sex: 'sex',
    phone: 'phone',
  },
  checks,
  grounds,
  appeal: note(
    'Recours devant le ministère dans les deux mois.',
    'Appeal to the ministry within two months.',
    'الطعن لدى الوزارة خلال شهرين.',
  ),
  legalBasis: [],
  retention: { years: null, toBeConfirmed: true },
  simplification: { before: figures, after: figures, toBeConfirmed: true },
};
const rules = [
  {
    code: 'FO-110',
    at: ['departure'],
    test: { kind: 'date-order', earlier: 'arrival', later: 'departure', orEqual: true },
    text: texts(
      'Le départ précède l’arrivée. Relisez les deux dates.',
      'Departure comes before arrival. Read both dates again.',
      'المغادرة قبل الوصول. راجعوا التاريخين.',
    ),
    severity: 'error',
    toBeConfirmed: true,
  },
];
const delay = (days: number) => [
  { code: 'usual', days, count: 'calendar', basis: 'observed', toBeConfirmed: true },
];
const fee = (amount: number) => [
  {
    code: 'fee',
    label: texts('Droit de chancellerie', 'Chancery fee', 'رسم قنصلي'),
    amount: { amount, currency: 'XOF' },
    toBeConfirmed: true,
  },
];
const issued = (code: string, title: ReturnType<typeof texts>, months: number) => ({
  code,
  title,
  numbers: code,
  validity: {
    months,
    text: texts(`${months} mois`, `${months} months`, `${months} شهرًا`),
    toBeConfirmed: true,
  },
});

export const SPECIMEN_SERVICES: readonly ServiceDefinition[] = [
  {
    ...common,
    code: 'ml-passport-ordinary',
    class: 'passports',
    title: texts('Passeport ordinaire', 'Ordinary passport', 'جواز سفر عادي'),
    summary: texts(
      'Première demande ou renouvellement.',
      'First application or renewal.',
      'طلب أول أو تجديد.',
    ),
    audience: 'citizen',
    decision: { by: 'centre', roles: ['reviewer'] },
    pages: [identity, travelDocument],
    rules: [],
    documents: [photo, birth, oldPassport],
    fees: fee(55_000),
    delays: delay(14),
    instrument: issued('passport', texts('Passeport', 'Passport', 'جواز سفر'), 60),
  },
  {
    ...common,
    code: 'ml-visa-short-stay',
    class: 'visas',
    simplification: {
      before: { trips: 6, documents: 18, minutes: null, pages: 24 },
      after: { trips: 1, documents: 4, minutes: 20, pages: 0 },
      toBeConfirmed: true,
    },
    title: texts('Visa court séjour', 'Short-stay visa', 'تأشيرة قصيرة'),
    summary: texts('Séjour de 90 jours au plus.', 'A stay of at most 90 days.', 'إقامة لا تتجاوز 90 يومًا.'),
    audience: 'foreigner',
    decision: { by: 'centre', roles: ['reviewer'] },
    pages: [identity, travelDocument, stay],
    rules,
    documents: [photo, passport, ticket, lodging],
    fees: fee(33_000),
    delays: delay(7),
    instrument: issued('visa', texts('Visa', 'Visa', 'تأشيرة'), 3),
  },
  {
    ...common,
    code: 'ml-laissez-passer',
    class: 'travel-documents',
    title: texts('Laissez-passer', 'Emergency travel document', 'إذن مرور'),
    summary: texts(
      'Retour au pays, un seul trajet, décidé ici.',
      'Return home, one journey, decided here.',
      'العودة إلى البلد، رحلة واحدة، القرار هنا.',
    ),
    audience: 'citizen',
    decision: { by: 'mission', roles: ['head-of-mission'] },
    pages: [identity],
    rules: [],
    documents: [photo, birth],
    fees: [],
    delays: delay(1),
    instrument: issued('laissez-passer', texts('Laissez-passer', 'Laissez-passer', 'إذن مرور'), 1),
  },
].map(parseDefinition);

export const passagesFrom = (services: readonly ServiceDefinition[]) =>
  passagesIn(services, Object.values(countries), (code) => services.find((one) => one.code === code));
