/**
 * Makes one example of each record of this wire version, once and for ever, with the private keys that open it:
 *
 *   npx tsx tests/vectors/generate-records.ts [--force]
 *
 * Records outlive the code: what stands in tests/vectors/records-* must read in every later version, so this refuses to
 * overwrite. The keys in there belong to nobody.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActBodies, BlobManifest } from '../../app/acts/bodies.ts';
import { isoTime, systemRandom } from '../../app/acts/clock.ts';
import type { ActId, DeskId, MissionCode, ServiceCode } from '../../app/acts/ids.ts';
import type { ActKind } from '../../app/acts/kinds.ts';
import { signReceipt } from '../../app/admission/receipt.ts';
import { AUDIT_VERSION } from '../../app/audit/audit-record.ts';
import { signAuditReport } from '../../app/audit/audit-report.ts';
import { encryptBlob } from '../../app/evidence/blob.ts';
import { type BundleLine, writeBundle } from '../../app/export/bundle.ts';
import { issueCredential } from '../../app/keyring/credential.ts';
import { recordDocument, signRecord } from '../../app/keyring/records.ts';
import { WIRE_VERSION } from '../../app/replication/wire-version.ts';
import { toBase64url, utf8 } from '../../app/seal/bytes.ts';
import { payloadBytes, signCompact } from '../../app/seal/jws.ts';
import { generateKey } from '../../app/seal/keys.ts';
import { AUDITOR, planWithAuditor } from '../world/auditor.ts';
import { exported } from '../world/bundle.ts';
import { BY_CENTRE } from '../world/definition.ts';
import { delegation, delegationEnd, given } from '../world/delegated.ts';
import { approval, openedBody, refusal, World } from '../world/world.ts';

const FOLDER = join(import.meta.dirname, `records-${WIRE_VERSION}`);
if (existsSync(FOLDER) && !process.argv.includes('--force')) {
  console.error(
    'The golden records are there already and are kept as they are (--force makes others in their place).',
  );
  process.exit(1);
}
mkdirSync(FOLDER, { recursive: true });
const write = (name: string, content: unknown): void =>
  writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);

const world = await World.open([BY_CENTRE], planWithAuditor());
const { ministry, agent, supervisor } = world;
const { authority, gateway } = ministry;
const now = (): string => isoTime(world.clock.now());

/** What a delegate issued without a network, and what the authority took back. */
async function travelling() {
  const { credential: by, signingKey } = world.head;
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const draft = {
    subject: toBase64url(systemRandom.bytes(16)),
    roles: ['agent' as const],
    scope: by.scope,
    desk: by.desk,
    delegates: [],
    from: by.from,
    until: by.until,
    sig: sig.publicJwk,
    enc: enc.publicJwk,
  };
  const delegated = await recordDocument(
    await issueCredential(draft, by.kid, signingKey),
    (hash) => `credential:${hash}`,
  );
  const head = world.officer('M. U.', 'ML-PAR/A');
  const desk = await recordDocument(
    await issueCredential(
      {
        ...draft,
        subject: toBase64url(systemRandom.bytes(16)),
        roles: ['transport' as const],
        desk: 'ML-PAR/P' as DeskId,
        from: head.credential.from,
        until: head.credential.until,
        sig: (await generateKey('sig')).publicJwk,
        enc: null,
      },
      head.credential.kid,
      head.signingKey,
    ),
    (hash) => `credential:${hash}`,
  );
  const kid = delegated._id.slice('credential:'.length);
  const revocation = await signRecord(
    'guichet-revocation+jws',
    { v: 1, kid, reason: 'specimen', at: now() },
    authority.credential.kid,
    authority.signingKey,
  );
  return [delegated, desk, await recordDocument(revocation, (hash) => `revocation:${hash}`)];
}

/** A list of the keyring that says how fresh keyrings must be, and how long backups are kept. */
async function listWithPolicy() {
  const policy = { warnDays: 10, blockDays: 30 };
  const payload = { v: 1 as const, n: 2, at: now(), records: [], policy, backupDays: 30 };
  const { credential, signingKey } = authority;
  const jws = await signRecord('guichet-keyring+jws', payload, credential.kid, signingKey);
  return recordDocument(jws, () => 'keyring:2');
}

