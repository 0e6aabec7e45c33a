/** What a desk says of itself over HTTP: with its handshake, and in a session that is open. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeskReport } from '../../../app/desk/fleet.ts';
import { SessionFetch } from '../../../renderer/worker/session-fetch.ts';
import { World } from '../../world/world.ts';
import { SERVICES } from '../admission/support.ts';
import { TestServer } from './support.ts';

const REPORT: DeskReport = {
  v: 1,
  version: '0.1.0',
  at: '2026-03-02T08:00:00Z',
  journal: null,
  backlog: { entries: 0, bytes: 0, oldestAt: null },
  lastError: null,
};

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start(await World.open(SERVICES));
});
afterAll(() => server.stop());

/** The gateway, but for what `answer` says in its place; and what it was asked. */
function opening(answer: (path: string) => Response | undefined = () => undefined) {
  const asked: { path: string; headers: Headers; body: unknown }[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const path = new URL(String(input)).pathname;
    const body = init?.body ? (JSON.parse(String(init.body)) as unknown) : null;
    asked.push({ path, headers: new Headers(init?.headers), body });
    return answer(path) ?? fetch(input, init);
  };
  const session = new SessionFetch(
    server.url,
    async (kid) => kid === server.gateway,
    server.transport('ML-PAR/B'),
    fetcher,
  );
  const of = (path: string) => asked.filter((one) => one.path === path);
  return { session, asked, of };
}

const status = (code: number) => (path: string) =>
  path === '/_desk' ? new Response(null, { status: code }) : undefined;

it('goes with the handshake, beside credential and proof', async () => {
  const { session, of } = opening();
  session.reportsFrom(async () => REPORT);
  await session.open();
  const body = of('/_session').at(-1)?.body as object;
  expect(Object.keys(body)).toEqual(['credential', 'proof', 'report']);
  expect(body).toMatchObject({ report: REPORT });
});

it.each([
  ['has nothing to say', async () => null],
  ['fails', async () => Promise.reject(new Error('the journal does not answer'))],
  [
    'fails at once',
    () => {
      throw new Error('no journal');
    },
  ],
])('a source that %s is no reason not to open a session', async (_what, source) => {
  const { session, of } = opening();
  session.reportsFrom(source);
  await session.open();
  expect(Object.keys(of('/_session').at(-1)?.body as object)).toEqual(['credential', 'proof']);
});

it('is told in the session that is open, with its token', async () => {
  const { session, of } = opening(status(204));
  const { token } = await session.open();
  expect(await session.tell(REPORT)).toBe(true);
  expect(of('/_desk')).toMatchObject([{ body: REPORT }]);
  expect(of('/_desk')[0]?.headers.get('authorization')).toBe(`Bearer ${token}`);
  expect(of('/_desk')[0]?.headers.get('content-type')).toBe('application/json');
});

it('is taken by the gateway', async () => {
  const { session } = opening();
  await session.open();
  expect(await session.tell(REPORT)).toBe(true);
});

it('opens no session: where there is none, nothing is asked', async () => {
  const { session, asked } = opening(status(204));
  expect(await session.tell(REPORT)).toBe(false);
  expect(asked).toEqual([]);
});

it.each([404, 405, 501])('a gateway that answers %i is not asked again in that session', async (code) => {
  let ended = false;
  const { session, of } = opening((path) =>
    ended && path === '/_uuids' ? new Response(null, { status: 401 }) : status(code)(path),
  );
  await session.open();
  expect(await session.tell(REPORT)).toBe(false);
  expect(await session.tell(REPORT)).toBe(false);
  expect(of('/_desk')).toHaveLength(1);
  ended = true;
  await session.fetch(session.url('_uuids'));
  expect(await session.tell(REPORT)).toBe(false);
  expect(of('/_desk')).toHaveLength(2);
});

it.each([401, 429, 500, 503])('one that answers %i is, and its session stays', async (code) => {
  const { session, of } = opening(status(code));
  await session.open();
  const handshakes = of('/_session').length;
  expect(await session.tell(REPORT)).toBe(false);
  expect(await session.tell(REPORT)).toBe(false);
  expect(of('/_desk')).toHaveLength(2);
  await session.open();
  expect(of('/_session')).toHaveLength(handshakes);
});
