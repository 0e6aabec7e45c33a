/** System calls of a child in the order the kernel saw them, each with where it began and where it ended. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';

export interface SystemCall {
  readonly name: string;
  /** the arguments as strace prints them, with paths beside descriptors (`-y`) */
  readonly args: string;
  readonly result: string;
  /** positions in the trace: a call is over before another began if `ended < other.began` */
  readonly began: number;
  readonly ended: number;
}

const CALLS =
  'openat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,fdatasync,fsync,rename,renameat,renameat2,sendto,sendmsg,io_uring_enter';

export const NO_STRACE =
  'strace is missing: install it (Debian: apt-get install strace) to prove what is flushed when';
export const STRACE_OPTIONS = ['-f', '-y', '-s', '120', '-e', `trace=${CALLS}`] as const;

/**
 * @param stringBytes how much of each buffer is shown
 * @throws Error that says what to install when there is no strace: a proof that is skipped proves nothing
 */
export async function traced(
  command: readonly string[],
  traceFile: string,
  stringBytes = 80,
): Promise<SystemCall[]> {
  const child = spawn(
    'strace',
    ['-f', '-y', '-s', String(stringBytes), '-e', `trace=${CALLS}`, '-o', traceFile, ...command],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, UV_USE_IO_URING: '0' },
    },
  );
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  child.stdout.resume();
  const [code] = (await once(child, 'close').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new Error(NO_STRACE);
    throw error;
  })) as [number];
  if (code !== 0) throw new Error(`the traced child ended with ${code}: ${errors}`);
  return parseTrace(await readFile(traceFile, 'utf8'));
}

export function parseTrace(text: string): SystemCall[] {
  const calls: SystemCall[] = [];
  const underWay = new Map<string, { name: string; args: string; began: number }>();
  for (const [position, line] of text.split('\n').entries()) {
    const [, pid, rest] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || rest === undefined) continue;
    const resumed = /^<\.\.\. (\w+) resumed>(.*)\)\s+= (.*)$/.exec(rest);
    const begun = underWay.get(pid);
    if (resumed !== null && begun !== undefined) {
      calls.push({ ...begun, args: begun.args + resumed[2], result: resumed[3] ?? '', ended: position });
      underWay.delete(pid);
      continue;
    }
    const unfinished = /^(\w+)\((.*) <unfinished \.\.\.>$/.exec(rest);
    if (unfinished !== null) {
      underWay.set(pid, { name: unfinished[1] ?? '', args: unfinished[2] ?? '', began: position });
      continue;
    }
    const whole = /^(\w+)\((.*)\)\s+= (.*)$/.exec(rest);
    if (whole !== null)
      calls.push({
        name: whole[1] ?? '',
        args: whole[2] ?? '',
        result: whole[3] ?? '',
        began: position,
        ended: position,
      });
  }
  return calls;
}
