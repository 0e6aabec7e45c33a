/** Every golden record still reads, verifies and opens, under the ids and revisions it had (tests/vectors/records-1 and following: a folder for each wire version). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BlobManifest } from '../../app/acts/bodies.ts';
import type { DossierId, Kid, RecordHash } from '../../app/acts/ids.ts';
import { ACT_KINDS } from '../../app/acts/kinds.ts';
import { isDocumentOf, openBody, readAct, verifyAct } from '../../app/acts/verify-act.ts';
import { verifyReceipt } from '../../app/admission/receipt.ts';
import { type AuditRecord, readAudit } from '../../app/audit/audit-record.ts';
import { verifyAuditReport } from '../../app/audit/audit-report.ts';
import { readRelease } from '../../app/catalogue/release.ts';
import {
  isDocumentOfWrap,
  keyCommitment,
  openDossierKey,
  readWrap,
  verifyWrap,
} from '../../app/dossier/dossier-key.ts';
import { decryptBlob } from '../../app/evidence/blob.ts';
import { readBundle, writeBundle } from '../../app/export/bundle.ts';
import { verifyBundle } from '../../app/export/verify-bundle.ts';
import { type GroupKeys, openGrants } from '../../app/keyring/grants.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import type { DefinitionDocument, SignedDocument } from '../../app/log/records.ts';
import { fromBase64url, utf8 } from '../../app/seal/bytes.ts';
import { hashOf, nameOf } from '../../app/seal/hash.ts';
import { parseCompact, payloadOf } from '../../app/seal/jws.ts';
import { importPrivate, type PrivateJwk } from '../../app/seal/keys.ts';

/** Kinds that came later, each with its version. */
const SINCE: Readonly<Record<string, number>> = { 'held-by-law': 4, 'hold-lifted': 4 };

