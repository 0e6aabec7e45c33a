/** Each verdict and code of FORMATS.md's table, with real acts, through the gateway. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoTime, systemRandom } from '../../../app/acts/clock.ts';
import type { ActId, RecordHash } from '../../../app/acts/ids.ts';
import type { SealedAct } from '../../../app/acts/seal-act.ts';
import {
  type CredentialDraft,
  issueCredential,
  readCredential,
  type Scope,
} from '../../../app/keyring/credential.ts';
import { recordDocument } from '../../../app/keyring/records.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { concat, fromBase64url, toBase64url } from '../../../app/seal/bytes.ts';
import { hashOf } from '../../../app/seal/hash.ts';
import { signCompact } from '../../../app/seal/jws.ts';
import { generateKey, importPrivate } from '../../../app/seal/keys.ts';
import type { Holder, OfficerHolder } from '../../../scripts/ministry/create-ministry.ts';
import { approval, openedBody, refusal, World } from '../../world/world.ts';
import {
  BY_CENTRE,
  BY_MISSION,
  Centre,
  DAKAR,
  documentOfText,
  documentsOfActs,
  lift,
  PARIS,
  revocation,
  SERVICES,
  wrapOf,
} from './support.ts';

let world: World;
let centre: Centre;
beforeAll(async () => {
  world = await World.open(SERVICES);
  centre = await Centre.open(world);
});
afterAll(() => centre.close());

const stranger = (text: string) => hashOf(text) as Promise<RecordHash>;

async function opened(by = world.agent, but: object = {}) {
  const dossier = await world.dossier(BY_CENTRE, by);
  const act = await world.seal(dossier, by, { kind: 'opened', prior: [], body: openedBody(), but });
  return { dossier, act, wrap: wrapOf(dossier) };
}

const words = (act: SealedAct | { id: ActId }) => centre.words('act', act.id);

describe('accepted', () => {
  it('takes a lodged file with its wrap, and says so in one receipt with the desk’s chain', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE, world.otherAgent);
    const before = (await centre.receipts()).length;
    const answers = await centre.push([...documentsOfActs(acts), wrapOf(dossier)]);
    expect(answers.every((answer) => !('error' in answer))).toBe(true);
    const receipts = await centre.receipts();
    expect(receipts).toHaveLength(before + 1);
    const receipt = receipts.at(-1)!;
    const [first, second] = acts as [SealedAct, SealedAct];
    expect(receipt.items.map(([type, id, , code]) => [type, id, code]).sort()).toEqual(
      [
        ['act', first.id, 'AD-000'],
        ['act', second.id, 'AD-000'],
        ['wrap', dossier.wrap.hash, 'AD-000'],
      ].sort(),
    );
    expect(receipt.chains).toEqual([['ML-PAR/A', expect.any(String), 2, second.id]]);
    const ids = await centre.ids('records', 'act:');
    for (const { document } of acts) expect(ids).toContain(document._id);
  });
});

describe('held, until what it waits for comes', () => {
  it('AD-101: a missing prior', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const [first, second] = acts as [SealedAct, SealedAct];
    await centre.push([second.document, wrapOf(dossier)]);
    expect(await words(second)).toEqual(['held AD-101']);
    expect(await centre.ids('quarantine')).toContain(`q:act:${second.id}`);
    await centre.push([first.document]);
    expect(await words(second)).toEqual(['held AD-101', 'accepted AD-000']);
    expect(await centre.ids('quarantine')).not.toContain(`q:act:${second.id}`);
  });

  it('AD-102: an unknown signer, whose credential travels later by a delegate', async () => {
    const officer = await enrolled(world.head);
    const { act, wrap } = await opened(officer.holder);
    await centre.push([act.document, wrap]);
    expect(await words(act)).toEqual(['held AD-102']);
    const [answer] = await centre.push([officer.document]);
    expect(answer).not.toHaveProperty('error');
    expect((await words(act)).at(-1)).toBe('accepted AD-000');
    const keyring = await centre.store.open('keyring' as never);
    expect((await keyring!.get(officer.document._id)).kind).toBe('found');
  });

  it('AD-103 and AD-104: an unknown release, an unknown keyring head', async () => {
    const release = await opened(world.agent, { release: await stranger('release') });
    const head = await opened(world.agent, { keyring: await stranger('head') });
    await centre.push([release.act.document, release.wrap, head.act.document, head.wrap]);
    expect(await words(release.act)).toEqual(['held AD-103']);
    expect(await words(head.act)).toEqual(['held AD-104']);
  });

  it('AD-105: a missing wrap, and only the wrap of the one who started the generation frees it', async () => {
    const { dossier, act, wrap } = await opened();
    await centre.push([act.document]);
    expect(await words(act)).toEqual(['held AD-105']);
    const { makeWrap } = await import('../../../app/dossier/dossier-key.ts');
    const other = world.head;
    const sign = (payload: Uint8Array) =>
      signCompact({ typ: 'guichet-wrap+jws', kid: other.credential.kid, payload, key: other.signingKey });
    const groups = [`group:ML-PAR:${BY_CENTRE.class}:1`];
    const foreign = await makeWrap(dossier.id, 1, systemRandom.bytes(32), groups, world.keyring, sign);
    await centre.push([wrapOf({ wrap: foreign })]);
    expect(await words(act)).toEqual(['held AD-105']);
    await centre.push([wrap]);
    expect(await words(act)).toEqual(['held AD-105', 'accepted AD-000']);
  });

  it('AD-106: a kind of a newer desk', async () => {
    const { act } = await opened();
    const [head, body] = act.jws.split('.') as [string, string, string];
    const text = new TextDecoder().decode(fromBase64url(body));
    const payload = new TextEncoder().encode(text.replace('"v":1', '"v":3'));
    const { signingKey: key, credential } = world.agent;
    const jws = await signCompact({ typ: 'guichet-act+jws', kid: credential.kid, payload, key });
    expect(jws.startsWith(head)).toBe(true);
    const newer = await documentOfText(JSON.parse(text).dossier, jws);
    await centre.push([newer]);
    const said = (await centre.receipts()).at(-1)!.items;
    expect(said).toEqual([['act', newer.id, 'held', 'AD-106']]);
  });

  it('AD-107: only the claimed time lies after the credential’s end; a supervisor lifts it', async () => {
    const { act, wrap } = await opened(world.agent, { claimedAt: '2099-01-01T00:00:00Z' });
    await centre.push([act.document, wrap]);
    expect(await words(act)).toEqual(['held AD-107']);
    const [byAgent] = await centre.push([await lift(act.id, 'accepted', world.agent)]);
    expect(byAgent).toMatchObject({ error: 'forbidden' });
    expect(await words(act)).toEqual(['held AD-107']);
    await centre.push([await lift(act.id, 'accepted', world.supervisor)]);
    expect(await words(act)).toEqual(['held AD-107', 'accepted AD-000']);
  });

  it('AD-107: lifted only by a supervisor of the centre or of the act’s mission, and never by its signer', async () => {
    const { authority } = world.ministry;
    const made = async (scope: Scope, subject?: string) =>
      issued(authority, world.supervisor, {
        scope,
        desk: null,
        roles: ['supervisor'],
        ...(subject ? { subject } : {}),
      });
    const [paris, dakar, signer] = [
      await made(PARIS),
      await made(DAKAR),
      await made(PARIS, world.agent.credential.subject),
    ];
    const { act, wrap } = await opened(world.agent, { claimedAt: '2099-01-01T00:00:00Z' });
    const early = await opened(world.agent, { claimedAt: '2099-01-01T00:00:00Z' });
    await centre.push([paris.document, dakar.document, signer.document, act.document, wrap]);
    for (const { holder } of [dakar, signer]) {
      expect(await centre.push([await lift(act.id, 'accepted', holder)])).toMatchObject([
        { error: 'forbidden' },
      ]);
      expect(await centre.push([await lift(act.id, 'refused', holder)])).toMatchObject([
        { error: 'forbidden' },
      ]);
    }
    expect(await words(act)).toEqual(['held AD-107']);
    await centre.push([await lift(act.id, 'accepted', paris.holder)]);
    expect(await words(act)).toEqual(['held AD-107', 'accepted AD-000']);

    // A word that comes before its act is kept, and counts for nothing where it was not theirs to say.
    for (const { holder } of [dakar, signer])
      expect(await centre.push([await lift(early.act.id, 'refused', holder)])).not.toMatchObject([
        { error: 'forbidden' },
      ]);
    await centre.push([early.act.document, early.wrap]);
    expect(await words(early.act)).toEqual(['held AD-107']);
    await centre.push([await lift(early.act.id, 'accepted', world.supervisor)]);
    expect(await words(early.act)).toEqual(['held AD-107', 'accepted AD-000']);
  });

  it('AD-110: a newest receipt that nobody here knows', async () => {
    const { act, wrap } = await opened(world.agent, { lastReceipt: await stranger('receipt') });
    await centre.push([act.document, wrap]);
    expect(await words(act)).toEqual(['held AD-110']);
  });
});

describe('refused', () => {
  it('AD-201: a signature of another key', async () => {
    const { act } = await opened();
    const [head, body] = act.jws.split('.') as [string, string, string];
    const forged = await signCompact({
      typ: 'guichet-act+jws',
      kid: world.agent.credential.kid,
      payload: fromBase64url(body),
      key: world.head.signingKey,
    });
    expect(forged.split('.')[0]).toBe(head);
    const document = await documentOfText(JSON.parse(atob64(body)).dossier, forged);
    await centre.push([document]);
    expect(await words(document)).toEqual(['refused AD-201']);
  });

  it.each([
    [
      'alg none',
      (jws: string) =>
        `${toBase64url(bytes('{"alg":"none","typ":"guichet-act+jws"}'))}.${jws.split('.')[1]}.`,
    ],
    [
      'an altered header',
      (jws: string) => jws.replace(/^[^.]+/, (head) => toBase64url(bytes(`${atob64(head)} `))),
    ],
    ['the (r, n−s) twin', twin],
    ['another base64 tail', (jws: string) => jws.slice(0, -1) + nextLetter(jws.at(-1)!)],
    ['white space', (jws: string) => `${jws}\n`],
  ])('AD-202: %s is not the one text of a record, and leaves the true one alone', async (_name, alter) => {
    const { act, wrap, dossier } = await opened();
    const altered = await documentOfText(dossier.id, alter(act.jws));
    await centre.push([altered]);
    expect(await words(altered)).toEqual(['refused AD-202']);
    await centre.push([act.document, wrap]);
    expect((await words(act)).at(-1)).toBe('accepted AD-000');
    expect(await words(altered)).toEqual(['refused AD-202']);
  });

  it('AD-203: another mission’s act, and one for another desk than the signer’s', async () => {
    const { act } = await opened();
    await centre.push([act.document], DAKAR);
    expect(await centre.words('act', act.id, DAKAR)).toEqual(['refused AD-203']);
    const elsewhere = await opened(world.agent, { desk: 'ML-PAR/A' });
    await centre.push([elsewhere.act.document, elsewhere.wrap]);
    expect(await words(elsewhere.act)).toEqual(['refused AD-203']);
  });

  it('AD-204, AD-205: a role that never decides, and what stands on its act', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const wrong = await world.seal(dossier, world.head, {
      kind: 'approved',
      prior: [acts[1]!.id],
      body: approval,
    });
    const onTop = await world.seal(dossier, world.agent, {
      kind: 'annotated',
      prior: [wrong.id],
      body: { note: 'specimen' },
    });
    await centre.push([...documentsOfActs(acts), onTop.document, wrong.document, wrapOf(dossier)]);
    expect(await words(wrong)).toEqual(['refused AD-204']);
    expect(await words(onTop)).toEqual(['refused AD-205']);
  });

  it('AD-206: not allowed where it was sealed; a later state changes nothing', async () => {
    const { dossier, acts } = await world.lodged(BY_CENTRE);
    const early = await world.seal(dossier, world.reviewer, {
      kind: 'approved',
      prior: [acts[0]!.id],
      body: approval,
    });
    await centre.push([...documentsOfActs(acts), early.document, wrapOf(dossier)]);
    expect(await words(early)).toEqual(['refused AD-206']);
  });

  it('AD-207: the newest receipt seen is dated after the credential’s end', async () => {
    const officer = await enrolled(world.head, { until: isoTime(world.clock.time + 10_000) });
    await centre.push([officer.document]);
    const before = await opened();
    world.clock.time += 60_000;
    await centre.push([before.act.document, before.wrap]);
    const newest = (await centre.receipts()).at(-1)!;
    const late = await opened(officer.holder, {
      lastReceipt: newest.hash,
      claimedAt: officer.holder.credential.from,
    });
    await centre.push([late.act.document, late.wrap]);
    expect(await words(late.act)).toEqual(['refused AD-207']);
  });

  it('AD-208: a text over the limit is refused, and its bytes are kept whole', async () => {
    const huge = await documentOfText((await opened()).dossier.id, 'x'.repeat(2_500_001));
    await centre.push([huge]);
    expect(await words(huge)).toEqual(['refused AD-208']);
    const kept = await (await centre.db('quarantine')).get(`q:act:${huge.id}`);
    expect(kept.kind === 'found' && kept.doc.body.jws).toBe(huge.jws);
  });

  it('AD-209: a true text under a false id or revision; the true one is not harmed', async () => {
    const { act, wrap } = await opened();
    const { dossier } = await opened();
    const falseId = { ...act.document, _id: `act:${dossier.id}:${act.id}` };
    const falseRev = { ...act.document, _rev: `1-${'0'.repeat(32)}` };
    await centre.push([falseId, falseRev]);
    expect((await centre.receipts()).at(-1)!.items.map(([, , , code]) => code)).toEqual(['AD-209', 'AD-209']);
    expect(await words(act)).toEqual([]);
    expect([...(await quarantined(act.document))]).toEqual([]);
    await centre.push([act.document, wrap]);
    expect(await words(act)).toEqual(['accepted AD-000']);
  });

  it('AD-210: a prior of another dossier', async () => {
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    await centre.push([...documentsOfActs(acts), wrapOf(dossier)]);
    const other = await world.dossier(BY_MISSION);
    const act = await world.seal(other, world.agent, {
      kind: 'opened',
      prior: [acts[0]!.id],
      body: openedBody(),
    });
    await centre.push([act.document, wrapOf(other)]);
    expect(await words(act)).toEqual(['refused AD-210']);
  });

  it('AD-211: a wrap of a file that was erased, whoever made it, and the one that came before', async () => {
    const { acts, dossier } = await world.lodged(BY_CENTRE);
    const refused = await world.seal(dossier, world.reviewer, {
      kind: 'refused',
      prior: [acts[1]!.id],
      body: refusal,
    });
    const erased = await world.seal(dossier, world.supervisor, {
      kind: 'erased',
      prior: [refused.id],
      body: { reason: 'specimen', rule: 'specimen' },
      but: { ground: 'request' },
    });
    await centre.push([...documentsOfActs([...acts, refused]), wrapOf(dossier)]);
    await centre.push(documentsOfActs([erased]));
    expect(await words(erased)).toEqual(['accepted AD-000']);
    const { credential, signingKey: key } = world.reviewer;
    const sign = (payload: Uint8Array) =>
      signCompact({ typ: 'guichet-wrap+jws', kid: credential.kid, payload, key });
    const groups = [`group:CENTRAL:${BY_CENTRE.class}:1`];
    const { makeWrap } = await import('../../../app/dossier/dossier-key.ts');
    const late = await makeWrap(dossier.id, 1, dossier.key, groups, world.keyring, sign);
    await centre.push([wrapOf({ wrap: late })]);
    expect(await centre.words('wrap', late.hash)).toEqual(['refused AD-211']);
    expect(await centre.words('wrap', dossier.wrap.hash)).toEqual(['accepted AD-000', 'refused AD-211']);
  });
});

describe('revocation', () => {
  it('AD-108: holds what no earlier receipt covers, and leaves what one does', async () => {
    const officer = await enrolled(world.head);
    await centre.push([officer.document]);
    const covered = await opened(officer.holder);
    const waiting = await opened(officer.holder);
    await centre.push([covered.act.document, covered.wrap, waiting.act.document]);
    expect(await words(waiting.act)).toEqual(['held AD-105']);
    world.clock.time += 60_000;
    const word = await revocation(
      officer.holder.credential.kid,
      isoTime(world.clock.now()),
      world.ministry.authority,
    );
    const late = await opened(officer.holder);
    const [answer] = await centre.push([word, late.act.document, late.wrap]);
    expect(answer).not.toHaveProperty('error');
    expect(await words(late.act)).toEqual(['held AD-108']);
    expect(await words(covered.act)).toEqual(['accepted AD-000']);
    // Covered by a receipt before the revocation, though on hold then: it counts as before.
    await centre.push([waiting.wrap]);
    expect((await words(waiting.act)).at(-1)).toBe('accepted AD-000');
    await centre.push([await lift(late.act.id, 'refused', world.supervisor)]);
    expect((await words(late.act)).at(-1)).toBe('refused AD-206');
  });

  it('is forbidden from one who may not revoke, also at the second attempt', async () => {
    const word = await revocation(world.agent.credential.kid, isoTime(world.clock.now()), world.otherAgent);
    expect(await centre.push([word])).toMatchObject([{ error: 'forbidden' }]);
    expect(await centre.push([word])).toMatchObject([{ error: 'forbidden' }]);
    expect(await centre.ids('records', 'revocation:')).not.toContain(word._id);
  });
});

describe('what speaks of somebody whom nobody knows yet', () => {
  it('is kept apart, unjudged, and counts only once it verifies', async () => {
    const officer = await enrolled(world.head);
    const at = isoTime(world.clock.now());
    const { kid } = officer.holder.credential;
    const forged = await revocation(kid, at, {
      ...world.ministry.authority,
      signingKey: world.agent.signingKey,
    });
    const [answer] = await centre.push([forged]);
    expect(answer).not.toHaveProperty('error');
    expect(await centre.ids('records', 'revocation:')).not.toContain(forged._id);
    const keyring = await centre.store.open('keyring' as never);
    expect((await keyring!.get(forged._id)).kind).toBe('missing');
    const { act, wrap } = await opened(officer.holder);
    await centre.push([officer.document, act.document, wrap]);
    expect(await words(act)).toEqual(['accepted AD-000']);
    expect(await centre.ids('records', 'revocation:')).not.toContain(forged._id);
  });
});

describe('a true text under an id of somebody’s choice', () => {
  it('keeps neither a credential nor an audit record out', async () => {
    const officer = await enrolled(world.head);
    const payload = bytes(JSON.stringify({ v: 1, mission: PARIS, desk: 'CENTRAL/A', what: 'exported' }));
    const { credential, signingKey: key } = world.reviewer;
    const jws = await signCompact({ typ: 'guichet-audit+jws', kid: credential.kid, payload, key });
    const audit = await recordDocument(jws, (hash) => `audit:${hash}`);
    for (const one of [officer.document, audit]) {
      const chosen = { ...one, _id: one._id.replace(':', ':chosen:') };
      expect(await centre.push([chosen])).toMatchObject([{ error: 'forbidden' }]);
      expect(await centre.push([one])).not.toMatchObject([{ error: 'forbidden' }]);
      expect(await centre.ids('records')).toContain(one._id);
      expect(await centre.ids('records')).not.toContain(chosen._id);
    }
  });
});

describe('everything else', () => {
  it('is forbidden: unknown ids, other members, deletions, edits without a revision', async () => {
    const { act } = await opened();
    const db = (await centre.db('records')).name;
    const base = {
      id: act.document._id,
      attachments: new Map(),
      revisions: { start: 1, ids: ['a'.repeat(32)] },
    };
    const docs = [
      { ...base, id: 'note:1', deleted: false, body: { jws: act.jws } },
      { ...base, deleted: false, body: { jws: act.jws, more: 1 } },
      { ...base, deleted: true, body: {} },
    ];
    const answers = await centre.gateway.write(db, { newEdits: false, docs }, 'ML-PAR/B');
    const edit = { id: act.document._id, deleted: false, body: { jws: act.jws }, attachments: new Map() };
    const edits = await centre.gateway.write(db, { newEdits: true, docs: [edit] }, 'ML-PAR/B');
    const shared = await centre.gateway.write('keyring' as never, { newEdits: false, docs }, 'ML-PAR/B');
    for (const answer of [...answers, ...edits, ...shared])
      expect(answer).toMatchObject({ error: 'forbidden' });
    expect(await words(act)).toEqual([]);
  });

  it('keeps an audit record of an officer at their own desk, and no other', async () => {
    const audit = async (by: OfficerHolder, desk: string, of: object = {}): Promise<SignedDocument> => {
      const payload = bytes(JSON.stringify({ v: 1, mission: PARIS, desk, what: 'exported', ...of }));
      const jws = await signCompact({
        typ: 'guichet-audit+jws',
        kid: by.credential.kid,
        payload,
        key: by.signingKey,
      });
      return recordDocument(jws, (hash) => `audit:${hash}`);
    };
    const answers = await centre.push([
      await audit(world.reviewer, 'CENTRAL/A'),
      await audit(world.reviewer, 'CENTRAL/B'),
      await audit(world.officer('E. M.', 'ML-DKR/A'), 'ML-DKR/A'),
      await audit(world.reviewer, 'CENTRAL/A', { mission: 'ML-DKR' }),
      // Far along in a chain of which nothing else has come: evidence, never a reason to refuse.
      await audit(world.reviewer, 'CENTRAL/A', { v: 2, epoch: 'A'.repeat(16), seq: 7, prev: 'A'.repeat(43) }),
    ]);
    expect(answers.map((answer) => 'error' in answer)).toEqual([false, true, true, true, false]);
  });
});

/** An officer whom a head of mission enrols without a network: known by nobody yet. */
const enrolled = (by: OfficerHolder, but: { until?: string } = {}) =>
  issued(by, by, { roles: ['agent'], ...but });

