/** How old a keyring is, the word that it is fresh, and the file that brings both without a link. */
import { beforeAll, describe, expect, it } from 'vitest';
import { isoTime } from '../../../app/acts/clock.ts';
import type { Kid } from '../../../app/acts/ids.ts';
import { ACT_KINDS, type ActKind } from '../../../app/acts/kinds.ts';
import { credentialPayload } from '../../../app/keyring/credential.ts';
import { signFreshness, verifyFreshness } from '../../../app/keyring/freshness.ts';
import { makeGrant } from '../../../app/keyring/grants.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { readKeyringFile, verifyKeyringFile, writeKeyringFile } from '../../../app/keyring/keyring-file.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import { isBlockedBy, stalenessOf } from '../../../app/keyring/staleness.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import type { Holder } from '../../../scripts/ministry/create-ministry.ts';
import type { Issuer } from '../../../scripts/ministry/issue.ts';
import { closeKeyring } from '../../../scripts/ministry/issue.ts';
import { delegation, delegationEnd } from '../../world/delegated.ts';
import { revocationOf } from '../../world/revoked.ts';
import { World } from '../../world/world.ts';

let world: World;
let other: World;
beforeAll(async () => {
  [world, other] = [await World.open(), await World.open()];
});

const DAY = 86_400_000;
const root = () => world.ministry.root.credential.jws;
const documents = () => [...world.ministry.keyringDocuments];
const AT = '2026-11-30T09:00:00Z';
const word = (by: Issuer, at = AT, of = world) =>
  signFreshness({ keyring: of.keyring.head()!.hash, at }, by.credential.kid, by.signingKey);
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: { code?: string }) => error.code,
  );
const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'no error';
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('age', () => {
  const now = Date.parse('2026-11-30T12:00:00Z');
  const at = (days: number) => isoTime(now - days * DAY);

  it('is that of the newest signed word; where the ministry says nothing it warns after twenty days and never blocks', () => {
    expect(stalenessOf([at(40), at(3), at(9)], null, now)).toEqual({
      wordAt: at(3),
      days: 3,
      state: 'fresh',
      daysLeft: null,
    });
    expect(stalenessOf([at(19)], null, now).state).toBe('fresh');
    expect(stalenessOf([at(20)], null, now).state).toBe('old');
    expect(stalenessOf([at(3000)], null, now)).toMatchObject({ state: 'old', daysLeft: null });
    expect(stalenessOf([], null, now)).toEqual({ wordAt: null, days: null, state: 'old', daysLeft: null });
  });

  it('blocks by the ministry’s policy what cannot be taken back, and nothing else', () => {
    const policy = { warnDays: 10, blockDays: 30 };
    expect(stalenessOf([at(12)], policy, now)).toMatchObject({ state: 'old', daysLeft: 18 });
    const blocked = stalenessOf([at(30)], policy, now);
    expect(blocked).toMatchObject({ state: 'blocked', daysLeft: 0 });
    const kinds = Object.keys(ACT_KINDS) as ActKind[];
    expect(kinds.filter((kind) => isBlockedBy(blocked, kind)).sort()).toEqual(
      [
        'approved',
        'countersigned',
        'erased',
        'handed-over',
        'instrument-issued',
        'instrument-voided',
        'refused',
      ].sort(),
    );
    expect(kinds.some((kind) => isBlockedBy(stalenessOf([at(29)], policy, now), kind))).toBe(false);
  });

  it('is none on a clock that is behind the word', () => {
    expect(stalenessOf([at(-5)], null, now)).toMatchObject({ days: 0, state: 'fresh' });
  });
});