describe.each([1, 2, 3, 4])('golden records of wire version %i', (version) => {
  const golden = <T>(name: string): T =>
    JSON.parse(readFileSync(join(import.meta.dirname, `records-${version}`, `${name}.json`), 'utf8')) as T;

  const ministry = golden<{
    root: string;
    documents: SignedDocument[];
    secrets: { agent: { kid: Kid; enc: PrivateJwk } };
  }>('keyring');
  const sealed = golden<{
    dossier: DossierId;
    key: string;
    commitment: RecordHash;
    wrap: { document: SignedDocument; hash: RecordHash };
    acts: { kind: string; document: SignedDocument; id: string; body: unknown }[];
    /** from version 4 on: one that is sealed under a delegation */
    under?: { delegation: RecordHash; document: SignedDocument; id: string; body: unknown };
  }>('acts');

  let keyring: Keyring;
  let groups: GroupKeys;
  beforeAll(async () => {
    keyring = await Keyring.from(ministry.root, ministry.documents);
    const agent = keyring.credential(ministry.secrets.agent.kid);
    if (!agent) throw new Error('the agent is not in the golden keyring');
    groups = await openGrants(keyring, agent, await importPrivate(ministry.secrets.agent.enc, 'enc'));
  });

  it('keyring: credentials of each role, groups, grants, revocation, directory, list, leases', async () => {
    expect(keyring.problems).toEqual([]);
    expect(keyring.waiting).toEqual([]);
    for (const { _rev, jws } of ministry.documents) expect((await nameOf(jws)).rev).toBe(_rev);
    const roles = new Set(keyring.credentials().flatMap((credential) => credential.roles));
    for (const role of [
      'root',
      'authority',
      'gateway',
      'transport',
      'catalogue',
      'document-signer',
      'agent',
      'supervisor',
    ])
      expect(roles).toContain(role);
    expect(keyring.head()).toMatchObject(
      version < 4
        ? { policy: null, backupDays: null }
        : { policy: { warnDays: 10, blockDays: 30 }, backupDays: 30 },
    );
    const prefixes = new Set(ministry.documents.map(({ _id }) => _id.slice(0, _id.indexOf(':'))));
    expect([...prefixes].sort()).toEqual([
      'credential',
      ...(version < 4 ? [] : ['delegation', 'delegation-end']),
      'directory',
      'grant',
      'group',
      'keyring',
      'lease',
      'revocation',
    ]);
    const [delegated] = keyring
      .credentials()
      .filter(({ issuer }) => keyring.credential(issuer as Kid)?.delegates.length);
    expect(keyring.revocation(delegated?.kid as Kid)).toBeDefined();
    expect(groups.size).toBeGreaterThan(0);
    for (const document of ministry.documents.filter(({ _id }) => _id.startsWith('lease:')))
      expect((await keyring.read('guichet-lease+jws', document)).last).toBeGreaterThan(0);
  });

  it('catalogue: the release and its definitions', async () => {
    const { documents } = golden<{ documents: (SignedDocument | DefinitionDocument)[] }>('catalogue');
    const texts = documents.flatMap((document) => ('json' in document ? [document.json] : []));
    const manifest = documents.find((document) => 'jws' in document) as SignedDocument;
    const release = await readRelease(manifest.jws, texts, (jws) => keyring.verify(parseCompact(jws)));
    expect(manifest._id).toBe(`release:${release.hash}`);
    expect(release.services.size).toBe(texts.length);
    for (const document of documents)
      expect(document._id).toContain(await hashOf('jws' in document ? document.jws : document.json));
  });

  it.each(sealed.acts)('act: $kind', async ({ kind, document, id, body }) => {
    const act = await verifyAct(await readAct(document.jws), keyring);
    expect(act.id).toBe(id);
    expect(isDocumentOf(act, document)).toBe(true);
    expect(act.envelope.kind).toBe(kind);
    expect(await openBody(act, fromBase64url(sealed.key))).toEqual(body);
  });

  it('an erasure says its ground in clear; of version 4 on', async () => {
    const erased = sealed.acts.find(({ kind }) => kind === 'erased');
    const { envelope } = await readAct(erased?.document.jws ?? '');
    expect(envelope.ground).toBe(version < 4 ? undefined : 'request');
  });

  it('acts: one of each kind that there is', () => {
    const known = Object.keys(ACT_KINDS).filter((kind) => (SINCE[kind] ?? 1) <= version);
    expect(sealed.acts.map(({ kind }) => kind).sort()).toEqual(known.sort());
  });

  it.runIf(version >= 4)('a limited credential, a delegation with its end, an act under it', async () => {
    const limited = keyring.credentials().filter(({ limits }) => limits !== undefined);
    expect(limited.map(({ limits }) => limits)).toEqual([
      { missions: ['ML-PAR'], classes: ['visas'], services: ['ml-visa-short-stay'] },
    ]);
    const { delegation, document, id, body } = sealed.under!;
    expect(keyring.delegations.endOf(delegation)).toMatch(/Z$/);
    const act = await verifyAct(await readAct(document.jws), keyring);
    expect([act.id, act.envelope.v, act.delegation?.id]).toEqual([id, 2, delegation]);
    expect(isDocumentOf(act, document)).toBe(true);
    expect(await openBody(act, fromBase64url(sealed.key))).toEqual(body);
  });

  it('wrap: opens with the group’s key to the key that was committed to', async () => {
    const wrap = await readWrap(sealed.wrap.document.jws);
    await verifyWrap(wrap, keyring);
    expect(isDocumentOfWrap(wrap, sealed.wrap.document)).toBe(true);
    expect(wrap.hash).toBe(sealed.wrap.hash);
    const key = await openDossierKey([wrap], sealed.commitment, groups);
    expect(key).toEqual(fromBase64url(sealed.key));
    expect(await keyCommitment(sealed.dossier, 1, key)).toBe(sealed.commitment);
  });

  it('receipt and lift', async () => {
    const { receipt, lift } = golden<{
      receipt: { document: SignedDocument; hash: RecordHash };
      lift: SignedDocument;
    }>('receipts');
    const read = await verifyReceipt(receipt.document, keyring);
    expect(read.hash).toBe(receipt.hash);
    expect(read.items.map(([type, , verdict]) => [type, verdict])).toEqual([
      ['act', 'accepted'],
      ['wrap', 'accepted'],
      ['chunk', 'held'],
    ]);
    expect(read.chains).toHaveLength(1);
    const word = await keyring.read('guichet-lift+jws', lift);
    expect(word).toMatchObject({ verdict: 'accepted' });
    // What a word on an erasure stands on, since version 4.
    expect(word.seen).toEqual(version < 4 ? undefined : [word.act]);
  });

  it.each(['audit', 'token', 'session'] as const)('%s', async (name) => {
    const { jws, members } = golden<Record<typeof name, { jws: string; members: object }>>('signed')[name];
    const parsed = parseCompact(jws);
    expect(parsed.typ).toBe(`guichet-${name}+jws`);
    await keyring.verify(parsed);
    expect(payloadOf(parsed)).toEqual(members);
  });

  it('audit: reads with its place in the chain; the first version has none and no reader', async () => {
    const { jws, members } = golden<{ audit: { jws: string; members: AuditRecord } }>('signed').audit;
    if (version === 1) await expect(readAudit(jws)).rejects.toMatchObject({ code: 'SEAL-014' });
    else expect(await readAudit(jws)).toMatchObject({ kid: ministry.secrets.agent.kid, record: members });
  });

  it('audit record of an erasure; of version 4 on', async () => {
    const { erasedHere } = golden<{ erasedHere?: { jws: string; members: AuditRecord } }>('signed');
    expect(erasedHere === undefined).toBe(version < 4);
    if (erasedHere) expect((await readAudit(erasedHere.jws)).record.what).toBe('erased-here');
  });

  it('audit record of an applicant’s copy, where the golden records have one', async () => {
    const { exportedInClear } = golden<{ exportedInClear?: { jws: string } }>('signed');
    if (exportedInClear) expect((await readAudit(exportedInClear.jws)).record.what).toBe('exported-in-clear');
  });

  it('audit report: verifies with the credentials in it; of version 3 on', async () => {
    const { report } = golden<{ report?: { jws: string; members: object } }>('signed');
    expect(report === undefined).toBe(version < 3);
    if (!report) return;
    const verified = await verifyAuditReport(report.jws, ministry.root);
    expect(verified.report).toMatchObject(report.members);
    expect(verified.by.roles).toEqual(['auditor']);
    expect(keyring.credential(verified.by.kid)).toBeDefined();
  });

  it('chunk: names, opens, and is what was scanned', async () => {
    const { manifest, chunks, clear } = golden<{
      manifest: BlobManifest;
      chunks: { id: string; bytes: string }[];
      clear: string;
    }>('evidence');
    const byId = new Map(chunks.map(({ id, bytes }) => [id, fromBase64url(bytes)]));
    expect(await decryptBlob(manifest, async (id) => byId.get(id))).toEqual(utf8(clear));
  });

  it('bundle: the whole dossier verifies against the root', async () => {
    const { text } = golden<{ text: string }>('bundle');
    const bundle = readBundle(utf8(text));
    const { faults, state, acts } = await verifyBundle(bundle, ministry.root);
    expect(faults).toEqual([]);
    expect(state?.status).toBe('approved');
    expect(acts).toHaveLength(3);
    expect(new TextDecoder().decode(writeBundle(bundle))).toBe(text);
  });

  it.runIf(version >= 4)('bundle with a delegation: of version 2', async () => {
    const { text } = golden<{ text: string }>('bundle-2');
    expect(text.startsWith('{"type":"guichet","v":2,')).toBe(true);
    const bundle = readBundle(utf8(text));
    expect((await verifyBundle(bundle, ministry.root)).faults).toEqual([]);
    expect(bundle.lines.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['delegation', 'delegation-end']),
    );
    expect(new TextDecoder().decode(writeBundle(bundle))).toBe(text);
  });
});
