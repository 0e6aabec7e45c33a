/** The strip's page as texts, with its fonts inside: it loads nothing. */

import latin from '@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2?inline';
import arabic from '@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2?inline';
import ocrB from '../../../assets/fonts/OCRB.otf?inline';
import css from './strip.css?raw';
import html from './strip.html?raw';

const face = (family: string, address: string, format = 'woff2'): string =>
  `@font-face { font-family: "${family}"; font-weight: 100 900; src: url("${address}") format("${format}"); }\n`;

export const STRIP_PAGE: Readonly<Record<string, string>> = {
  '/strip.html': html,
  '/strip.css':
    face('Strip Latin', latin) + face('Strip Arabic', arabic) + face('Strip OCR B', ocrB, 'opentype') + css,
};
