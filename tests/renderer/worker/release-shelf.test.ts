/** A release is taken whole or not at all, looked at once, and no older one takes its place; with real P-256 keys. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Kid, RecordHash, ServiceCode } from '../../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { canonicalText, signRelease } from '../../../app/catalogue/release.ts';
import { recordDocument } from '../../../app/keyring/records.ts';
import type { DefinitionDocument, SignedDocument } from '../../../app/log/records.ts';
import { hashOf, nameOf } from '../../../app/seal/hash.ts';
import { parseCompact, signCompact, verifyCompact } from '../../../app/seal/jws.ts';
import { ReleaseShelf } from '../../../renderer/worker/release-shelf.ts';
import { BY_CENTRE, specimenDefinition } from '../../world/definition.ts';
import { MemoryFactShelf } from '../../world/desk-medium.ts';

const kid = 'A'.repeat(43) as Kid;
const CODES = ['ml-one', 'ml-three', 'ml-two'];
const services = (version: number): readonly ServiceDefinition[] =>
  CODES.map((code) => ({ ...specimenDefinition(code, BY_CENTRE.decision), version }));
const broken = (definitions: readonly ServiceDefinition[]) =>
  definitions.map((one) => (one.code === 'ml-two' ? { ...one, fees: 'free' as never } : one));

let keys: CryptoKeyPair;
let stranger: CryptoKeyPair;
const newKeys = () =>
  crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
const verify = async (jws: string) => verifyCompact(parseCompact(jws), keys.publicKey);
beforeAll(async () => {
  [keys, stranger] = await Promise.all([newKeys(), newKeys()]);
});

interface Made {
  readonly hash: RecordHash;
  readonly release: SignedDocument;
  readonly definitions: readonly DefinitionDocument[];
}

/** What the ministry signs, though nobody may have looked at it. Number `n` is signed on day `n`, unless said otherwise. */
async function made(
  n: number,
  definitions: readonly ServiceDefinition[] = services(n),
  { key = keys.privateKey, day = n } = {},
): Promise<Made> {
  const documents = await Promise.all(
    definitions.map(async (one) => {
      const json = canonicalText(one);
      const { hash, rev } = await nameOf(json);
      return { _id: `definition:${hash}`, _rev: rev, json };
    }),
  );
  const manifest = {
    v: 1 as const,
    country: 'ML',
    n,
    issuedAt: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
    services: definitions.map(({ code }, at): [string, string] => [
      code,
      documents[at]?._id.slice('definition:'.length) ?? '',
    ]),
  };
  const jws = await signRelease(manifest, kid, (typ, by, payload) =>
    signCompact({ typ, kid: by, payload, key }),
  );
  const release = await recordDocument(jws, (hash) => `release:${hash}`);
  return { hash: await hashOf(jws), release, definitions: documents };
}

const take = (shelf: ReleaseShelf, ...all: readonly Made[]) =>
  shelf.take(
    all.map(({ release }) => release),
    all.flatMap(({ definitions }) => definitions),
    verify,
  );
const started = async (facts: MemoryFactShelf, ...all: readonly Made[]) => {
  const shelf = new ReleaseShelf(facts);
  await take(shelf, ...all);
  return shelf;
};
const refusals = (shelf: ReleaseShelf) =>
  shelf.refused.map(({ n, code, service }) => [n, code, service].join(' ').trim());

describe('a release that arrives', () => {
  it('is in force when its signature, its digests and the whole shape of every definition are right', async () => {
    const shelf = await started(new MemoryFactShelf(), await made(1), await made(3), await made(2));
    expect([shelf.newest?.manifest.n, shelf.newest?.entries().map(({ code }) => code)]).toEqual([3, CODES]);
    expect(shelf.newest?.definition('ml-two' as ServiceCode)).toEqual(services(3)[2]);
    expect(shelf.newest?.entries().map(({ code, version }) => [code, version])).toEqual(
      CODES.map((code) => [code, 3]),
    );
    expect(refusals(shelf)).toEqual([]);
  });

  it('is refused whole for one broken definition among many; the former stays, and the next makes it good', async () => {
    const facts = new MemoryFactShelf();
    const [one, two, three] = [await made(1), await made(2, broken(services(2))), await made(3)];
    const shelf = await started(facts, one, two);
    expect([shelf.newest?.manifest.n, refusals(shelf)]).toEqual([1, ['2 CT-001 ml-two']]);
    expect(shelf.get(two.hash)).toBeUndefined();
    // Said again at the next start, as long as nothing better is here.
    expect(refusals(await started(facts, one, two))).toEqual(['2 CT-001 ml-two']);
    await take(shelf, three);
    expect([shelf.newest?.manifest.n, refusals(shelf)]).toEqual([3, []]);
  });

  it('is refused where nobody signed it, or a stranger', async () => {
    const foreign = await made(2, services(2), { key: stranger.privateKey });
    const { jws, ...rest } = (await made(3)).release;
    const unsigned = { ...rest, jws: `${jws.slice(0, jws.lastIndexOf('.'))}.` };
    const shelf = await started(new MemoryFactShelf(), await made(1), foreign, {
      ...(await made(3)),
      release: unsigned,
    });
    expect(shelf.newest?.manifest.n).toBe(1);
    expect(refusals(shelf).sort()).toEqual(['2 CT-010', 'CT-010']);
  });

  it('is waited for while a part of it is on its way, and nobody is alarmed', async () => {
    const [one, two] = [await made(1), await made(2)];
    const shelf = await started(new MemoryFactShelf(), one, {
      ...two,
      definitions: two.definitions.slice(1),
    });
    expect([shelf.newest?.manifest.n, refusals(shelf)]).toEqual([1, []]);
    await take(shelf, two);
    expect(shelf.newest?.manifest.n).toBe(2);
  });
});