describe('the policy', () => {
  const list = async (n: number, policy: { warnDays: number; blockDays: number | null } | null) => {
    const making = { clock: world.clock, random: { bytes: () => new Uint8Array(0) }, documents: documents() };
    await closeKeyring(making, world.ministry.authority, n, policy);
    return making.documents.at(-1) as SignedDocument;
  };

  it('stands in the list of the keyring, signed by the authority; the newest list’s is in force', async () => {
    const lists = [
      await list(2, { warnDays: 10, blockDays: 30 }),
      await list(3, { warnDays: 5, blockDays: null }),
    ];
    for (const order of [lists, [...lists].reverse()]) {
      const keyring = await Keyring.from(root(), [...documents(), ...order]);
      expect(keyring.problems).toEqual([]);
      expect(keyring.head()?.policy).toEqual({ warnDays: 5, blockDays: null });
    }
    expect((await Keyring.from(root(), documents())).head()?.policy).toBeNull();
  });

  it('is nobody else’s to say', async () => {
    const payload = {
      v: 1 as const,
      n: 9,
      at: isoTime(world.clock.now()),
      records: [],
      policy: { warnDays: 3650, blockDays: null },
    };
    const { credential, signingKey } = world.head;
    const jws = await signRecord('guichet-keyring+jws', payload, credential.kid, signingKey);
    const keyring = await Keyring.from(root(), [
      ...documents(),
      await recordDocument(jws, () => 'keyring:9'),
    ]);
    expect(keyring.head()?.n).toBe(1);
    expect(keyring.problems).toEqual([{ id: 'keyring:9', code: 'SEAL-006' }]);
  });
});

describe('a word that the keyring is fresh', () => {
  it('is the authority’s or a gateway’s', async () => {
    const { authority, gateway } = world.ministry;
    for (const by of [authority, gateway])
      expect(await verifyFreshness(await word(by), world.keyring)).toEqual({
        keyring: world.keyring.head()!.hash,
        at: AT,
      });
  });

  it('is nobody else’s, of no other list, of no other ministry, and of no gateway that is revoked', async () => {
    const { ministry } = world;
    const transport = ministry.transports.get('ML-PAR/B' as never) as Holder;
    for (const by of [world.head, world.supervisor, ministry.catalogue, transport, ministry.root])
      expect(await code(verifyFreshness(await word(by), world.keyring))).toBe('SEAL-006');
    expect(await code(verifyFreshness(await word(other.ministry.gateway), world.keyring))).toBe('SEAL-006');
    const ofOther = await word(ministry.gateway, undefined, other);
    expect(await code(verifyFreshness(ofOther, world.keyring))).toBe('SEAL-006');
    const gone = await Keyring.from(root(), [
      ...documents(),
      await revocationOf(world, ministry.gateway.credential.kid),
    ]);
    expect(await code(verifyFreshness(await word(ministry.gateway), gone))).toBe('SEAL-006');
    const good = await word(ministry.gateway);
    const bad = `${good.slice(0, -3)}${good.endsWith('AAA') ? 'BBB' : 'AAA'}`;
    expect(await code(verifyFreshness(bad, world.keyring))).toMatch(/^SEAL-00[2567]$/);
  });
});

