/** Our programs in one file each: a process that compiles a hundred sources first takes seconds to start. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
/** Two levels below the root, as the sources are: a script finds the catalogue from where it lies. */
const OWN = join(ROOT, '.cache', `built-${process.pid}`);
const building = new Map<string, Promise<string>>();

/**
 * @param program a source, from the root: `sync-server/main.ts`
 * @returns the file that Node starts; it is gone when the file's tests have ended
 */
export function built(program: string): Promise<string> {
  const known = building.get(program);
  if (known) return known;
  const name = `${program.replace('/', '-').slice(0, -'.ts'.length)}.mjs`;
  const making = build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: true,
      outDir: OWN,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: {
        input: join(ROOT, program),
        // Parts of it lie beside it, for the same reason.
        output: { format: 'es', entryFileNames: name, chunkFileNames: `${name}-[name]-[hash].mjs` },
      },
    },
  }).then(() => join(OWN, name));
  building.set(program, making);
  return making;
}
afterAll(() => rm(OWN, { recursive: true, force: true }));
