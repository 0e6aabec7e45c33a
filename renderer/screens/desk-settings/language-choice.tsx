import { useI18n } from '../../ui/i18n.tsx';
import { LOCALES } from '../../ui/locale.ts';
import { usePreferences } from '../app/preferences.tsx';

/** Each language is named in itself, so that whoever needs it can read it. */
export const LANGUAGE_NAMES = { fr: 'Français', en: 'English', ar: 'العربية' } as const;

export function LanguageChoice() {
  const { t } = useI18n();
  const { preferences, change } = usePreferences();
  return (
    <fieldset className="segments" aria-label={t('desk.unlock.language')}>
      {LOCALES.map((locale) => (
        <button
          key={locale}
          type="button"
          className="filter"
          lang={locale}
          aria-pressed={preferences.locale === locale}
          onClick={() => change({ locale })}
        >
          {LANGUAGE_NAMES[locale]}
        </button>
      ))}
    </fieldset>
  );
}
