/**
 * Records of which none may ever be accepted: true ones that were altered on the way, and such as no honest desk seals,
 * signed by officers who exist.
 */
import { systemRandom } from '../../../app/acts/clock.ts';
import type { ActId, MissionCode, RecordHash } from '../../../app/acts/ids.ts';
import { makeWrap } from '../../../app/dossier/dossier-key.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { concat, fromBase64url, toBase64url, utf8 } from '../../../app/seal/bytes.ts';
import { hashOf, nameOf } from '../../../app/seal/hash.ts';
import { lowS, signCompact } from '../../../app/seal/jws.ts';
import type { Holder } from '../../../scripts/ministry/create-ministry.ts';
import { approval, openedBody, type Sealing } from '../../world/world.ts';
import { BY_CENTRE, DAKAR, lift, PARIS, wrapOf } from '../admission/support.ts';
import { type Ground, renamed, type Spoilt, spoiltJson, spoiltRecord } from './gateway-ground.ts';
import { auditRecord } from './gateway-honest.ts';
import { falseReceipt, falseTravelling } from './gateway-spoilt-keyring.ts';
import { anyJson, deepJson, pick } from './make-json.ts';

type Make = (ground: Ground) => Promise<Spoilt | null>;

/** Some honest record and where it belongs. */
function anyHonest({ dice, parcels }: Ground): { document: SignedDocument; mission: MissionCode } | null {
  if (parcels.length === 0) return null;
  const { documents, mission } = pick(dice, parcels);
  return { document: pick(dice, documents), mission };
}

const flipped: Make = async (ground) => {
  const honest = anyHonest(ground);
  if (!honest) return null;
  const { dice } = ground;
  const { jws } = honest.document;
  const at = dice.below(jws.length);
  const code = jws.charCodeAt(at) ^ (1 << dice.below(7));
  const text = jws.slice(0, at) + String.fromCharCode(code) + jws.slice(at + 1);
  return spoiltRecord('a bit flipped', await renamed(dice, honest.document, text), honest.mission);
};

/** Signs any header over any payload, with s as it must be: only the header or the payload is wrong. */
async function signAny(head: string, payload: Uint8Array, { signingKey }: Holder): Promise<string> {
  const input = `${toBase64url(utf8(head))}.${toBase64url(payload)}`;
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = new Uint8Array(
    await crypto.subtle.sign(algorithm, signingKey, new Uint8Array(utf8(input))),
  );
  return `${input}.${toBase64url(lowS(signature))}`;
}

const header: Make = async ({ world, dice }) => {
  const dossier = await world.dossier(BY_CENTRE);
  const act = await world.seal(dossier, world.agent, { kind: 'opened', prior: [], body: openedBody() });
  const { kid } = world.agent.credential;
  const [head = '', payload = ''] = act.jws.split('.');
  const text = new TextDecoder().decode(fromBase64url(head));
  const altered = pick(dice, [
    text.replace('{', '{"crit":["exp"],'),
    text.replace('}', ',"b64":false}'),
    text.replace('}', ',"jwk":{"kty":"EC"}}'),
    text.replace('"kid"', '"Kid"'),
    text.replace('"alg":"ES256"', '"alg":"none","alg":"ES256"'),
    text.replace('"alg":"ES256"', '"alg":"HS256"'),
    text.replace('guichet-act', 'guichet-audit'),
    text.replace(',', ', '),
    text.replace('{', '{"__proto__":{"kid":"x"},'),
    text.replace(kid, world.head.credential.kid),
    text.replace(kid, world.ministry.transports.get('ML-PAR/B' as never)!.credential.kid),
    JSON.stringify({ kid, alg: 'ES256', typ: 'guichet-act+jws' }),
    '[]',
    'null',
    '',
  ]);
  const jws = await signAny(altered, fromBase64url(payload), world.agent);
  return spoiltRecord('a header', await renamed(dice, act.document, jws));
};

