/** Starts the desk's worker, as a window does, and hands on what the bench asks of it: `callDesk(name, argument)`. */
const worker = new Worker(new URL('./desk.worker.ts', import.meta.url), { type: 'module' });
let calls = 0;

Object.assign(globalThis, {
  callDesk: (name: string, argument: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      calls += 1;
      const call = calls;
      worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true });
      worker.addEventListener('message', ({ data }: MessageEvent) => {
        if (data.call !== call) return;
        if ('error' in data) reject(new Error(String(data.error)));
        else resolve(data.value);
      });
      worker.postMessage({ call, name, argument });
    }),
});
