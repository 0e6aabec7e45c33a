/** Node's codec answers as the one that every runtime has: another answer would be another record. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAct, verifyAct } from '../../../app/acts/verify-act.ts';
import { WEB_CODEC } from '../../../app/seal/codec.ts';
import { SealError } from '../../../app/seal/errors.ts';
import { NODE_CODEC } from '../../../sync-server/admission/node-codec.ts';
import { nameRecord } from '../../../sync-server/admission/offered.ts';
import { sisters } from '../../world/tamper.ts';
import { World } from '../../world/world.ts';
import { BY_MISSION, SERVICES } from './support.ts';

function read(codec: typeof WEB_CODEC, text: string): string {
  try {
    return Buffer.from(codec.fromBase64url(text)).toString('hex');
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
}

describe('NODE_CODEC', () => {
  it('reads canonical base64url, and nothing else that Node would read', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'AQgwZ_-+/=. \né\0') });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string(), fc.base64String()), (text) => {
        expect(read(NODE_CODEC, text)).toBe(read(WEB_CODEC, text));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64url');
        expect(Uint8Array.from(NODE_CODEC.fromBase64url(text))).toEqual(bytes);
        for (const sister of text === '' ? [] : sisters(text))
          expect(read(NODE_CODEC, sister)).toBe('SEAL-002');
      }),
    );
  });

  it('hashes text and bytes alike, lone surrogates too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()), async (content) => {
        for (const one of [content, '\ud800'])
          expect(Uint8Array.from(await NODE_CODEC.digest(one))).toEqual(await WEB_CODEC.digest(one));
      }),
    );
  });

  it('gives the same act, which the gateway takes apart once and verifies as it came', async () => {
    const world = await World.open(SERVICES);
    const { dossier, acts } = await world.lodged(BY_MISSION);
    const [opened, submitted] = acts as [(typeof acts)[0], (typeof acts)[0]];
    const { act } = await nameRecord('act', opened.document);
    expect(act).toEqual(await readAct(opened.jws));
    expect((await verifyAct(act!, world.keyring)).id).toBe(opened.id);
    expect(act?.envelope.dossier).toBe(dossier.id);
    // What was taken apart vouches for its own text only: a copy with another's text is read anew, and is not this act.
    const forged = `${opened.jws.slice(0, opened.jws.lastIndexOf('.'))}.${submitted.jws.split('.')[2]}`;
    await expect(verifyAct({ ...act!, jws: forged }, world.keyring)).rejects.toMatchObject({
      code: 'SEAL-006',
    });
    await expect(verifyAct(await readAct(forged), world.keyring)).rejects.toMatchObject({ code: 'SEAL-006' });
  });
});
