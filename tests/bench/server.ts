/**
 * `npm run bench -- server [--part desks|bulk|growth] [--desks 50,200,500] [--acts 100] [--documents 10000|1000000]
 * [--attachments 500] [--rounds 3]`: the server under many desks, with much at once, and as a database grows. One run on
 * one machine; servers in processes of their own.
 */
import type { BenchRow } from './bench-row.ts';

export interface ServerOptions {
  readonly part?: string | undefined;
  readonly desks?: string | undefined;
  readonly acts?: string | undefined;
  readonly documents?: string | undefined;
  readonly attachments?: string | undefined;
  readonly rounds?: string | undefined;
}

type Part = (options: ServerOptions) => Promise<readonly BenchRow[]>;

const PARTS: Readonly<Record<string, Part>> = {
  desks: async ({ desks = '50,200,500', acts = '100' }) =>
    (await import('./server-desks.ts')).desksAtWork(desks.split(',').map(Number), Number(acts)),
  bulk: async ({ documents = '10000', attachments = '500', rounds = '3' }) =>
    (await import('./server-bulk.ts')).bulk(Number(documents), Number(attachments), Number(rounds)),
  growth: async ({ documents = '1000000' }) => (await import('./server-growth.ts')).growth(Number(documents)),
};

export async function server(options: ServerOptions): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, part] of Object.entries(PARTS))
    if (options.part === undefined || options.part === name) rows.push(...(await part(options)));
  return rows;
}