/** An officer who is limited, and a delegation of signature that was ended. */
const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
const { kid: _, jws: _jws, issuer: _issuer, ...chair } = world.reviewer.credential;
const limited = await issueCredential(
  {
    ...chair,
    subject: toBase64url(systemRandom.bytes(16)),
    limits: {
      missions: ['ML-PAR' as MissionCode],
      classes: ['visas'],
      services: ['ml-visa-short-stay' as ServiceCode],
    },
    sig: sig.publicJwk,
    enc: enc.publicJwk,
  },
  authority.credential.kid,
  authority.signingKey,
);
const delegated = await delegation(supervisor, given(world, world.reviewer, ['reviewer']));
const signature = [
  await recordDocument(limited, (hash) => `credential:${hash}`),
  delegated.document,
  await delegationEnd(supervisor, delegated.id, now()),
];

write('keyring', {
  root: ministry.root.credential.jws,
  documents: [...ministry.keyringDocuments, ...(await travelling()), ...signature, await listWithPolicy()],
  secrets: { agent: { kid: agent.credential.kid, enc: agent.enc } },
});
write('catalogue', { documents: ministry.catalogueDocuments });

const blob = await encryptBlob(utf8('a specimen of a scan'), systemRandom);
const scan: BlobManifest = { ...blob.manifest, document: 'photo', mediaType: 'image/jpeg' };
write('evidence', {
  manifest: scan,
  listing: blob.listing,
  chunks: blob.chunks.map(({ id, bytes }) => ({ id, bytes: toBase64url(bytes) })),
  clear: 'a specimen of a scan',
});

const hash = toBase64url(systemRandom.bytes(32));
const other = toBase64url(systemRandom.bytes(16));
const money = { amount: 5500, currency: 'EUR' };
const item = { id: 'a', document: 'photo', what: 'w', why: 'y', satisfiedBy: 's', dueBy: '2026-12-01' };
const bodies: { readonly [Kind in ActKind]: ActBodies[Kind] } = {
  opened: { ...openedBody({ surname: 'ERIKSSON', arabic: 'إريكسون' }), documents: [scan], feeDue: money },
  amended: { answers: { given: 'Anna Maria' }, reason: 'specimen' },
  'evidence-attached': { documents: [scan], note: 'specimen' },
  'applicant-confirmed': { shown: hash, language: 'fr' },
  submitted: { note: 'specimen' },
  assigned: { until: '2026-11-21T10:00:00Z' },
  'information-requested': { items: [item], language: 'fr' },
  'information-supplied': { items: ['a'], documents: [scan], answers: { given: 'Anna' } },
  'waits-for': { dossier: 'specimen', reason: 'specimen' },
  approved: { ...approval, displayed: [scan.id] },
  refused: refusal,
  countersigned: { displayed: [scan.id] },
  'countersignature-declined': { reason: 'specimen' },
  'instrument-issued': {
    instrument: 'paper',
    number: '1',
    validFrom: '2026-11-21',
    validUntil: '2027-11-21',
  },
  'instrument-voided': { number: '1', reason: 'specimen' },
  'handed-over': { to: 'applicant' },
  'document-declared-lost': { document: 'paper', circumstances: 'specimen' },
  'fee-collected': { legal: money, collected: money, quittance: '1', means: 'cash' },
  'fee-voided': { quittance: '1', reason: 'specimen' },
  'contact-noted': { by: 'telephone', direction: 'from-applicant', note: 'specimen' },
  withdrawn: { reason: 'specimen' },
  closed: { reason: 'specimen' },
  transferred: { to: 'ML-DKR', reason: 'specimen' },
  'person-linked': { person: other, other, reason: 'specimen' },
  'person-unlinked': { person: other, other, reason: 'specimen' },
  reconciled: { answers: { surname: 'ERIKSSON' }, reason: 'specimen' },
  corrected: { act: hash, answers: { surname: 'ERIKSSON' }, reason: 'specimen' },
  erased: { reason: 'specimen', rule: 'specimen' },
  annotated: { note: 'specimen' },
  'held-by-law': { reason: 'specimen' },
  'hold-lifted': { reason: 'specimen' },
};

