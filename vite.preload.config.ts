import { join } from 'node:path';
import { defineConfig } from 'vite';

/**
 * A preload script: a sandboxed window accepts one CommonJS file that requires nothing but `electron`.
 * scripts/build.mjs gives the input, one script a build, because two would share a chunk.
 */
export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    outDir: join(import.meta.dirname, 'dist', 'main'),
    emptyOutDir: false,
    target: 'chrome130',
    rolldownOptions: {
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
});
