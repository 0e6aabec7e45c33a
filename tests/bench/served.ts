/** Servers in processes of their own, and what they use up: benches measure them from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Served {
  readonly url: string;
  readonly child: ChildProcess;
}

/**
 * A server process that prints its address on a line.
 * `BENCH_NODE='--flag --flag'` in the environment gives Node flags of its own, e.g. `--cpu-prof`.
 * @param script relative to this folder
 */
export async function serve(script: string, ...args: string[]): Promise<Served> {
  const file = join(import.meta.dirname, script);
  const child = spawn(
    process.execPath,
    [
      ...(process.env.BENCH_NODE ?? '').split(' ').filter(Boolean),
      '--expose-gc',
      '--import',
      'tsx',
      file,
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  let text = '';
  for await (const data of child.stdout as NodeJS.ReadableStream) {
    text += data.toString();
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    if (url) return { url, child };
  }
  throw new Error('the server ended before it listened');
}

export async function end({ child }: Served): Promise<void> {
  const dead = once(child, 'exit');
  child.kill('SIGTERM');
  await dead;
}

async function statusOf({ child }: Served, name: 'VmHWM' | 'VmRSS'): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
}

/** MiB of memory that the process had at most, where the system tells. */
export const peakMemory = (served: Served): Promise<number> => statusOf(served, 'VmHWM');
/** MiB of memory that it has. */
export const memory = (served: Served): Promise<number> => statusOf(served, 'VmRSS');

/** CPU seconds of the process, all its threads: what a busy machine blurs least. */
export async function cpuSeconds({ child }: Served): Promise<number> {
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
}

/** Bytes, on the heap and in buffers beside it, that a server of {@link tellMemory} still needs after it has cleared away. */
export async function heapOf({ child }: Served): Promise<number> {
  const told = once(child, 'message');
  child.send('memory');
  const [bytes] = (await told) as [number];
  return bytes;
}

/** To be called in a server process: answers {@link heapOf}. */
export function tellMemory(): void {
  process.on('message', () => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    // `external` has the array buffers in it.
    process.send?.(heapUsed + external);
  });
}

export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};

export const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))] ?? 0;