const dossier = await world.dossier(BY_CENTRE);
const acts: { kind: ActKind; document: unknown; id: ActId; body: unknown }[] = [];
for (const [kind, body] of Object.entries(bodies) as [ActKind, ActBodies[ActKind]][]) {
  const opened = acts[0]?.id;
  const carries = kind === 'opened' || kind === 'evidence-attached';
  const sealed = await world.seal(dossier, agent, {
    kind,
    prior: opened ? [opened] : [],
    body,
    but: {
      ...(carries ? { blobs: [blob.listing] } : {}),
      ...(kind === 'opened' ? { priority: 'urgent' as const } : {}),
      ...(kind === 'assigned' ? { assignee: agent.credential.subject } : {}),
      ...(kind === 'erased' ? { ground: 'request' as const } : {}),
    },
  } as Parameters<World['seal']>[2]);
  acts.push({ kind, document: sealed.document, id: sealed.id, body });
}
/** Sealed under the delegation: of version 2. */
const inPlace = await world.seal(dossier, world.reviewer, {
  kind: 'approved',
  prior: [acts[0]?.id as ActId],
  body: bodies.approved,
  but: { under: delegated.id },
});
const { hash: wrapHash, ...wrap } = dossier.wrap;
write('acts', {
  dossier: dossier.id,
  key: toBase64url(dossier.key),
  commitment: dossier.commit,
  wrap: { document: wrap, hash: wrapHash },
  acts,
  under: { delegation: delegated.id, document: inPlace.document, id: inPlace.id, body: bodies.approved },
});

const opened = acts[0]?.id as ActId;
const receipt = await signReceipt(
  {
    epoch: toBase64url(systemRandom.bytes(12)),
    n: 1,
    at: now(),
    items: [
      ['act', opened, 'accepted', 'AD-000'],
      ['wrap', wrapHash, 'accepted', 'AD-000'],
      ['chunk', blob.chunks[0]?.id as string, 'held', 'AD-109'],
    ],
    chains: [[agent.desk, toBase64url(systemRandom.bytes(12)), 1, opened]],
  },
  gateway.credential.kid,
  gateway.signingKey,
);
const lift = await signRecord(
  'guichet-lift+jws',
  { v: 1, act: opened, verdict: 'accepted', reason: 'specimen', seen: [opened] },
  supervisor.credential.kid,
  supervisor.signingKey,
);
const { hash: receiptHash, ...receiptDocument } = receipt;
write('receipts', {
  receipt: { document: receiptDocument, hash: receiptHash },
  lift: await recordDocument(lift, (hash) => `lift:${opened}:${hash}`),
});

/** Records that are signed over whatever their reader asks for: type, signer and members are what is kept. */
const signed = async (
  typ: 'guichet-audit+jws' | 'guichet-token+jws' | 'guichet-session+jws',
  by: Pick<typeof agent, 'credential' | 'signingKey'>,
  members: object,
) => ({
  jws: await signCompact({ typ, kid: by.credential.kid, payload: payloadBytes(members), key: by.signingKey }),
  members,
});
const transport = ministry.transports.get(agent.desk);
if (!transport) throw new Error('no transport key');
/** An auditor's report on one journal in which an act is missing, by number and by a receipt. */
async function report() {
  const by = world.officer(AUDITOR.initials, AUDITOR.desk);
  const [desk, mission, epoch] = [agent.desk as string, 'ML-PAR', toBase64url(systemRandom.bytes(12))];
  const where = { journal: 1, of: 'acts' as const, desk, mission, epoch };
  const [kid, subject] = [agent.credential.kid as string, agent.credential.subject];
  const members = {
    at: now(),
    whole: false,
    journals: [{ desk, files: [{ name: 'acts' as const, bytes: 4096, sha256: hash }] }],
    receipts: 1,
    copies: 0,
    chains: [
      { ...where, first: 1, last: 3, records: 2, head: opened as string, branch: false, withoutReceipt: 1 },
    ],
    findings: [{ ...where, code: 'AU-105', seq: 2, until: 2, record: null, detail: 'not in the journal' }],
    officers: [
      {
        kid,
        subject,
        roles: ['agent'],
        desk,
        acts: { opened: 1 },
        audits: { read: 1 },
        from: now(),
        until: now(),
      },
    ],
    deeds: [
      {
        ...{ group: 'reading', kind: 'read', kid, desk, mission, epoch, seq: 1, record: hash },
        ...{ dossier: dossier.id as string, ref: null, claimedAt: now() },
      },
    ],
  };
  return { jws: await signAuditReport(members, world.keyring, by.credential, by.signingKey), members };
}

