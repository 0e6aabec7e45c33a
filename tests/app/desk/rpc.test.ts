import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { connect, methodsOf, RpcError, serve } from '../../../app/desk/rpc.ts';
import { portOfEmitter, portOfEventTarget } from '../../../app/desk/rpc-ports.ts';

interface Sample {
  add(a: number, b: number): Promise<number>;
  echo(value: unknown): Promise<unknown>;
  fail(how: string): Promise<never>;
  never(): Promise<never>;
}
type SampleEvents = { changed: { n: number } };

class CodedError extends Error {
  readonly code = 'JRN-002';
  readonly details = { free: 3 };
}

const implementation = {
  add: async (a: number, b: number) => a + b,
  echo: async (value: unknown) => value,
  fail: async (how: string): Promise<never> => {
    throw how === 'coded' ? new CodedError('no room') : new Error('holds a name: ERIKSSON');
  },
  never: () => new Promise<never>(() => {}),
  secret: async () => 'not listed',
};
const methods = methodsOf<Sample>({ add: true, echo: true, fail: true, never: true });

const opened: MessagePort[] = [];
function channel() {
  const { port1, port2 } = new MessageChannel();
  opened.push(port1, port2);
  return { port1, port2 };
}
function pair() {
  const { port1, port2 } = channel();
  const server = serve<Sample, SampleEvents>(portOfEmitter(port1), implementation, methods);
  const client = connect<Sample, SampleEvents>(portOfEmitter(port2), methods);
  return { server, client };
}
afterEach(() => {
  for (const port of opened.splice(0)) port.close();
});

describe('rpc', () => {
  it('answers calls with values, bytes among them', async () => {
    const { client } = pair();
    expect(await client.api.add(2, 3)).toBe(5);
    const bytes = new Uint8Array([0, 1, 255]);
    expect(await client.api.echo({ bytes })).toEqual({ bytes });
  });

  it('keeps the code, name and details of a coded error', async () => {
    const error = await pair()
      .client.api.fail('coded')
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ code: 'JRN-002', message: 'no room', details: { free: 3 } });
  });

  it('does not carry the text of an error without a code: it may hold data', async () => {
    const error = (await pair()
      .client.api.fail('plain')
      .catch((e: unknown) => e)) as RpcError;
    expect(error.code).toBe('RPC-004');
    expect(JSON.stringify([error.message, error.details, error.remoteName])).not.toContain('ERIKSSON');
  });

  it('refuses methods that are not listed, also inherited ones', async () => {
    const { port1, port2 } = channel();
    serve<Sample>(portOfEmitter(port1), implementation, methods);
    type Wide = Sample & { secret(): Promise<string>; toString(): Promise<string> };
    const client = connect<Wide>(portOfEmitter(port2), ['secret', 'toString' as never]);
    await expect(client.api.secret()).rejects.toMatchObject({ code: 'RPC-002' });
    await expect((client.api as unknown as Wide).toString()).rejects.toMatchObject({ code: 'RPC-002' });
  });

  it.each([
    [null, null],
    ['call', null],
    [{ type: 'call', id: 7, method: 'add' }, 7],
    [{ type: 'call', id: '7', method: 'add', args: [] }, null],
    [{ type: 'call', id: 7, method: ['add'], args: [] }, 7],
    [{ type: 'eval', id: 7 }, 7],
  ])('refuses the malformed message %j with RPC-001', async (message, id) => {
    const { port1, port2 } = channel();
    serve<Sample>(portOfEmitter(port1), implementation, methods);
    const reply = new Promise((resolve) => port2.once('message', resolve));
    port2.postMessage(message);
    expect(await reply).toMatchObject({ type: 'error', id, error: { code: 'RPC-001' } });
  });

  it('tells what cannot be sent, in either direction', async () => {
    const { port1, port2 } = channel();
    const unsendable = { ...implementation, echo: async () => () => 1 };
    serve<Sample>(portOfEmitter(port1), unsendable, methods);
    const client = connect<Sample>(portOfEmitter(port2), methods);
    await expect(client.api.echo(1)).rejects.toMatchObject({ code: 'RPC-005' });
    await expect(client.api.echo(() => 1)).rejects.toMatchObject({ code: 'RPC-005' });
    expect(await client.api.add(1, 1)).toBe(2);
  });

  it('pushes events until unsubscribed', async () => {
    const { server, client } = pair();
    const seen: number[] = [];
    const off = client.on('changed', (detail) => seen.push(detail.n));
    server.emit('changed', { n: 1 });
    server.emit('changed', { n: 2 });
    await client.api.add(0, 0);
    off();
    server.emit('changed', { n: 3 });
    await client.api.add(0, 0);
    expect(seen).toEqual([1, 2]);
  });

  it('rejects calls under way and later ones when the server goes', async () => {
    const { server, client } = pair();
    const waiting = expect(client.api.never()).rejects.toMatchObject({ code: 'RPC-003' });
    server.close();
    await waiting;
    await client.closed;
    await expect(client.api.add(1, 1)).rejects.toMatchObject({ code: 'RPC-003' });
  });

  it('rejects calls under way when the client closes, or the channel dies', async () => {
    const first = pair().client;
    const waiting = expect(first.api.never()).rejects.toMatchObject({ code: 'RPC-003' });
    first.close();
    await waiting;
    const { port1, port2 } = channel();
    const second = connect<Sample>(portOfEmitter(port2), methods);
    const call = expect(second.api.add(1, 1)).rejects.toMatchObject({ code: 'RPC-003' });
    port1.close();
    await call;
  });

  it('works over ports with addEventListener', async () => {
    const { port1, port2 } = channel();
    serve<Sample>(portOfEventTarget(port1 as never), implementation, methods);
    const client = connect<Sample>(portOfEventTarget(port2 as never), methods);
    expect(await client.api.add(20, 22)).toBe(42);
  });

  it('revives errors into the class the caller knows', async () => {
    const { port1, port2 } = channel();
    serve<Sample>(portOfEmitter(port1), implementation, methods);
    const client = connect<Sample>(portOfEmitter(port2), methods, (e) => new RangeError(e.code));
    await expect(client.api.fail('coded')).rejects.toBeInstanceOf(RangeError);
  });
});
