/**
 * Language, theme, text size, density and one-letter keys: each officer's own, and the desk's while nobody has unlocked.
 * Kept beside the window under the officer's key id; they say nothing of anybody's files.
 */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import type { Kid } from '../../../app/acts/ids.ts';
import { CommandProvider } from '../../ui/commands.tsx';
import { I18nProvider } from '../../ui/i18n.tsx';
import { isLocale, type Locale } from '../../ui/locale.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const TEXT_SIZES = ['normal', 'large', 'largest'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export const DENSITIES = ['airy', 'normal', 'tight'] as const;
export type Density = (typeof DENSITIES)[number];

export interface Preferences {
  readonly locale: Locale;
  readonly theme: Theme;
  readonly textSize: TextSize;
  readonly density: Density;
  readonly singleKeys: boolean;
}

const DEFAULTS: Preferences = {
  locale: 'fr',
  theme: 'system',
  textSize: 'normal',
  density: 'normal',
  singleKeys: true,
};
const DESK = 'guichet.preferences';
const placeOf = (officer: Kid | null): string => (officer === null ? DESK : `${DESK}.${officer}`);

/** An officer who has chosen nothing here yet has what the desk has. */
function read(officer: Kid | null): Preferences {
  try {
    const text = localStorage.getItem(placeOf(officer)) ?? localStorage.getItem(DESK) ?? '{}';
    const found: unknown = JSON.parse(text);
    if (typeof found !== 'object' || found === null) return DEFAULTS;
    const kept = found as Partial<Record<keyof Preferences, unknown>>;
    return {
      locale: isLocale(kept.locale) ? kept.locale : DEFAULTS.locale,
      theme: THEMES.find((theme) => theme === kept.theme) ?? DEFAULTS.theme,
      textSize: TEXT_SIZES.find((size) => size === kept.textSize) ?? DEFAULTS.textSize,
      density: DENSITIES.find((density) => density === kept.density) ?? DEFAULTS.density,
      singleKeys: kept.singleKeys !== false,
    };
  } catch {
    return DEFAULTS;
  }
}

function keep(officer: Kid | null, preferences: Preferences): void {
  try {
    localStorage.setItem(placeOf(officer), JSON.stringify(preferences));
  } catch {
    // A full or forbidden storage costs the next start its language, nothing else.
  }
}

interface PreferencesUse {
  readonly preferences: Preferences;
  readonly change: (change: Partial<Preferences>) => void;
  /** takes up this officer's, or the desk's for null */
  readonly adopt: (officer: Kid | null) => void;
}
const PreferencesContext = createContext<PreferencesUse>({
  preferences: DEFAULTS,
  change: () => {},
  adopt: () => {},
});
export const usePreferences = (): PreferencesUse => useContext(PreferencesContext);

export interface PreferencesProviderProps {
  /** for pictures and tests: used instead of what is kept, and not kept */
  readonly fixed?: Partial<Preferences> | undefined;
  /** tells the program around the window, so that its own frames follow */
  readonly onTheme?: ((theme: Theme) => void) | undefined;
  readonly children: ReactNode;
}

export function PreferencesProvider({ fixed, onTheme, children }: PreferencesProviderProps) {
  const [{ officer, preferences }, set] = useState<{ officer: Kid | null; preferences: Preferences }>(() => ({
    officer: null,
    preferences: { ...(fixed ? DEFAULTS : read(null)), ...fixed },
  }));
  const adopt = useCallback(
    (next: Kid | null) => {
      if (!fixed) set((old) => (old.officer === next ? old : { officer: next, preferences: read(next) }));
    },
    [fixed],
  );
  const use = useMemo<PreferencesUse>(
    () => ({
      preferences,
      adopt,
      change: (change) => {
        const next = { ...preferences, ...change };
        if (!fixed) keep(officer, next);
        set({ officer, preferences: next });
      },
    }),
    [officer, preferences, fixed, adopt],
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
  useLayoutEffect(() => {
    document.documentElement.dataset.textSize = preferences.textSize;
  }, [preferences.textSize]);
  return (
    <PreferencesContext.Provider value={use}>
      <I18nProvider locale={preferences.locale} root>
        <CommandProvider singleKeysOff={!preferences.singleKeys}>{children}</CommandProvider>
      </I18nProvider>
    </PreferencesContext.Provider>
  );
}
