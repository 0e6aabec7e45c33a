/**
 * A reference of many services, for scale: 300 for citizens, 200 for businesses, 100 for administrations, in the
 * proportions that Morocco announced. Generated, the same each time, of a country that does not exist, and every one
 * says that it is a specimen: no title, fee or delay here is anybody's.
 */
import { parseDefinition, type ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { Texts } from '../../app/catalogue/texts.ts';

const NB = '\u00a0';
type Audience = ServiceDefinition['audience'];
const SHARES: readonly (readonly [Audience, number])[] = [
  ['citizen', 3],
  ['business', 2],
  ['administration', 1],
];

const texts = (fr: string, en: string, ar: string): Texts => ({ fr, en, ar });

const ACTS: readonly Texts[] = [
  texts('Autorisation', 'Authorisation', 'ترخيص'),
  texts('Certificat', 'Certificate', 'شهادة'),
  texts('Déclaration', 'Declaration', 'تصريح'),
  texts('Inscription', 'Registration', 'تسجيل'),
  texts('Renouvellement', 'Renewal', 'تجديد'),
  texts('Duplicata', 'Duplicate', 'نظير'),
  texts('Attestation', 'Attestation', 'إفادة'),
  texts('Agrément', 'Approval', 'اعتماد'),
  texts('Licence', 'Licence', 'رخصة'),
  texts('Radiation', 'Removal', 'شطب'),
];
const OBJECTS: Readonly<Record<'citizen' | 'business' | 'administration', readonly Texts[]>> = {
  citizen: [
    texts('bibliothèque', 'library', 'مكتبة'),
    texts('bicyclette', 'bicycle', 'دراجة'),
    texts('bourse d’études', 'scholarship', 'منحة دراسية'),
    texts('chasse', 'hunting', 'صيد بري'),
    texts('chien', 'dog', 'كلب'),
    texts('clôture', 'fence', 'سياج'),
    texts('déménagement', 'move', 'انتقال'),
    texts('don de sang', 'blood donation', 'تبرع بالدم'),
    texts('famille nombreuse', 'large family', 'أسرة كبيرة'),
    texts('handicap', 'disability', 'إعاقة'),
    texts('jardin', 'garden', 'حديقة'),
    texts('logement', 'housing', 'سكن'),
    texts('marché', 'market', 'سوق'),
    texts('pêche', 'fishing', 'صيد الأسماك'),
    texts('puits', 'well', 'بئر'),
    texts('sépulture', 'burial', 'دفن'),
    texts('stationnement', 'parking', 'وقوف'),
    texts('tutelle', 'guardianship', 'وصاية'),
    texts('vaccination', 'vaccination', 'تلقيح'),
    texts('veuvage', 'widowhood', 'ترمل'),
    texts('volontariat', 'volunteering', 'تطوع'),
    texts('vote', 'voting', 'تصويت'),
    texts('résidence', 'residence', 'إقامة'),
    texts('scolarité', 'schooling', 'تمدرس'),
    texts('célibat', 'single status', 'عزوبة'),
    texts('adresse', 'address', 'عنوان'),
    texts('permis de bateau', 'boat licence', 'رخصة قارب'),
    texts('apiculture', 'beekeeping', 'تربية النحل'),
    texts('moto', 'motorcycle', 'دراجة نارية'),
    texts('eau', 'water', 'ماء'),
  ],
  business: [
    texts('boulangerie', 'bakery', 'مخبزة'),
    texts('carrière', 'quarry', 'مقلع'),
    texts('pharmacie', 'pharmacy', 'صيدلية'),
    texts('transport de voyageurs', 'passenger transport', 'نقل المسافرين'),
    texts('hôtel', 'hotel', 'فندق'),
    texts('restaurant', 'restaurant', 'مطعم'),
    texts('entrepôt', 'warehouse', 'مستودع'),
    texts('abattoir', 'slaughterhouse', 'مجزرة'),
    texts('imprimerie', 'printing house', 'مطبعة'),
    texts('station-service', 'filling station', 'محطة وقود'),
    texts('laboratoire', 'laboratory', 'مختبر'),
    texts('agence de voyage', 'travel agency', 'وكالة أسفار'),
    texts('élevage', 'livestock', 'تربية الماشية'),
    texts('huilerie', 'oil mill', 'معصرة'),
    texts('textile', 'textile', 'نسيج'),
    texts('forage', 'drilling', 'حفر'),
    texts('publicité', 'advertising', 'إشهار'),
    texts('gardiennage', 'security guarding', 'حراسة'),
    texts('recyclage', 'recycling', 'إعادة تدوير'),
    texts('marque', 'trademark', 'علامة تجارية'),
  ],
  administration: [
    texts('recensement', 'census', 'إحصاء'),
    texts('archives', 'archives', 'أرشيف'),
    texts('véhicule de service', 'service vehicle', 'سيارة المصلحة'),
    texts('marché public', 'public contract', 'صفقة عمومية'),
    texts('jumelage', 'twinning', 'توأمة'),
    texts('voirie', 'roads', 'طرق'),
    texts('éclairage', 'lighting', 'إنارة'),
    texts('cantine', 'canteen', 'مطعم مدرسي'),
    texts('subvention', 'grant', 'منحة'),
    texts('personnel', 'staff', 'موظفون'),
  ],
};

/**
 * @param size how many; 600 as announced, more to see the growth
 * @returns complete definitions in the order of their codes, each without a finding of the lint
 */
export function referenceServices(size = 600): readonly ServiceDefinition[] {
  const made: ServiceDefinition[] = [];
  for (let n = 0; n < size; n += 1) made.push(parseDefinition(specimen(n)));
  return made.toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

function specimen(n: number): unknown {
  const audience = audienceOf(n % 6);
  const objects = OBJECTS[audience];
  const act = ACTS[n % ACTS.length] as Texts;
  const object = objects[Math.floor(n / ACTS.length) % objects.length] as Texts;
  const serial = String(n + 1).padStart(4, '0');
  const title = texts(
    `${act.fr}${NB}: ${object.fr} (spécimen ${serial})`,
    `${act.en}: ${object.en} (specimen ${serial})`,
    `${act.ar}: ${object.ar} (عينة ${serial})`,
  );
  return {
    v: 1,
    code: `ut-specimen-${serial}`,
    class: audience === 'citizen' ? 'certificates' : 'business',
    version: 1,
    title,
    summary: texts(
      'Service de démonstration, sans valeur.',
      'Service for demonstration, without value.',
      'خدمة للتجربة، دون قيمة.',
    ),
    words: { fr: [act.fr, object.fr], en: [act.en, object.en], ar: [act.ar, object.ar] },
    country: 'UT',
    audience,
    maturity: (n % 3) + 1,
    lodge: { roles: ['agent'] },
    decision: {
      by: n % 4 === 0 ? 'mission' : 'centre',
      roles: [n % 4 === 0 ? 'head-of-mission' : 'reviewer'],
    },
    steps: [
      { code: 'lodge', title: texts('Dépôt', 'Lodging', 'إيداع'), by: 'applicant' },
      { code: 'receipt', title: texts('Récépissé', 'Receipt', 'وصل'), by: 'mission', gives: 'recepisse' },
      { code: 'issue', title: texts('Remise', 'Hand-over', 'تسليم'), by: 'mission', gives: 'instrument' },
    ],
    prerequisites: [],
    signatures: [{ by: 'applicant' }],
    personalData: {
      purpose: note('Démonstration.', 'Demonstration.', 'تجربة.'),
      basis: note('Aucune.', 'None.', 'لا شيء.'),
      recipients: [texts('La mission', 'The mission', 'البعثة')],
      checklist: [{ code: 'retention', text: texts('Durée fixée', 'Time set', 'المدة محددة'), done: false }],
    },
    person: { surname: 'surname', givenNames: 'given-names', birthDate: 'birth-date' },
    pages: [
      {
        code: 'identity',
        title: texts('Identité', 'Identity', 'الهوية'),
        fields: [
          field('name-pair', 'surname', texts('Nom', 'Surname', 'اللقب'), { span: 6, arabic: 'optional' }),
          field('name-pair', 'given-names', texts('Prénoms', 'Given names', 'الأسماء الشخصية'), {
            span: 6,
            arabic: 'optional',
          }),
          field('date', 'birth-date', texts('Date de naissance', 'Date of birth', 'تاريخ الميلاد'), {
            partial: true,
          }),
          field('phone', 'phone', texts('Téléphone', 'Telephone', 'الهاتف')),
        ],
      },
      {
        code: 'request',
        title: texts('Objet', 'Subject', 'الموضوع'),
        fields: [
          field('choice', 'case', texts('Cas', 'Case', 'الحالة'), {
            shown: 'radio',
            options: [
              { code: 'first', label: texts('Première demande', 'First request', 'طلب أول') },
              { code: 'again', label: texts('Nouvelle demande', 'Further request', 'طلب جديد') },
            ],
          }),
          field('text', 'earlier-number', texts('Numéro précédent', 'Earlier number', 'الرقم السابق'), {
            when: { field: 'case', is: 'again' },
          }),
          field('long-text', 'remarks', texts('Remarques', 'Remarks', 'ملاحظات'), {
            span: 6,
            optional: true,
          }),
        ],
      },
    ],
    rules: [],
    documents: ['identity', 'form', 'proof'].map((code, at) => ({
      code,
      title: [
        texts('Pièce d’identité', 'Identity document', 'وثيقة الهوية'),
        texts('Formulaire signé', 'Signed form', 'استمارة موقعة'),
        texts('Justificatif', 'Proof', 'وثيقة إثبات'),
      ][at],
      required: at < 2,
      original: 'shown',
      mediaTypes: ['image/jpeg', 'image/png'],
      minimum: 1,
      toBeConfirmed: true,
    })),
    checks: [{ code: 'identity', text: texts('Identité établie', 'Identity established', 'الهوية ثابتة') }],
    grounds: [
      {
        code: 'missing',
        text: texts('Pièce manquante', 'Document missing', 'وثيقة ناقصة'),
        toBeConfirmed: true,
      },
    ],
    appeal: note('Écrire à la mission.', 'Write to the mission.', 'مراسلة البعثة.'),
    fees: [{ code: 'fee', label: texts('Redevance', 'Fee', 'رسم'), amount: null, toBeConfirmed: true }],
    delays: [{ code: 'target', days: (n % 30) + 1, count: 'calendar', basis: 'target', toBeConfirmed: true }],
    instrument: {
      code: 'paper',
      title: act,
      validity: { months: 12, text: texts('1 an', '1 year', 'سنة واحدة'), toBeConfirmed: true },
      numbers: 'certificate',
    },
    legalBasis: [note('Aucune : spécimen.'.replace(' :', `${NB}:`), 'None: specimen.', 'لا شيء: عينة.')],
    retention: { years: null, toBeConfirmed: true },
    simplification: {
      before: { trips: null, documents: null, minutes: null, pages: null },
      after: { trips: null, documents: null, minutes: null, pages: null },
      toBeConfirmed: true,
    },
  };
}

const note = (fr: string, en: string, ar: string) => ({ text: texts(fr, en, ar), toBeConfirmed: true });

const field = (type: string, code: string, label: Texts, more: object = {}) => ({
  type,
  code,
  label,
  span: 3,
  ...more,
});

/** Three of six for citizens, two for businesses, one for administrations. */
function audienceOf(turn: number): 'citizen' | 'business' | 'administration' {
  let left = turn;
  for (const [audience, share] of SHARES) {
    if (left < share) return audience as 'citizen' | 'business' | 'administration';
    left -= share;
  }
  throw new RangeError('a turn from 0 to 5');
}