const payload: Make = async ({ world, dice }) => {
  const dossier = await world.dossier(BY_CENTRE);
  const act = await world.seal(dossier, world.agent, { kind: 'opened', prior: [], body: openedBody() });
  const [head = '', body = ''] = act.jws.split('.');
  const text = new TextDecoder().decode(fromBase64url(body));
  const altered = pick<string | Uint8Array>(dice, [
    text.replace('{', '{"__proto__":{"mission":"ML-PAR"},'),
    text.replace('{', '{"constructor":null,'),
    text.replace(/"seq":\d+/, '"seq":1e400'),
    text.replace(/"seq":\d+/, '"seq":-1'),
    text.replace(/"seq":\d+/, '"seq":9007199254740993'),
    text.replace('"v":1', '"v":"1"'),
    text.replace('"v":1', '"v":1.5'),
    text.replace('"kind":"opened"', '"kind":"__proto__"'),
    text.replace('"prior":[]', `"prior":${deepJson(1500)}`),
    text.replace('"prior":[]', `"prior":${anyJson(dice)}`),
    text.replace('"prior":[]', '"prior":{"length":1e9}'),
    text.replace('"blobs":[]', `"blobs":${anyJson(dice)}`),
    text.replace(/"dossier":"[^"]+"/, '"dossier":"__proto__"'),
    text.replace(/"body":"/, '"body":"A'),
    text.replace(/,"body":.*$/, '}'),
    text.slice(0, dice.below(text.length)),
    concat(utf8(text.slice(0, -1)), Uint8Array.of(0xff, 0x7d)),
    '[]',
    'null',
    '',
    deepJson(5000),
  ]);
  const bytes = typeof altered === 'string' ? utf8(altered) : altered;
  if (altered === text) return null;
  const whole = new TextDecoder().decode(fromBase64url(head));
  const jws = await signAny(whole, bytes, world.agent);
  return spoiltRecord('a payload', await renamed(dice, act.document, jws));
};

/** Well-formed, well-signed, and not to be had: what each waits for never comes. */
const notAllowed: Make = async ({ world, dice }) => {
  const unknown = (await hashOf(toBase64url(systemRandom.bytes(8)))) as RecordHash;
  const { dossier, acts } = await world.lodged(BY_CENTRE);
  const opening = { kind: 'opened', prior: [], body: openedBody() } as const;
  const note = (prior: readonly string[]) =>
    ({ kind: 'annotated', prior: prior as ActId[], body: { note: 'specimen' } }) as const;
  const other = await world.dossier(BY_CENTRE);
  const [by, sealing] = pick<[typeof world.agent, Sealing<never>]>(dice, [
    [world.agent, { ...opening, but: { desk: 'ML-PAR/A' } } as never],
    [world.agent, { ...opening, but: { mission: DAKAR } } as never],
    [world.agent, { ...opening, but: { release: unknown } } as never],
    [world.agent, { ...opening, but: { keyring: unknown } } as never],
    [world.agent, { ...opening, but: { lastReceipt: unknown } } as never],
    [world.agent, { ...opening, but: { keyGen: 0xffffffff } } as never],
    [world.agent, { ...opening, but: { claimedAt: '2099-01-01T00:00:00Z' } } as never],
    [world.agent, { ...opening, but: { service: 'ml-nothing' } } as never],
    [world.agent, note([unknown]) as never],
    [world.agent, note([unknown, (await hashOf(unknown)) as string]) as never],
    [world.agent, note([acts[0]!.id, unknown]) as never],
    [world.head, { kind: 'approved', prior: [acts[1]!.id], body: approval } as never],
    [world.reviewer, { kind: 'approved', prior: [acts[0]!.id], body: approval } as never],
    [world.officer('E. M.', 'ML-DKR/A'), opening as never],
  ]);
  const act = await world.seal(dice.chance(0.7) ? dossier : other, by, sealing);
  const lodged = [...acts.map(({ document }) => document), wrapOf(dossier)];
  const what = `an act: ${JSON.stringify(sealing.but ?? sealing.kind)}`;
  return { ...spoiltRecord(what, act.document), with: lodged };
};

const misplaced: Make = async (ground) => {
  const honest = anyHonest(ground);
  if (!honest) return null;
  const { dice, world } = ground;
  const { document, mission } = honest;
  const { _id, _rev, jws } = document;
  const hash = _id.slice(_id.lastIndexOf(':') + 1);
  const kind = _id.slice(0, _id.indexOf(':') + 1);
  const members = pick<object>(dice, [
    { _id, _rev: `2-${_rev.slice(2)}`, jws },
    { _id, _rev: `1-${'0'.repeat(32)}`, jws },
    { _id: `${kind}${(await world.dossier(BY_CENTRE)).id}:${hash}`, _rev, jws },
    { _id: `${kind}ERIKSSON:${hash}`, _rev, jws },
    { _id: `${kind}:${hash}`, _rev, jws },
    { _id: `${kind}__proto__:${hash}`, _rev, jws },
    { _id, _rev, _deleted: true },
    { _id, _rev, jws, more: 1 },
    { _id, _rev, jws: [jws] },
    { _id, _rev, jws: { length: 3 } },
    { _id, _rev, jws: `${jws}\n` },
    { _id, _rev, jws, _attachments: { a: { data: '', content_type: 'a/b' } } },
    { _id, _rev, jws, _revisions: { start: 3, ids: [_rev.slice(2), 'a', 'b'] } },
    { _id: `act:${hash}`, _rev, jws },
    { _id: `key:${hash}`, _rev, jws },
    { _id: `receipt:${hash}`, _rev, jws },
    { _id: `lift:${hash}:${hash}`, _rev, jws },
    { _id: `audit:${hash}`, _rev, jws },
    { _id: `keyring:${hash}`, _rev, jws },
    { _id: `_local/${hash}x`, jws },
  ]);
  const same = JSON.stringify(members) === JSON.stringify(document);
  return same ? null : spoiltJson('a true text in a false place', JSON.stringify(members), mission);
};

/** What is of Paris, offered to Dakar. Credentials and words of supervisors are the ministry's. */
const elsewhere: Make = async (ground) => {
  const honest = anyHonest(ground);
  if (!honest || !/^(?:act|key|audit):/.test(honest.document._id)) return null;
  const other = honest.mission === PARIS ? DAKAR : PARIS;
  return spoiltRecord('another mission’s', honest.document, other);
};

const wrapByWhomNot: Make = async ({ world, dice }) => {
  const dossier = await world.dossier(BY_CENTRE);
  const outside = dice.chance(0.5);
  const by = outside ? world.officer('E. M.', 'ML-DKR/A') : world.agent;
  const groups = [`group:${outside ? 'ML-PAR' : 'ML-DKR'}:${BY_CENTRE.class}:1`];
  const { signingKey: key, credential } = by;
  const sign = (bytes: Uint8Array) =>
    signCompact({ typ: 'guichet-wrap+jws', kid: credential.kid, payload: bytes, key });
  const wrap = await makeWrap(dossier.id, 1, dossier.key, groups, world.keyring, sign);
  return spoiltRecord('a wrap by, or for, another mission', wrapOf({ wrap }));
};

const chunk: Make = async ({ dice }) => {
  const bytes = dice.bytes(20 + dice.below(200));
  const { hash, rev } = await nameOf(bytes);
  const file = (data: Uint8Array | string, more: object = {}) => ({
    content_type: 'application/octet-stream',
    data: typeof data === 'string' ? data : Buffer.from(data).toString('base64'),
    ...more,
  });
  const common = { _id: `chunk:${hash}`, _rev: rev };
  const large = dice.chance(0.1) ? new Uint8Array(256 * 1024 + 1) : bytes;
  const members = pick<object>(dice, [
    { ...common, _attachments: { chunk: file(bytes) } },
    { ...common, _attachments: { chunk: file(Uint8Array.of(1, ...bytes)) } },
    { ...common, _attachments: { chunk: file(large) } },
    { ...common, _attachments: { chunk: file(bytes), more: file(bytes) } },
    { ...common, _attachments: { other: file(bytes) } },
    { ...common, _attachments: { chunk: { stub: true, digest: 'md5-1B2M2Y8AsgTpgAmY7PhCfg==', length: 3 } } },
    { ...common, _attachments: { chunk: file('***') } },
    { ...common, bytes: 'x' },
    { ...common, _rev: `1-${'a'.repeat(32)}`, _attachments: { chunk: file(bytes) } },
  ]);
  return { ...spoiltJson('a chunk', JSON.stringify(members), pick(dice, [PARIS, DAKAR])), place: 'evidence' };
};

const wordOfWhomNot: Make = async ({ world, dice }) => {
  const dossier = await world.dossier(BY_CENTRE);
  const but = { claimedAt: '2099-01-01T00:00:00Z' };
  const act = await world.seal(dossier, world.agent, { kind: 'opened', prior: [], body: openedBody(), but });
  const by = pick<Holder>(dice, [world.agent, world.head, world.reviewer, world.ministry.authority]);
  const word = await lift(act.id, 'accepted', by);
  const json = [act.document, word].map(({ _id, _rev, jws }) => JSON.stringify({ _id, _rev, jws }));
  return { ...spoiltJson('lifted by whom it is not for', ''), json, with: [wrapOf(dossier)] };
};

const auditOfWhomNot: Make = async ({ world, dice }) => {
  const document = await pick(dice, [
    () => auditRecord(world.agent, { desk: 'ML-PAR/A' }),
    () => auditRecord(world.agent, { mission: DAKAR }),
    () => auditRecord(world.agent, { v: 'x' }),
    () => auditRecord(world.officer('E. M.', 'ML-DKR/A')),
    () => auditRecord({ ...world.agent, signingKey: world.head.signingKey }),
  ])();
  return spoiltRecord('an audit record', document);
};

const MAKES: readonly Make[] = [
  flipped,
  flipped,
  header,
  payload,
  notAllowed,
  notAllowed,
  misplaced,
  misplaced,
  elsewhere,
  wrapByWhomNot,
  chunk,
  wordOfWhomNot,
  auditOfWhomNot,
  falseTravelling,
  falseReceipt,
];

export async function makeSpoilt(ground: Ground): Promise<Spoilt> {
  for (;;) {
    const made = await pick(ground.dice, MAKES)(ground);
    if (made) return made;
  }
}
