/** A clock that was set, as wire version 4 records it: golden, and read for ever. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAudit } from '../../app/audit/audit-record.ts';
import { judgeRecord } from '../../app/audit/chain-record.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { recordDocument } from '../../app/keyring/records.ts';
import { parseCompact, payloadBytes, payloadOf, signCompact } from '../../app/seal/jws.ts';
import { generateKey, importPrivate } from '../../app/seal/keys.ts';

interface Golden {
  readonly root: string;
  readonly credentials: readonly string[];
  readonly jws: string;
  readonly members: Record<string, unknown>;
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'records-4', 'clock.json'), 'utf8'),
) as Golden;

test('reads, verifies back to its root, and stands in its chain with what the clock would have shown', async () => {
  const { hash, record } = await readAudit(golden.jws);
  expect(record).toEqual(golden.members);
  expect(record).toMatchObject({ what: 'clock-changed', expected: expect.any(String) });
  expect('dossier' in record).toBe(false);
  const credentials = await Promise.all(
    golden.credentials.map((jws) => recordDocument(jws, (kid) => `credential:${kid}`)),
  );
  const keyring = await Keyring.from(golden.root, credentials);
  const document = await recordDocument(golden.jws, (id) => `audit:${id}`);
  const judged = await judgeRecord(document, keyring);
  expect(judged.fault).toBeNull();
  expect(judged.record).toMatchObject({ id: hash, kind: 'clock-changed', dossier: null, seq: record.seq });
});

test('of a file, or without what it would have shown, it is no record; and no other event is of no file', async () => {
  const { privateJwk } = await generateKey('sig');
  const key = await importPrivate(privateJwk, 'sig');
  const { kid } = parseCompact(golden.jws);
  const signed = (members: object) =>
    signCompact({ typ: 'guichet-audit+jws', kid, payload: payloadBytes(members), key });
  const { expected, what, ...members } = payloadOf(parseCompact(golden.jws));
  for (const spoilt of [
    { ...members, what },
    { ...members, what, expected, dossier: '0123456789ABCDEFGHJKMNPQRS' },
    { ...members, what: 'read' },
    { ...members, what: 'read', expected },
  ])
    await expect(readAudit(await signed(spoilt))).rejects.toMatchObject({ code: 'SEAL-014' });
});
