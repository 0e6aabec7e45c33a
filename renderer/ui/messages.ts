/**
 * The locale files, one a language and area, so that several people can write at once. A key is
 * `area.key`; French is written first and gives the keys their type. A new area is one line a language here.
 */
import ar_access from '../../assets/locales/ar/access.json';
import ar_applicant from '../../assets/locales/ar/applicant.json';
import ar_audit from '../../assets/locales/ar/audit.json';
import ar_central from '../../assets/locales/ar/central.json';
import ar_commission from '../../assets/locales/ar/commission.json';
import ar_desk from '../../assets/locales/ar/desk.json';
import ar_enrolment from '../../assets/locales/ar/enrolment.json';
import ar_errors from '../../assets/locales/ar/errors.json';
import ar_keyring from '../../assets/locales/ar/keyring.json';
import ar_print from '../../assets/locales/ar/print.json';
import ar_revoked from '../../assets/locales/ar/revoked.json';
import ar_services from '../../assets/locales/ar/services.json';
import ar_status from '../../assets/locales/ar/status.json';
import ar_ui from '../../assets/locales/ar/ui.json';
import en_access from '../../assets/locales/en/access.json';
import en_applicant from '../../assets/locales/en/applicant.json';
import en_audit from '../../assets/locales/en/audit.json';
import en_central from '../../assets/locales/en/central.json';
import en_commission from '../../assets/locales/en/commission.json';
import en_desk from '../../assets/locales/en/desk.json';
import en_enrolment from '../../assets/locales/en/enrolment.json';
import en_errors from '../../assets/locales/en/errors.json';
import en_keyring from '../../assets/locales/en/keyring.json';
import en_print from '../../assets/locales/en/print.json';
import en_revoked from '../../assets/locales/en/revoked.json';
import en_services from '../../assets/locales/en/services.json';
import en_status from '../../assets/locales/en/status.json';
import en_ui from '../../assets/locales/en/ui.json';
import fr_access from '../../assets/locales/fr/access.json';
import fr_applicant from '../../assets/locales/fr/applicant.json';
import fr_audit from '../../assets/locales/fr/audit.json';
import fr_central from '../../assets/locales/fr/central.json';
import fr_commission from '../../assets/locales/fr/commission.json';
import fr_desk from '../../assets/locales/fr/desk.json';
import fr_enrolment from '../../assets/locales/fr/enrolment.json';
import fr_errors from '../../assets/locales/fr/errors.json';
import fr_keyring from '../../assets/locales/fr/keyring.json';
import fr_print from '../../assets/locales/fr/print.json';
import fr_revoked from '../../assets/locales/fr/revoked.json';
import fr_services from '../../assets/locales/fr/services.json';
import fr_status from '../../assets/locales/fr/status.json';
import fr_ui from '../../assets/locales/fr/ui.json';
import type { Locale } from './locale.ts';

const french = {
  ui: fr_ui,
  services: fr_services,
  status: fr_status,
  errors: fr_errors,
  desk: fr_desk,
  central: fr_central,
  enrolment: fr_enrolment,
  commission: fr_commission,
  audit: fr_audit,
  keyring: fr_keyring,
  print: fr_print,
  revoked: fr_revoked,
  applicant: fr_applicant,
  access: fr_access,
};
export type Area = keyof typeof french;

/** Every message there is, such as `ui.close`. */
export type MessageKey = { [A in Area]: `${A}.${keyof (typeof french)[A] & string}` }[Area];

type Catalogue = Readonly<Record<Area, Readonly<Record<string, string>>>>;

const catalogues: Readonly<Record<Locale, Catalogue>> = {
  fr: french,
  en: {
    ui: en_ui,
    services: en_services,
    status: en_status,
    errors: en_errors,
    desk: en_desk,
    central: en_central,
    enrolment: en_enrolment,
    commission: en_commission,
    audit: en_audit,
    keyring: en_keyring,
    print: en_print,
    revoked: en_revoked,
    applicant: en_applicant,
    access: en_access,
  },
  ar: {
    ui: ar_ui,
    services: ar_services,
    status: ar_status,
    errors: ar_errors,
    desk: ar_desk,
    central: ar_central,
    enrolment: ar_enrolment,
    commission: ar_commission,
    audit: ar_audit,
    keyring: ar_keyring,
    print: ar_print,
    revoked: ar_revoked,
    applicant: ar_applicant,
    access: ar_access,
  },
};

/** The ICU source of a message, or undefined: for keys that come from data (error codes, states). */
export function messageSource(locale: Locale, key: string): string | undefined {
  const dot = key.indexOf('.');
  const area = key.slice(0, dot);
  if (!isArea(area)) return undefined;
  return catalogues[locale][area][key.slice(dot + 1)];
}

const isArea = (value: string): value is Area => Object.hasOwn(french, value);
