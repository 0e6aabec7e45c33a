import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { webAppFiles } from './scripts/lib/web-app-files.mjs';

const root = join(import.meta.dirname, 'renderer');

/** The pages of the desk and of the web console: every HTML file at the top of renderer/. */
const pages = readdirSync(root)
  .filter((name) => name.endsWith('.html'))
  .map((name) => join(root, name));

export default defineConfig({
  root,
  plugins: [react(), webAppFiles()],
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
