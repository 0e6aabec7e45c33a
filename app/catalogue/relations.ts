/** Who one person is to another, in the words of a counter. A closed list, so that a condition or a check can name one. */
import type { Texts } from './texts.ts';

export const RELATIONS = [
  'mother',
  'father',
  'spouse',
  'child',
  'sibling',
  'grandparent',
  'uncle-aunt',
  'guardian',
  'host',
  'employer',
  'proxy',
  'other',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Who may have authority over a minor. */
export const WITH_AUTHORITY = [
  'mother',
  'father',
  'grandparent',
  'uncle-aunt',
  'guardian',
  'other',
] as const satisfies readonly Relation[];

export const RELATION_TEXTS: Readonly<Record<Relation, Texts>> = {
  mother: { fr: 'Mère', en: 'Mother', ar: 'الأم' },
  father: { fr: 'Père', en: 'Father', ar: 'الأب' },
  spouse: { fr: 'Conjoint', en: 'Spouse', ar: 'الزوج أو الزوجة' },
  child: { fr: 'Enfant', en: 'Child', ar: 'الابن أو الابنة' },
  sibling: { fr: 'Frère ou sœur', en: 'Brother or sister', ar: 'الأخ أو الأخت' },
  grandparent: { fr: 'Grand-parent', en: 'Grandparent', ar: 'الجد أو الجدة' },
  'uncle-aunt': { fr: 'Oncle ou tante', en: 'Uncle or aunt', ar: 'العم أو الخال أو العمة أو الخالة' },
  guardian: { fr: 'Tuteur désigné', en: 'Appointed guardian', ar: 'الوصي المعيَّن' },
  host: { fr: 'Hôte', en: 'Host', ar: 'المضيف' },
  employer: { fr: 'Employeur', en: 'Employer', ar: 'المشغِّل' },
  proxy: { fr: 'Mandataire', en: 'Authorised representative', ar: 'الوكيل' },
  other: { fr: 'Autre', en: 'Other', ar: 'صلة أخرى' },
};
