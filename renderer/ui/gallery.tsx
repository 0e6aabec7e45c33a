/**
 * Every component with specimen data, for pictures and for axe. Development only: it is no page of the renderer's
 * build (which takes the HTML files at the top of renderer/), only of tests/renderer/specimen-pages.ts.
 * `gallery.html?screen=list|capture|dossier|review|kit&lang=fr|en|ar&theme=light|dark`
 */
import './ui.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CommandProvider } from './commands.tsx';
import { GALLERY_SCREENS } from './gallery/screens.tsx';
import { I18nProvider } from './i18n.tsx';
import { isLocale } from './locale.ts';
import { applyTheme } from './theme.ts';

const asked = new URLSearchParams(location.search);
const lang = asked.get('lang');
const Screen = GALLERY_SCREENS[asked.get('screen') ?? 'list'] ?? GALLERY_SCREENS.list;
applyTheme(asked.get('theme') === 'dark' ? 'dark' : 'light');

const root = document.getElementById('root');
if (root && Screen) {
  createRoot(root).render(
    <StrictMode>
      <I18nProvider root locale={isLocale(lang) ? lang : 'fr'}>
        <CommandProvider>
          <Screen />
        </CommandProvider>
      </I18nProvider>
    </StrictMode>,
  );
}
