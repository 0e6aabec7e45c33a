/** Puts the web console's manifest and icons beside the pages, and names them in the pages' heads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

const icons = join(root, 'assets', 'icons');

/** @returns {import('vite').Plugin} */
export function webAppFiles() {
  return {
    name: 'guichet:web-app-files',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' } },
      { tag: 'link', attrs: { rel: 'icon', type: 'image/svg+xml', href: './icons/guichet.svg' } },
    ],
    generateBundle() {
      const emit = (fileName, path) => this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
      emit('manifest.webmanifest', join(root, 'renderer', 'pwa', 'manifest.webmanifest'));
      for (const name of readdirSync(icons).filter((file) => /\.(?:svg|png)$/.test(file)))
        emit(`icons/${name}`, join(icons, name));
    },
  };
}