write('signed', {
  audit: await signed('guichet-audit+jws', agent, {
    v: AUDIT_VERSION,
    mission: 'ML-PAR',
    desk: agent.desk,
    epoch: toBase64url(systemRandom.bytes(12)),
    seq: 1,
    prev: null,
    what: 'exported',
    dossier: dossier.id,
    keyring: world.keyring.head()?.hash,
    lastReceipt: receiptHash,
    claimedAt: now(),
  }),
  erasedHere: await signed('guichet-audit+jws', agent, {
    v: AUDIT_VERSION,
    mission: 'ML-PAR',
    desk: agent.desk,
    epoch: toBase64url(systemRandom.bytes(12)),
    seq: 1,
    prev: null,
    what: 'erased-here',
    dossier: dossier.id,
    keyring: world.keyring.head()?.hash,
    lastReceipt: receiptHash,
    claimedAt: now(),
  }),
  exportedInClear: await signed('guichet-audit+jws', agent, {
    v: AUDIT_VERSION,
    mission: 'ML-PAR',
    desk: agent.desk,
    epoch: toBase64url(systemRandom.bytes(12)),
    seq: 1,
    prev: null,
    what: 'exported-in-clear',
    dossier: dossier.id,
    keyring: world.keyring.head()?.hash,
    lastReceipt: receiptHash,
    claimedAt: now(),
  }),
  token: await signed('guichet-token+jws', agent, {
    v: 1,
    ref: 'PAR-B-26-00417-6',
    act: opened,
    day: '2026-11-21',
  }),
  session: await signed('guichet-session+jws', transport, {
    nonce: toBase64url(systemRandom.bytes(32)),
    gateway: gateway.credential.kid,
    origin: 'https://gateway.example',
  }),
  report: await report(),
});
/** A clock that was set, with what verifies it: in a file of its own. */
const clockMembers = {
  v: AUDIT_VERSION,
  mission: 'ML-PAR',
  desk: agent.desk,
  epoch: toBase64url(systemRandom.bytes(12)),
  seq: 1,
  prev: null,
  what: 'clock-changed',
  expected: isoTime(world.clock.now() + 3 * 3_600_000),
  keyring: world.keyring.head()?.hash,
  lastReceipt: receiptHash,
  claimedAt: now(),
};
write('clock', {
  root: ministry.root.credential.jws,
  credentials: [authority.credential.jws, agent.credential.jws],
  ...(await signed('guichet-audit+jws', agent, clockMembers)),
});
const bundle = await exported(world, 400);
write('bundle', { text: new TextDecoder().decode(bundle.bytes) });
/** With a delegation and its end, which make it one of version 2. */
const records = signature.flatMap((document): BundleLine[] => {
  const type = document._id.slice(0, document._id.indexOf(':'));
  return type === 'delegation' || type === 'delegation-end' ? [{ type, text: document.jws }] : [];
});
const ofVersion2 = writeBundle({ dossier: bundle.dossier.id, lines: [...bundle.lines, ...records] });
write('bundle-2', { text: new TextDecoder().decode(ofVersion2) });
