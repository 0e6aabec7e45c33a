/** A page that was taken over: it holds the two ports and every channel, past the program's own client. */
import type { Page } from '@playwright/test';

export type PortName = 'journal' | 'signer';

export interface Captured {
  call(port: PortName, method: string, ...args: unknown[]): Promise<unknown>;
  sign(type: string, members: object): Promise<string>;
  guichet: Record<string, (...args: unknown[]) => Promise<unknown>>;
}

/** Takes new ports, and speaks on them as it likes. An answer is the value, or the code of the error. */
export async function takeOver(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const [journal, signer] = await new Promise<readonly MessagePort[]>((resolve) => {
      window.addEventListener('message', (event) => {
        if (event.data?.type === 'guichet:ports') resolve(event.ports);
      });
      window.postMessage({ type: 'guichet:ready' }, location.origin);
    });
    const ports = { journal, signer } as Record<string, MessagePort>;
    const waiting = new Map<number, (answer: unknown) => void>();
    for (const port of Object.values(ports)) {
      port.addEventListener('message', ({ data }) => waiting.get(data?.id)?.(data.error?.code ?? data.value));
      port.start();
    }
    let id = 1_000_000;
    const captured = window as unknown as Captured;
    captured.call = (name, method, ...args) => {
      id += 1;
      const answer = new Promise((resolve) => waiting.set(id, resolve));
      ports[name]?.postMessage({ type: 'call', id, method, args });
      return answer;
    };
    captured.sign = async (type, members) =>
      String(await captured.call('signer', 'sign', type, new TextEncoder().encode(JSON.stringify(members))));
  });
}

export const callPort = (page: Page, port: PortName, method: string, ...args: unknown[]): Promise<unknown> =>
  page.evaluate(([name, what, given]) => (window as unknown as Captured).call(name, what, ...given), [
    port,
    method,
    args,
  ] as const);

/** A method of `window.guichet`. An error crosses from the preload script with its message only, which ends in its code. */
export const callShell = (page: Page, method: string, ...args: unknown[]): Promise<unknown> =>
  page.evaluate(
    ([what, given]) =>
      (window as unknown as Captured).guichet[what]?.(...given).catch(
        (error: Error) => /[A-Z]{2}-\d{3}$/.exec(error.message)?.[0],
      ),
    [method, args] as const,
  );
