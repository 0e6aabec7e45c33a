/** Builds the preview of the screens on specimen data. It is no part of the product's build. */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const top = join(import.meta.dirname, '..', '..', '..');

export default defineConfig({
  root: join(top, 'renderer', 'screens'),
  base: './',
  plugins: [react()],
  define: { global: 'globalThis' },
  logLevel: 'warn',
  build: {
    outDir: join(top, '.cache', 'preview'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: join(top, 'renderer', 'screens', 'preview.html') },
  },
});
