import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = join(import.meta.dirname, 'renderer');
const icons = join(import.meta.dirname, 'assets', 'icons');

/** What a window or a browser opens. The desk and the web console share index.html. */
const pages = ['index.html', 'print/recepisse.html', 'print/access.html', 'print/form.html'].map((name) =>
  join(root, name),
);

/** What makes the console installable: its manifest and icons, under names that do not change, linked by the main page. */
function installable(): Plugin {
  const link = (rel: string, href: string) => ({
    tag: 'link',
    attrs: { rel, href },
    injectTo: 'head' as const,
  });
  return {
    name: 'guichet-installable',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, page) =>
        page.filename === join(root, 'index.html')
          ? [link('manifest', '/manifest.webmanifest'), link('icon', '/icons/guichet.svg')]
          : [],
    },
    generateBundle() {
      const emit = (fileName: string, path: string) =>
        this.emitFile({ type: 'asset', fileName, source: readFileSync(path) });
      emit('manifest.webmanifest', join(root, 'pwa', 'manifest.webmanifest'));
      for (const name of readdirSync(icons)) emit(`icons/${name}`, join(icons, name));
    },
  };
}

export default defineConfig({
  root,
  plugins: [react(), installable()],
  // PouchDB's browser build names Node's global object.
  define: { global: 'globalThis' },
  worker: { format: 'es' },
  build: {
    outDir: join(import.meta.dirname, 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy allows no data: URLs, so nothing is inlined.
    assetsInlineLimit: 0,
    sourcemap: true,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: pages },
  },
});
