/** Child processes that end when we do. */
import { spawn } from 'node:child_process';
import { root } from './root.mjs';

const WINDOWS = process.platform === 'win32';

/**
 * Starts a program in a process group of its own, so that Ctrl+C reaches only us and we end things in order.
 * `stop()` asks the whole group to end, insists after `graceMs`, and resolves when the program is gone.
 */
export function start(
  command,
  args,
  { env = {}, stdio = ['ignore', 'inherit', 'inherit'], graceMs = 5_000, cwd = root } = {},
) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio,
    detached: !WINDOWS,
  });
  const exited = new Promise((resolve) => {
    child.on('error', (error) => {
      console.log(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
  const signal = (name) => {
    try {
      if (WINDOWS) child.kill(name);
      else process.kill(-child.pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // the group is already gone
    }
  };
  const stop = async () => {
    if (child.pid === undefined) return exited;
    signal('SIGTERM');
    const insist = setTimeout(() => signal('SIGKILL'), graceMs);
    const code = await exited;
    clearTimeout(insist);
    signal('SIGKILL'); // what the program left behind in its group
    return code;
  };
  return { child, exited, stop };
}

/** Runs a program to its end, at most `timeoutMs`. @returns {Promise<number>} its exit code; 124 when it was stopped. */
export async function run(command, args, { timeoutMs, ...options } = {}) {
  const { exited, stop } = start(command, args, options);
  const onSignal = () => stop().then(() => process.exit(130));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  let timer;
  const late = new Promise((resolve) => {
    if (timeoutMs !== undefined) timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  const result = await Promise.race([exited, late]);
  clearTimeout(timer);
  if (result === 'late') await stop();
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);
  return result === 'late' ? 124 : result;
}
