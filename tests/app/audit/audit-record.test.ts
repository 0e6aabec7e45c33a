import { beforeAll, describe, expect, it } from 'vitest';
import {
  type DeskId,
  dossierIdFrom,
  type Epoch,
  type Kid,
  type MissionCode,
  type RecordHash,
} from '../../../app/acts/ids.ts';
import { AUDIT_VERSION, auditDocument, auditPayload, readAudit } from '../../../app/audit/audit-record.ts';
import { fromUtf8 } from '../../../app/seal/bytes.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { generateKey, importPrivate } from '../../../app/seal/keys.ts';
import { SigningRules } from '../../../app/vault/signing-rules.ts';

const HASH = 'A'.repeat(43);
const PARIS = 'ML-PAR' as MissionCode;
const DESK = 'ML-PAR/B' as DeskId;
const RECORD = {
  mission: PARIS,
  desk: DESK,
  epoch: 'A'.repeat(16) as Epoch,
  seq: 2,
  prev: HASH as RecordHash,
  what: 'draft-taken-over',
  dossier: dossierIdFrom(new Uint8Array(16)),
  from: HASH as Kid,
  keyring: HASH as RecordHash,
  lastReceipt: null,
  claimedAt: '2026-11-21T10:43:00Z',
} as const;

let sign: (payload: Uint8Array) => Promise<string>;
beforeAll(async () => {
  const key = await importPrivate((await generateKey('sig')).privateJwk, 'sig');
  sign = (payload) => signCompact({ typ: 'guichet-audit+jws', kid: HASH as Kid, payload, key });
});
const withMembers = (change: object) =>
  sign(payloadBytes({ ...JSON.parse(fromUtf8(auditPayload(RECORD))), ...change }));

describe('an audit record', () => {
  it('reads as it was written, under the hash that the next one names', async () => {
    const jws = await sign(auditPayload(RECORD));
    const { hash, _id } = await auditDocument(jws);
    expect(await readAudit(jws)).toMatchObject({ hash, kid: HASH, record: { v: AUDIT_VERSION, ...RECORD } });
    expect(_id).toBe(`audit:${hash}`);
  });

  it.each<[string, object]>([
    ['none of its chain', { epoch: undefined, seq: undefined, prev: undefined }],
    ['the first with a prev', { seq: 1 }],
    ['a later one without', { prev: null }],
    ['an epoch that is none', { epoch: 'x' }],
    ['a hash with slack bits', { prev: `${'A'.repeat(42)}B` }],
    ['no dossier', { dossier: 'x' }],
    ['no keyring', { keyring: undefined }],
    ['nothing said of receipts', { lastReceipt: undefined }],
  ])('is refused with %s', async (_, change) => {
    await expect(withMembers(change).then(readAudit)).rejects.toMatchObject({ code: 'SEAL-014' });
  });

  it('of a newer version is kept as it came', async () => {
    const { record } = await readAudit(await withMembers({ v: 3, what: 'printed', more: 1 }));
    expect(record).toMatchObject({ v: 3, what: 'printed' });
  });

  it('is signed only in its own shape, for this desk and a mission it works for', () => {
    const rules = new SigningRules({ desk: DESK, missions: [PARIS] }, () => 0);
    const code = (payload: Uint8Array): unknown => {
      try {
        rules.admit('guichet-audit+jws', payload);
      } catch (error) {
        return (error as { code: string }).code;
      }
      return 'signed';
    };
    const { from: _, ...exported } = { ...RECORD, what: 'exported' as const };
    expect(code(auditPayload(RECORD))).toBe('signed');
    expect(code(auditPayload(exported))).toBe('signed');
    expect(code(auditPayload({ ...RECORD, desk: 'ML-PAR/A' as DeskId }))).toBe('SG-005');
    expect(code(auditPayload({ ...RECORD, mission: 'ML-DKR' as MissionCode }))).toBe('SG-005');
    expect(code(auditPayload({ ...RECORD, what: 'anything' as never }))).toBe('SG-005');
    expect(code(payloadBytes({ v: 2, desk: DESK }))).toBe('SG-005');
  });
});
