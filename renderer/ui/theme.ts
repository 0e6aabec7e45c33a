/** Theme and density of one officer, put on the document's root; the sheets do the rest. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ['airy', 'normal', 'tight'] as const;
export type Density = (typeof DENSITIES)[number];

export function applyTheme(theme: Theme, root: HTMLElement = document.documentElement): void {
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}

export function applyDensity(density: Density, root: HTMLElement = document.documentElement): void {
  if (density === 'normal') delete root.dataset.density;
  else root.dataset.density = density;
}