/** A credential by `by` for another officer at the desk of `like`. */
async function issued(by: Holder, like: OfficerHolder, but: Partial<CredentialDraft>) {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const { scope, desk, from, until } = like.credential;
  const jws = await issueCredential(
    {
      subject: toBase64url(systemRandom.bytes(16)),
      roles: [],
      scope,
      desk,
      delegates: [],
      from,
      until,
      ...but,
      sig: sig.publicJwk,
      enc: enc.publicJwk,
    },
    by.credential.kid,
    by.signingKey,
  );
  const { credential } = await readCredential(jws);
  const holder: OfficerHolder = {
    ...like,
    credential,
    sig: sig.privateJwk,
    enc: enc.privateJwk,
    signingKey: await importPrivate(sig.privateJwk, 'sig'),
  };
  return { holder, document: await recordDocument(jws, () => `credential:${credential.kid}`) };
}

async function quarantined({ _id, _rev }: SignedDocument) {
  const lacking = new Map([[_id, [_rev as never]]]);
  return centre.gateway.inQuarantine((await centre.db('records')).name, lacking);
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
function atob64(text: string): string {
  return new TextDecoder().decode(fromBase64url(text));
}
function nextLetter(letter: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(letter) + 1] ?? 'B';
}
/** The other valid signature of the same bytes: s replaced by n − s. */
function twin(jws: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const cut = jws.lastIndexOf('.') + 1;
  const signature = fromBase64url(jws.slice(cut));
  const s = signature.subarray(32).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const other = (order - s).toString(16).padStart(64, '0');
  return (
    jws.slice(0, cut) +
    toBase64url(concat(signature.subarray(0, 32), Uint8Array.from(Buffer.from(other, 'hex'))))
  );
}
