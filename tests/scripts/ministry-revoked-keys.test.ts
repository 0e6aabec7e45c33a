/** Keys that may be in other hands, by the ministry's commands: what they had signed, and what is to be said again. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import { type Books, changesOf, openBooks } from '../../scripts/ministry/books.ts';
import { carryOut, type Outcome } from '../../scripts/ministry/commit.ts';
import type { Ministry } from '../../scripts/ministry/create-ministry.ts';
import { revokeGateway } from '../../scripts/ministry/gateways.ts';
import { revokeDesk, revokeOfficer } from '../../scripts/ministry/officers.ts';
import { rotateAuthority, rotateGateway } from '../../scripts/ministry/rotate.ts';
import { revocationOf } from '../world/revoked.ts';
import type { World } from '../world/world.ts';
import { keyringOf, makeFolder, OPERATOR } from './ceremony.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let made: Ministry;
beforeAll(async () => {
  ({ folder, ministry: made } = await makeFolder());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A command as the script runs it, in this process. */
async function run(
  command: (books: Books) => Promise<Outcome>,
  records: Parameters<typeof openBooks>[3] = [],
  at = folder,
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it knows to be there
): Promise<any> {
  const ground = { clock: { now: () => Date.now() }, random: systemRandom };
  const books = await openBooks(at, OPERATOR, ground, records);
  const { json } = await command(books);
  await carryOut(at, await changesOf(books));
  return json;
}
const officerOf = ({ officers }: Ministry, initials: string) =>
  officers.find((one) => one.plan.initials === initials && one.desk === 'ML-PAR/B')!;
const worldOf = (ministry: Ministry) => ({ ministry, clock: { now: () => Date.now() } }) as unknown as World;
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );

it('a gateway’s key: replaced in order, and then revoked because it may be in other hands', async () => {
  const old = made.gateway.credential.kid;
  await run((books) => rotateGateway(books, 1, false));
  await run((books) => rotateGateway(books, 1, true));
  const reasons = async () => (await keyringOf(folder)).revocations.of(old).map(({ reason }) => reason);
  expect(await reasons()).toEqual(['replaced']);
  expect(await run((books) => revokeGateway(books, old.slice(0, 10)))).toEqual({ revoked: old });
  expect(await run((books) => revokeGateway(books, old))).toEqual({ revoked: null });
  expect((await reasons()).sort()).toEqual(['compromised', 'replaced']);
  for (const wrong of ['', old.slice(0, 7), 'A'.repeat(43), made.authority.credential.kid])
    expect(await code(run((books) => revokeGateway(books, wrong)))).toBe('MN-006');
});

it('an officer whom a revoked delegate has revoked: the authority says it too, and their key ends', async () => {
  const [agent, head] = [officerOf(made, 'A. S.'), officerOf(made, 'M. U.')];
  const world = worldOf(made);
  const records = [
    await revocationOf(world, agent.credential.kid, head),
    await revocationOf(world, head.credential.kid),
  ];
  const who = { kid: agent.credential.kid };
  const { revoked } = await run((books) => revokeOfficer(books, who, false, { reason: 'left' }), records);
  expect(revoked.map(({ kid }: { kid: Kid }) => kid)).toEqual([who.kid]);
  expect((await keyringOf(folder)).ending(who.kid)?.by).toBe(made.authority.credential.kid);
  expect((await run((books) => revokeOfficer(books, who, false, { reason: 'left' }))).revoked).toEqual([]);
});

it('an authority: what it had revoked is said again by the new one, or nobody’s key would end on it', async () => {
  const desk = 'ML-PAR/B' as DeskId;
  await run((books) => revokeDesk(books, desk, { reason: 'stolen' }));
  const transport = made.transports.get(desk)!.credential.kid;
  const before = (await keyringOf(folder)).ending(transport)!;
  const { authority } = await run((books) => rotateAuthority(books, made.root, true, null));
  const keyring = await keyringOf(folder);
  const { at, reason } = before;
  expect(keyring.ending(transport)).toMatchObject({ at, reason, by: authority });
  expect(keyring.ending(made.authority.credential.kid)?.by).toBe(authority);
});

it('and what a delegate had revoked whom it made', async () => {
  const { folder: own, ministry } = await makeFolder();
  const [agent, head] = [officerOf(ministry, 'A. S.'), officerOf(ministry, 'M. U.')];
  const { kid } = agent.credential;
  const records = [await revocationOf(worldOf(ministry), kid, head)];
  const rotated = (books: Books) => rotateAuthority(books, ministry.root, true, null);
  const { authority } = await run(rotated, records, own);
  expect((await keyringOf(own)).ending(kid)).toMatchObject({ reason: 'stolen', by: authority });
  await rm(own, { recursive: true });
});
