/** A récépissé's QR: what an officer signed passes, whatever else is told apart by its code. */
import { beforeAll, expect, test } from 'vitest';
import { claimsToBeRecepisse, RecepisseError, verifyRecepisse } from '../../../app/desk/recepisse-token.ts';
import { payloadBytes, type SigningKey, signCompact } from '../../../app/seal/jws.ts';
import { World } from '../../world/world.ts';

const TOKEN = { v: 1, ref: 'PAR-B-26-00417-6', act: 'A'.repeat(43), day: '2026-11-21' };
interface Signer {
  readonly credential: World['agent']['credential'];
  readonly signingKey: SigningKey;
}
const sign = (
  { credential, signingKey: key }: Signer,
  members: object = TOKEN,
  typ: 'guichet-token+jws' | 'guichet-audit+jws' = 'guichet-token+jws',
) => signCompact({ typ, kid: credential.kid, payload: payloadBytes(members), key });

let world: World;
beforeAll(async () => {
  world = await World.open();
});
const said = (text: string) =>
  verifyRecepisse(text, world.keyring).then(
    ({ by, ...token }) => ({ ...token, by: by.kid }),
    (error: unknown) => (error instanceof RecepisseError ? error.code : String(error)),
  );

test('one that an officer signed is read, to the byte: what a scanner adds is its caller’s to take off', async () => {
  const text = await sign(world.agent);
  const { v: _, ...token } = TOKEN;
  expect(await said(text)).toEqual({ ...token, by: world.agent.credential.kid });
  expect(await said(`${text}\r\n`)).toBe('QR-001');
  expect(claimsToBeRecepisse(text)).toBe(true);
});

test('a text that is none, or a part of one, is QR-001, and none is taken for one as it is typed', async () => {
  const text = await sign(world.agent);
  const others = [
    '',
    'PAR-B-26-00417-6',
    text.slice(0, -1),
    `${text}A`,
    await sign(world.agent, { ...TOKEN, v: 2 }),
    await sign(world.agent, { ...TOKEN, more: 1 }),
    await sign(world.agent, { ...TOKEN, act: 'A' }),
    await sign(world.agent, TOKEN, 'guichet-audit+jws'),
  ];
  for (const other of others) expect(await said(other), other).toBe('QR-001');
  for (const typed of ['eyJ', 'eyJhbGciOiJFUzI1', 'ERIKSSON', '+331', text.slice(0, 40)])
    expect(claimsToBeRecepisse(typed), typed).toBe(false);
});

test('another signature, an altered text, a wrong check character, or a desk’s key instead of an officer’s is QR-002', async () => {
  const text = await sign(world.agent);
  const [head, , tail] = text.split('.');
  const altered = Buffer.from(payloadBytes({ ...TOKEN, day: '2026-11-22' })).toString('base64url');
  expect(await said(`${head}.${altered}.${tail}`)).toBe('QR-002');
  const other = world.officer('M. U.', 'ML-PAR/B');
  expect(await said(`${text.slice(0, -86)}${(await sign(other)).slice(-86)}`)).toBe('QR-002');
  expect(await said(await sign(world.agent, { ...TOKEN, ref: 'PAR-B-26-00417-7' }))).toBe('QR-002');
  expect(await said(await sign(world.ministry.gateway))).toBe('QR-002');
});

test('one by an officer of another ministry, or not known here yet, is QR-003', async () => {
  const foreign = await World.open();
  expect(await said(await sign(foreign.agent))).toBe('QR-003');
});
