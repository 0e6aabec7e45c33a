import { CompactEncrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../../app/seal/bytes.ts';
import { generateKey, importPrivate, importPublic } from '../../../app/seal/keys.ts';
import { openForOne, wrapForOne } from '../../../app/seal/one-jwe.ts';

const pair = async () => {
  const { publicJwk, privateJwk } = await generateKey('enc');
  return { open: await importPrivate(privateJwk, 'enc'), wrap: await importPublic(publicJwk, 'enc') };
};
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'opened',
    (error: { code?: unknown }) => error.code,
  );

describe('a secret for one recipient', () => {
  it('opens with the key and the name it was wrapped for, and with no other', async () => {
    const [mine, other] = [await pair(), await pair()];
    const jwe = await wrapForOne(utf8('secret'), 'kid-1', mine.wrap);
    expect(fromUtf8(await openForOne(jwe, 'kid-1', mine.open))).toBe('secret');
    expect(await codeOf(openForOne(jwe, 'kid-2', mine.open))).toBe('SEAL-013');
    expect(await codeOf(openForOne(jwe, 'kid-1', other.open))).toBe('SEAL-009');
    expect(await codeOf(openForOne({ jwe }, 'kid-1', mine.open))).toBe('SEAL-008');
  });

  it('needs no AES-KW, which Electron’s main process lacks', async () => {
    const jwe = await wrapForOne(utf8('secret'), 'kid-1', (await pair()).wrap);
    const [header = '', encryptedKey] = jwe.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
    });
    expect(encryptedKey).toBe('');
  });

  it('is refused with another algorithm, or with members of its header that nobody expects', async () => {
    const { open, wrap } = await pair();
    const made = (header: { alg: string; enc: string; [member: string]: unknown }) =>
      new CompactEncrypt(utf8('secret')).setProtectedHeader(header).encrypt(wrap);
    const wrapped = await made({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid: 'kid-1' });
    expect(await codeOf(openForOne(wrapped, 'kid-1', open))).toBe('SEAL-009');
    const more = await made({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'kid-1', typ: 'x' });
    expect(await codeOf(openForOne(more, 'kid-1', open))).toBe('SEAL-008');
  });
});
