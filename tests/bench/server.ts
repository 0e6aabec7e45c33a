/**
 * `npm run bench -- server [--part desks|growth] [--desks 50,200,500] [--acts 100] [--documents 1000000]`: the
 * server under many desks, and as a database grows. One run on one machine; each part in a
 * server process of its own.
 */
import type { BenchRow } from './bench-row.ts';

export interface ServerOptions {
  readonly part?: string | undefined;
  readonly desks?: string | undefined;
  readonly acts?: string | undefined;
  readonly documents?: string | undefined;
}

type Part = (options: ServerOptions) => Promise<readonly BenchRow[]>;

const PARTS: Readonly<Record<string, Part>> = {
  desks: async ({ desks = '50,200,500', acts = '100' }) =>
    (await import('./server-desks.ts')).desksAtWork(desks.split(',').map(Number), Number(acts)),
  growth: async ({ documents = '1000000' }) => (await import('./server-growth.ts')).growth(Number(documents)),
};

export async function server(options: ServerOptions): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, part] of Object.entries(PARTS))
    if (options.part === undefined || options.part === name) rows.push(...(await part(options)));
  return rows;
}
