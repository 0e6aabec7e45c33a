import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The web console's service worker as one classic script; scripts/build.mjs then writes the list of files into it. */
export default defineConfig({
  // workbox asks for it to leave its development messages out.
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  publicDir: false,
  build: {
    outDir: join(import.meta.dirname, 'dist', 'service-worker'),
    emptyOutDir: true,
    target: 'chrome130',
    rolldownOptions: {
      input: join(import.meta.dirname, 'renderer', 'pwa', 'service-worker.ts'),
      output: { format: 'iife', entryFileNames: 'service-worker.js' },
    },
  },
});