describe('a release that was looked at', () => {
  /** As if it had been looked at and found right: what tells whether somebody looks again. */
  const forged = async (facts: MemoryFactShelf, two: Made) => {
    const key = `release-looked-at:${two.hash}`;
    facts.facts.set(key, (facts.facts.get(key) ?? '').replace(/"fault":\{.*?\}/, '"fault":null'));
    expect(facts.facts.get(key)).toContain('"fault":null');
  };

  it('is not looked at again, and a definition that is broken all the same is found when it is asked for', async () => {
    const facts = new MemoryFactShelf();
    const [one, two] = [await made(1), await made(2, broken(services(2)))];
    await started(facts, one, two);
    await forged(facts, two);
    const shelf = await started(facts, one, two);
    const release = shelf.newest;
    expect([release?.manifest.n, refusals(shelf)]).toEqual([2, []]);
    expect(release?.definition('ml-one' as ServiceCode)?.version).toBe(2);
    const error = (() => {
      try {
        return release?.definition('ml-two' as ServiceCode);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: 'CT-001', service: 'ml-two' });
    if (release) await shelf.discredit(release, error as never);
    expect([shelf.newest?.manifest.n, refusals(shelf)]).toEqual([1, ['2 CT-001 ml-two']]);
  });

  it('is looked at again by a program with another shape', async () => {
    const facts = new MemoryFactShelf();
    const [one, two] = [await made(1), await made(2, broken(services(2)))];
    await started(facts, one, two);
    await forged(facts, two);
    const newer = new ReleaseShelf(facts, async () => 'another shape' as RecordHash);
    await take(newer, one, two);
    expect([newer.newest?.manifest.n, refusals(newer)]).toEqual([1, ['2 CT-001 ml-two']]);
  });

  it('is looked at again where the fact says that it is broken: no fact takes a release out of force', async () => {
    const facts = new MemoryFactShelf();
    const [one, two] = [await made(1), await made(2)];
    await started(facts, one, two);
    const key = `release-looked-at:${two.hash}`;
    const right = facts.facts.get(key) ?? '';
    facts.facts.set(key, right.replace('"fault":null', '"fault":{"code":"CT-001","service":"ml-two"}'));
    const shelf = await started(facts, one, two);
    expect([shelf.newest?.manifest.n, refusals(shelf), facts.facts.get(key)]).toEqual([2, [], right]);
  });

  it('is looked at again where a fact was damaged, and the desk starts', async () => {
    for (const damaged of ['{"shape":"', 'null', '7', '{}']) {
      const facts = new MemoryFactShelf();
      const [one, two] = [await made(1), await made(2)];
      await started(facts, one, two);
      const whole = new Map(facts.facts);
      for (const key of whole.keys()) facts.facts.set(key, damaged);
      const shelf = await started(facts, one, two);
      expect([shelf.newest?.manifest.n, refusals(shelf)], damaged).toEqual([2, []]);
      expect(facts.facts).toEqual(whole);
    }
  });

  it('is refused once a text was altered at rest, and what was before it does not come back in force', async () => {
    const facts = new MemoryFactShelf();
    const [one, two] = [await made(1), await made(2)];
    await started(facts, one, two);
    const altered = {
      ...two,
      definitions: two.definitions.map((one) => ({
        ...one,
        json: one.json.replace('"days":10', '"days":1'),
      })),
    };
    const shelf = await started(facts, one, altered);
    expect([shelf.newest, refusals(shelf)]).toEqual([null, ['2 CT-013 ml-one', '1 CT-015']]);
    expect(shelf.get(one.hash)?.manifest.n).toBe(1);
  });
});

describe('an older release', () => {
  it('serves the files that were opened with it, and is nobody’s alarm', async () => {
    const [one, two] = [await made(1), await made(2)];
    const shelf = await started(new MemoryFactShelf(), two);
    await take(shelf, one);
    expect([shelf.newest?.manifest.n, shelf.get(one.hash)?.manifest.n, refusals(shelf)]).toEqual([2, 1, []]);
  });

  it('is not in force again where the one after it was and has gone', async () => {
    const facts = new MemoryFactShelf();
    const [one, two] = [await made(1), await made(2)];
    await started(facts, one, two);
    const shelf = await started(facts, one);
    expect([shelf.newest, refusals(shelf)]).toEqual([null, ['1 CT-015']]);
    expect(shelf.get(one.hash)?.manifest.n).toBe(1);
    await take(shelf, two);
    expect([shelf.newest?.manifest.n, refusals(shelf)]).toEqual([2, []]);
  });

  it('is told of where it was signed after the one in force, or under its number', async () => {
    const facts = new MemoryFactShelf();
    const [one, five, four, again] = [
      await made(1),
      await made(5),
      await made(4, services(9), { day: 9 }),
      await made(5, services(6), { day: 6 }),
    ];
    await started(facts, one, five);
    const shelf = await started(facts, one, again, four, five);
    expect([shelf.newest?.hash, refusals(shelf)]).toEqual([five.hash, ['5 CT-015', '4 CT-015']]);
  });

  it('is in force again where a newer program finds the one after it broken: nobody took that away', async () => {
    const facts = new MemoryFactShelf();
    const [one, two] = [await made(1), await made(2, broken(services(2)))];
    facts.facts.set('release-in-force', JSON.stringify({ n: 2, hash: two.hash }));
    const shelf = await started(facts, one, two);
    expect([shelf.newest?.manifest.n, refusals(shelf)]).toEqual([1, ['2 CT-001 ml-two']]);
  });
});
