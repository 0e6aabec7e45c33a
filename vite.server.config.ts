import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The sync server: our own code in one ES module; npm packages (classic-level is native) stay in node_modules. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    outDir: join(import.meta.dirname, 'dist', 'server'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      input: join(import.meta.dirname, 'sync-server', 'main.ts'),
      output: { format: 'es', entryFileNames: 'main.js' },
    },
  },
});
