/** What a command says and answers when its function is called here: as much as a shell gets of a process of its own. */
import { vi } from 'vitest';

export interface Said {
  /** the exit code */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** @param work writes with `console` and resolves to the exit code */
export async function said(work: () => Promise<number>): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []];
  const into = (lines: string[]) => (line: unknown) => void lines.push(`${line}\n`);
  const log = vi.spyOn(console, 'log').mockImplementation(into(out));
  const error = vi.spyOn(console, 'error').mockImplementation(into(err));
  try {
    const status = await work();
    return { status, out: out.join(''), err: err.join('') };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}
