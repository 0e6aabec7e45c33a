/** Records are verified by WebCrypto itself; jose, which reads a record's text in its own way, must find the same. */
import fc from 'fast-check';
import { compactVerify } from 'jose';
import { expect, it } from 'vitest';
import type { Kid } from '../../../app/acts/ids.ts';
import { toBase64url, utf8 } from '../../../app/seal/bytes.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { type ParsedJws, parseCompact, signCompact, verifyCompact } from '../../../app/seal/jws.ts';
import { generateKey, importPrivate, importPublic } from '../../../app/seal/keys.ts';

const resolves = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

it('verifies what jose verifies, of the text as it is and with any character replaced', async () => {
  const pair = await generateKey('sig');
  const signing = await importPrivate(pair.privateJwk, 'sig');
  const key = await importPublic(pair.publicJwk, 'sig');
  const kid = (await hashOf('a credential')) as string as Kid;
  const record = { typ: 'guichet-act+jws', kid, key: signing } as const;
  const alphabet = fc.constantFrom(...'ABCQgwz019_-.=+');
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.nat(), fc.option(alphabet), async (payload, place, to) => {
      const jws = await signCompact({ ...record, payload: utf8(payload) });
      const at = place % jws.length;
      const text = to === null ? jws : jws.slice(0, at) + to + jws.slice(at + 1);
      const parsed = ofText(text);
      if (!parsed) return; // refused before anything is verified: jws.test.ts
      const ours = await resolves(verifyCompact(parsed, key));
      expect(ours).toBe(await resolves(compactVerify(text, key, { algorithms: ['ES256'] })));
      expect(ours).toBe(text === jws);
    }),
    { numRuns: 400 },
  );
});

it('takes no key but a P-256 one that verifies, and no signature of another length', async () => {
  const pair = await generateKey('sig');
  const signing = await importPrivate(pair.privateJwk, 'sig');
  const enc = await importPublic((await generateKey('enc')).publicJwk, 'enc');
  const key = await importPublic(pair.publicJwk, 'sig');
  const jws = await signCompact({ typ: 'guichet-act+jws', kid: null, payload: utf8('{}'), key: signing });
  const cut = jws.lastIndexOf('.') + 1;
  for (const [text, by] of [
    [jws, signing],
    [jws, enc],
    [jws.slice(0, cut), key],
    [jws.slice(0, cut) + toBase64url(new Uint8Array(65)), key],
    [`${jws}=`, key],
  ] as const)
    await expect(verifyCompact({ jws: text }, by)).rejects.toMatchObject({ code: 'SEAL-006' });
});

function ofText(text: string): ParsedJws | null {
  try {
    return parseCompact(text);
  } catch {
    return null;
  }
}
