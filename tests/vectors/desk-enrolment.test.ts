/** What put a desk into service once still reads: root, request, request at rest, answer (tests/vectors/desk-enrolment-1). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RecordHash } from '../../app/acts/ids.ts';
import { readDeskAnswer, requireDeskFit } from '../../app/enrolment/desk-answer.ts';
import { readDeskRequest } from '../../app/enrolment/desk-request.ts';
import { fingerprintOf } from '../../app/enrolment/request.ts';
import { readRoot, rootFingerprint } from '../../app/enrolment/root.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import type { PrivateJwk } from '../../app/seal/keys.ts';
import { openDeskRequest, parseDeskRequestFile } from '../../app/vault/request-file.ts';

const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'desk-enrolment-1', 'desk-enrolment.json'), 'utf8'),
) as {
  root: { jws: string; fingerprint: string };
  request: { text: string; id: RecordHash; fingerprint: string };
  keys: { transport: PrivateJwk; sig: PrivateJwk; enc: PrivateJwk };
  file: unknown;
  words: string;
  answer: { text: string; desk: string };
};

it('the root, and its fingerprint', async () => {
  expect(rootFingerprint((await readRoot(golden.root.jws)).kid)).toBe(golden.root.fingerprint);
});

it('the request, and its digits', async () => {
  const request = await readDeskRequest(golden.request.text);
  expect(request).toMatchObject({ id: golden.request.id, mission: 'ML-PAR', roles: ['agent', 'cashier'] });
  expect(fingerprintOf(request.id)).toBe(golden.request.fingerprint);
});

it('the request at rest opens with its words to its keys', async () => {
  const file = parseDeskRequestFile(golden.file);
  expect(file.root).toBe(golden.root.jws);
  expect(await openDeskRequest(file, golden.words, null)).toEqual(golden.keys);
});

it('the answer verifies, fits its request, and says how the desk is set up', async () => {
  const answer = await readDeskAnswer(golden.answer.text, golden.root.jws);
  requireDeskFit(answer, await readDeskRequest(golden.request.text));
  const { configuration, desk, credential } = answer;
  expect([configuration.desk, desk.desk, credential.desk]).toEqual(Array(3).fill(golden.answer.desk));
  const keyring = await Keyring.from(golden.root.jws, configuration.introduction ?? []);
  expect(keyring.credential(desk.kid)).toBeDefined();
});