describe('the file', () => {
  it('reads as it was written, and verifies by itself', async () => {
    const freshness = await word(world.ministry.gateway);
    const text = writeKeyringFile({ freshness, documents: documents() });
    const file = readKeyringFile(text);
    expect(file).toEqual({ freshness, documents: documents() });
    expect(await verifyKeyringFile(file, root(), [])).toMatchObject({
      freshness: { at: AT },
    });
    // Another day's line ends, as a system may write them.
    expect(readKeyringFile(text.replaceAll('\n', '\r\n'))).toEqual(file);
  });

  it('counts within the time of whoever signed it only: a gateway vouches for no day after its credential', async () => {
    const { gateway } = world.ministry;
    const { from, until } = gateway.credential;
    const before = isoTime(Date.parse(from) - 1000);
    const last = isoTime(Date.parse(until) - 1000);
    const keyring = await Keyring.from(root(), documents());
    const verified = async (at: string) => code(verifyFreshness(await word(gateway, at), keyring));
    expect(await Promise.all([before, from, last, until].map(verified))).toEqual([
      'SEAL-006',
      'no error',
      'no error',
      'SEAL-006',
    ]);
  });

  it('carries delegations and their ends, as whatever else a desk keeps of the keyring', async () => {
    const given = { to: world.agent.credential.subject, roles: ['head-of-mission'], services: null };
    const dates = { from: world.head.credential.from, until: world.head.credential.until };
    const { id, document } = await delegation(world.head, { ...given, ...dates });
    const all = [...documents(), document, await delegationEnd(world.head, id, AT)];
    const file = readKeyringFile(writeKeyringFile({ freshness: null, documents: all }));
    expect(file.documents).toEqual(all);
    await verifyKeyringFile(file, root(), []);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'x\n'],
    ['an array', '[]\n'],
    ['another head', '{"type":"guichet-keyring","v":2,"freshness":null}\n'],
    ['a blank in the head', '{"type":"guichet-keyring", "v":1,"freshness":null}\n'],
    [
      'a member more',
      '{"type":"guichet-keyring","v":1,"freshness":null}\n{"_id":"lease:a","_rev":"b","jws":"c","d":1}\n',
    ],
    ['an act', '{"type":"guichet-keyring","v":1,"freshness":null}\n{"_id":"act:a","_rev":"b","jws":"c"}\n'],
  ])('is none of: %s', (_name, text) => {
    expect(codeOf(() => readKeyringFile(text))).toBe('KR-021');
  });

  it('is taken where one of its records is of a newer version, which waits with what hangs on it (law 10)', async () => {
    const { authority, groupKeys } = world.ministry;
    const { kid: _, jws: _jws, issuer: _issuer, ...draft } = world.agent.credential;
    const newer = async (change: object, by: Issuer = authority, typ = 'guichet-credential+jws' as const) => {
      const members = JSON.parse(
        new TextDecoder().decode(credentialPayload({ ...draft, subject: 'A'.repeat(22) })),
      );
      const payload = payloadBytes({ ...members, ...change });
      const jws = await signCompact({ typ, kid: by.credential.kid, payload, key: by.signingKey });
      return recordDocument(jws, (hash) => `credential:${hash}`);
    };
    const credential = await newer({ v: 3, more: true });
    const second = await newer({ v: 9 });
    const kid = credential._id.slice('credential:'.length) as Kid;
    const [group, key] = [...groupKeys][0]!;
    const to = { ...world.agent.credential, kid };
    const grant = await makeGrant(group.slice(0, -2), 1, key, to, authority.credential, authority.signingKey);
    const all = [
      await recordDocument(grant, (hash) => `grant:${hash}`),
      credential,
      second,
      await revocationOf(world, kid),
      await revocationOf(world, world.agent.credential.kid),
    ];
    const file = readKeyringFile(writeKeyringFile({ freshness: null, documents: [...all, ...documents()] }));
    for (const known of [[], documents()])
      expect(await verifyKeyringFile(file, root(), known)).toMatchObject({ waiting: 4 });
    const keyring = await Keyring.from(root(), file.documents);
    expect(keyring.problems).toEqual([]);
    expect([...keyring.ofNewerVersion].sort()).toEqual([credential._id, second._id].sort());
    expect(keyring.revocation(world.agent.credential.kid)).toBeDefined();
    expect(keyring.credential(kid)).toBeUndefined();
    // A gateway keeps one on hold, and does not turn it away for ever.
    expect(await keyring.offer(await newer({ v: 4 }))).toBe(false);
    // What only says that it is newer is forged: by nobody known here, altered, or under another name.
    const forged = { ...authority, signingKey: world.head.signingKey };
    for (const bad of [
      await newer({ v: 3 }, other.ministry.authority),
      await newer({ v: 3 }, forged),
      { ...credential, _id: second._id },
      { ...credential, _rev: second._rev },
    ])
      expect(await code(verifyKeyringFile({ freshness: null, documents: [bad] }, root(), documents()))).toBe(
        'KR-022',
      );
  });

  it('is refused whole where one of its records does not verify, or its word is not for it', async () => {
    const bad = await revocationOf(world, world.ministry.authority.credential.kid, world.head);
    const verify = async (freshness: string | null, more: readonly SignedDocument[], known = documents()) =>
      code(verifyKeyringFile({ freshness, documents: [...more] }, root(), known));
    expect(await verify(null, [bad])).toBe('KR-022');
    expect(await verify(null, [...other.ministry.keyringDocuments])).toBe('KR-022');
    expect(await verify(await word(world.head), [])).toBe('KR-022');
    expect(await verify(await word(world.ministry.gateway), [])).toBe('no error');
    // What was wrong here before the file came is not the file's fault.
    expect(await verify(null, documents(), [...documents(), bad])).toBe('no error');
  });
});
