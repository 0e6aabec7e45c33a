import { join } from 'node:path';
import { defineConfig } from 'vite';

/** Electron's main process: one ES module with its npm packages inside, so that a release carries no node_modules. */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['electron', 'classic-level'] },
  build: {
    ssr: true,
    outDir: join(import.meta.dirname, 'dist', 'main'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    rolldownOptions: {
      input: join(import.meta.dirname, 'main', 'main.ts'),
      output: { format: 'es', entryFileNames: 'main.js' },
    },
  },
});
