/** Builds the component gallery for pictures and tests. It is no part of the product's build. */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const top = join(import.meta.dirname, '..', '..', '..');

export default defineConfig({
  root: join(top, 'renderer', 'ui'),
  base: './',
  plugins: [react()],
  logLevel: 'warn',
  build: {
    outDir: join(top, '.cache', 'gallery'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: join(top, 'renderer', 'ui', 'gallery.html') },
  },
});
