/** What was handed over once still reads: request, fingerprint, request at rest, answer (tests/vectors/enrolment-1). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Kid, RecordHash } from '../../app/acts/ids.ts';
import { readAnswer, readModelKeysOf, requireFit, writeAnswer } from '../../app/enrolment/answer.ts';
import { fingerprintOf, readRequest } from '../../app/enrolment/request.ts';
import { openGrants } from '../../app/keyring/grants.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { importPrivate, type PrivateJwk } from '../../app/seal/keys.ts';
import { openRequest, parseRequestFile } from '../../app/vault/request-file.ts';

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'enrolment-1', 'enrolment.json'), 'utf8'),
) as {
  root: string;
  request: { text: string; id: RecordHash; fingerprint: string };
  keys: { sig: PrivateJwk; enc: PrivateJwk };
  file: unknown;
  words: string;
  answer: { text: string; kid: Kid };
  readModelKey: string;
};

it('the request, and its fingerprint', async () => {
  const request = await readRequest(golden.request.text);
  expect(request).toMatchObject({ id: golden.request.id, desk: 'ML-PAR/B', roles: ['agent', 'cashier'] });
  expect(fingerprintOf(request.id)).toBe(golden.request.fingerprint);
});

it('the request at rest opens with its words to its keys', async () => {
  expect(await openRequest(parseRequestFile(golden.file), golden.words, null)).toEqual(golden.keys);
});

it('the answer verifies, fits its request, opens with its keys, and is written to the byte as it was', async () => {
  const answer = await readAnswer(golden.answer.text, golden.root);
  requireFit(answer, await readRequest(golden.request.text));
  expect(answer.credential).toMatchObject({ kid: golden.answer.kid, roles: ['agent'], scope: 'ML-PAR' });
  const enc = await importPrivate(golden.keys.enc, 'enc');
  expect(await readModelKeysOf(answer, enc)).toEqual({ 'ML-PAR': golden.readModelKey });
  const keyring = await Keyring.from(golden.root, answer.documents);
  expect((await openGrants(keyring, answer.credential, enc)).size).toBeGreaterThan(0);
  const { answer: jws } = JSON.parse(golden.answer.text.split('\n')[0] ?? '') as { answer: string };
  expect(writeAnswer(jws, answer.documents)).toBe(golden.answer.text);
});
