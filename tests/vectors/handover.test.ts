/** The golden formats of a desk's end, and of a keyring on a stick, still read (tests/vectors/handover-1). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Kid } from '../../app/acts/ids.ts';
import { verifyAct } from '../../app/acts/verify-act.ts';
import { readUnsent, writeUnsent } from '../../app/export/unsent-bundle.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { readKeyringFile, verifyKeyringFile, writeKeyringFile } from '../../app/keyring/keyring-file.ts';
import { readProof } from '../../app/keyring/revocation-proof.ts';
import { fromUtf8, utf8 } from '../../app/seal/bytes.ts';
import { parseFarewellRecord } from '../../app/vault/farewell.ts';

const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'handover-1', 'handover.json'), 'utf8')) as {
  root: string;
  keyring: { text: string; head: string; at: string };
  record: { kid: Kid };
  unsent: { text: string; acts: string[] };
};

it('the keyring’s file, with its word of freshness', async () => {
  const file = readKeyringFile(golden.keyring.text);
  expect(writeKeyringFile(file)).toBe(golden.keyring.text);
  expect(await verifyKeyringFile(file, golden.root, [])).toEqual({
    freshness: { keyring: golden.keyring.head, at: golden.keyring.at },
    waiting: 0,
  });
});

it('the record of a revoked desk, and its proof', async () => {
  const record = parseFarewellRecord(golden.record);
  const proof = await readProof(golden.root, record.documents);
  expect(proof.revocation(record.kid)).toMatchObject({ kid: golden.record.kid, reason: 'stolen' });
});

it('what a revoked desk saves to a stick', async () => {
  const { desk, unsent } = readUnsent(utf8(golden.unsent.text));
  expect(fromUtf8(writeUnsent(desk, unsent))).toBe(golden.unsent.text);
  const [own] = unsent;
  const keyring = await Keyring.from(golden.root, readKeyringFile(golden.keyring.text).documents);
  const acts = own!.documents.filter(({ _id }) => _id.startsWith('act:'));
  const verified = await Promise.all(acts.map(({ jws }) => verifyAct(jws, keyring)));
  expect(verified.map(({ id }) => id)).toEqual(golden.unsent.acts);
  expect(own!.chunks.map(fromUtf8)).toEqual(['specimen']);
});
