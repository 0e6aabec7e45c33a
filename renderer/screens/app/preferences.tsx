/** Language, theme, density and one-letter keys of this window: kept beside it, and saying nothing about anyone. */
import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo, useState } from 'react';
import { CommandProvider } from '../../ui/commands.tsx';
import { I18nProvider } from '../../ui/i18n.tsx';
import { isLocale, type Locale } from '../../ui/locale.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ['airy', 'normal', 'tight'] as const;
export type Density = (typeof DENSITIES)[number];

export interface Preferences {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly density: Density;
  readonly singleKeys: boolean;
}

const DEFAULTS: Preferences = { locale: 'fr', theme: 'system', density: 'normal', singleKeys: true };
const PLACE = 'guichet.preferences';

function read(): Preferences {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(PLACE) ?? '{}');
    if (typeof found !== 'object' || found === null) return DEFAULTS;
    const kept = found as Partial<Record<keyof Preferences, unknown>>;
    return {
      locale: isLocale(kept.locale) ? kept.locale : DEFAULTS.locale,
      theme: THEMES.find((theme) => theme === kept.theme) ?? DEFAULTS.theme,
      density: DENSITIES.find((density) => density === kept.density) ?? DEFAULTS.density,
      singleKeys: kept.singleKeys !== false,
    };
  } catch {
    return DEFAULTS;
  }
}

function keep(preferences: Preferences): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify(preferences));
  } catch {
    // A full or forbidden storage costs the next start its language, nothing else.
  }
}

interface PreferencesUse {
  readonly preferences: Preferences;
  readonly change: (change: Partial<Preferences>) => void;
}
const PreferencesContext = createContext<PreferencesUse>({ preferences: DEFAULTS, change: () => {} });
export const usePreferences = (): PreferencesUse => useContext(PreferencesContext);

export interface PreferencesProviderProps {
  /** for pictures and tests: used instead of what is kept, and not kept */
  readonly fixed?: Partial<Preferences> | undefined;
  /** tells the program around the window, so that its own frames follow */
  readonly onTheme?: ((theme: Theme) => void) | undefined;
  readonly children: ReactNode;
}

export function PreferencesProvider({ fixed, onTheme, children }: PreferencesProviderProps) {
  const [preferences, setPreferences] = useState<Preferences>(() => ({
    ...(fixed ? DEFAULTS : read()),
    ...fixed,
  }));
  const use = useMemo<PreferencesUse>(
    () => ({
      preferences,
      change: (change) =>
        setPreferences((old) => {
          const next = { ...old, ...change };
          if (!fixed) keep(next);
          return next;
        }),
    }),
    [preferences, fixed],
  );
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (preferences.theme === 'system') delete dataset.theme;
    else dataset.theme = preferences.theme;
    onTheme?.(preferences.theme);
  }, [preferences.theme, onTheme]);
  useLayoutEffect(() => {
    document.documentElement.dataset.density = preferences.density;
  }, [preferences.density]);
  return (
    <PreferencesContext.Provider value={use}>
      <I18nProvider locale={preferences.locale} root>
        <CommandProvider singleKeysOff={!preferences.singleKeys}>{children}</CommandProvider>
      </I18nProvider>
    </PreferencesContext.Provider>
  );
}
