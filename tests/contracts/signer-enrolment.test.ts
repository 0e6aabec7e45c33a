/** Guarantees 5 and 6 of `Signer` (app/desk/ports.ts): the main process's own vault, its files, and a captured page. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../app/acts/ids.ts';
import { platformOfPorts, serveSigner } from '../../app/desk/platform-ports.ts';
import type { Signer } from '../../app/desk/ports.ts';
import { portOfEmitter } from '../../app/desk/rpc-ports.ts';
import { readRequest } from '../../app/enrolment/request.ts';
import { type CredentialDraft, credentialPayload, readCredential } from '../../app/keyring/credential.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { payloadBytes } from '../../app/seal/jws.ts';
import { generateKey } from '../../app/seal/keys.ts';
import type { KeyStore } from '../../app/vault/officer-slots.ts';
import { sealSlot } from '../../app/vault/slot-file.ts';
import { openVault } from '../../main/vault/vault.ts';
import type { OfficerHolder } from '../../scripts/ministry/create-ministry.ts';
import { configurationOf } from '../world/desk-in-node.ts';
import { approvedBy } from '../world/enrolled.ts';
import { World } from '../world/world.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const WORDS = 'bado-kilu-meta-rumo-sada-tobi';
const PIN = '482017';
const DESK = 'ML-PAR/B' as DeskId;

let world: World;
let folder: string;
beforeEach(async () => {
  world = await World.open();
  folder = await mkdtemp(join(tmpdir(), 'guichet-vault-'));
  await mkdir(join(folder, 'slots'));
  await writeFile(join(folder, 'desk.json'), JSON.stringify(configurationOf(world, DESK, null)));
  for (const officer of [world.head, world.agent]) await keep(officer);
});
afterEach(() => rm(folder, { recursive: true }));

async function keep({ credential, plan, sig, enc }: OfficerHolder): Promise<void> {
  const slot = await sealSlot({
    identity: {
      kid: credential.kid,
      credential: credential.jws,
      initials: plan.initials,
      roles: plan.roles,
      mission: 'ML-PAR' as MissionCode,
    },
    secrets: { sig, enc, readModelKeys: { 'ML-PAR': toBase64url(systemRandom.bytes(32)) } },
    kind: 'words',
    secret: WORDS,
    random: systemRandom,
    cost: CHEAP,
  });
  await writeFile(join(folder, 'slots', `${slot.kid}.json`), JSON.stringify(slot));
}

/** The vault as a page reaches it: over its channel, and nothing else. */
async function signerOf(
  keyStore: KeyStore | null = null,
): Promise<{ signer: Signer; pass(ms: number): void }> {
  let ticks = 17;
  const vault = await openVault({
    folder,
    keyStore,
    countdown: { run: async () => 'cancelled', cancel: () => {} },
    report: () => {},
    clock: { now: () => world.clock.now(), monotonic: () => ticks },
    cost: CHEAP,
  });
  const { port1, port2 } = new MessageChannel();
  const other = new MessageChannel();
  for (const port of [port1, port2, other.port1, other.port2]) port.unref();
  serveSigner(portOfEmitter(port1 as never), vault.port);
  const ports = { journal: portOfEmitter(other.port2 as never), signer: portOfEmitter(port2 as never) };
  const { signer } = await platformOfPorts(ports, vault.configuration, () => {});
  return {
    signer,
    pass: (ms) => {
      ticks += ms;
    },
  };
}

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );

async function draft(but: Partial<CredentialDraft> = {}): Promise<CredentialDraft> {
  const { from, until } = world.head.credential;
  return {
    subject: toBase64url(systemRandom.bytes(16)),
    roles: ['agent'],
    scope: 'ML-PAR' as MissionCode,
    desk: DESK,
    delegates: [],
    from,
    until,
    sig: (await generateKey('sig')).publicJwk,
    enc: (await generateKey('enc')).publicJwk,
    ...but,
  };
}

const memoryKeyStore = (): KeyStore => {
  const kept = new Map<string, string>();
  return {
    protect: async (text) => {
      const name = `kept-${kept.size}`;
      kept.set(name, text);
      return name;
    },
    reveal: async (name) => kept.get(name) ?? Promise.reject(new Error('not here')),
  };
};

describe('5: a captured page', () => {
  test('gets no credential without the secret, nor a second one on it, nor a late one', async () => {
    const { signer, pass } = await signerOf();
    await signer.unlock(world.head.credential.kid, WORDS);
    const sign = async (but: Partial<CredentialDraft> = {}) =>
      code(signer.sign('guichet-credential+jws', credentialPayload(await draft(but))));
    expect(await sign()).toBe('SG-004');
    await signer.confirmSecret(WORDS);
    expect(await sign()).toBe('done');
    expect(await sign()).toBe('SG-004');
    pass(11_000);
    await signer.confirmSecret('bado-kilu');
    expect(await sign()).toBe('SG-004');
    pass(11_000);
    await signer.confirmSecret(WORDS);
    pass(120_001);
    expect(await sign()).toBe('SG-004');
  });

  test('gets none that the officer may not give, and spends no secret on asking', async () => {
    const { signer, pass } = await signerOf();
    await signer.unlock(world.head.credential.kid, WORDS);
    await signer.confirmSecret(WORDS);
    const own = world.head.credential;
    const sign = async (but: Partial<CredentialDraft>) => {
      pass(2_100);
      return code(signer.sign('guichet-credential+jws', credentialPayload(await draft(but))));
    };
    const dakar = { scope: 'ML-DKR' as MissionCode, desk: 'ML-DKR/A' as DeskId };
    for (const but of [
      { roles: ['head-of-mission'] },
      { roles: ['agent', 'reviewer'] },
      { roles: ['gateway'] },
      { scope: '*', desk: null },
      { desk: null },
      dakar,
      { scope: 'CENTRAL', desk: 'CENTRAL/A' as DeskId },
      { delegates: ['agent'] },
      { until: '2040-01-01T00:00:00Z' },
      { from: '2020-01-01T00:00:00Z' },
      // for itself: the officer's own keys, or the officer's own person
      { sig: own.sig },
      { enc: own.enc },
      { subject: own.subject },
    ] as Partial<CredentialDraft>[])
      expect(await sign(but), JSON.stringify(but)).toBe('SG-005');
    expect(await code(signer.sign('guichet-credential+jws', payloadBytes({ v: 1 })))).toBe('SG-005');
    pass(11_000);
    expect(await sign({})).toBe('done');
  });

  test('gets grants, names and answers for a credential of this session only, in its own mission only', async () => {
    const { signer } = await signerOf();
    await signer.unlock(world.head.credential.kid, WORDS);
    await signer.confirmSecret(WORDS);
    const jws = await signer.sign('guichet-credential+jws', credentialPayload(await draft()));
    const { kid } = (await readCredential(jws)).credential;
    const grant = (to: string, group: string) =>
      code(signer.sign('guichet-grant+jws', payloadBytes({ v: 1, group, gen: 1, to, jwe: {} })));
    const agent = world.agent.credential.kid;
    expect(await grant(kid, 'group:ML-PAR:visas')).toBe('done');
    expect(await grant(agent, 'group:ML-PAR:visas')).toBe('SG-005');
    expect(await grant(kid, 'group:CENTRAL:visas')).toBe('SG-005');
    expect(await grant(kid, 'group:ML-PARX:visas')).toBe('SG-005');
    const name = (whom: string) =>
      code(signer.sign('guichet-directory+jws', payloadBytes({ v: 1, kid: whom, jwe: {} })));
    expect([await name(kid), await name(agent)]).toEqual(['done', 'SG-005']);
    const answer = (to: string) =>
      code(signer.sign('guichet-enrolment-answer+jws', payloadBytes({ v: 1, request: kid, to, jwe: null })));
    expect([await answer(kid), await answer(agent)]).toEqual(['done', 'SG-005']);
    await signer.lock();
    await signer.unlock(world.head.credential.kid, WORDS);
    expect(await grant(kid, 'group:ML-PAR:visas')).toBe('SG-005');
  });

  test('of an officer who delegates nothing gets nothing of the kind signed', async () => {
    const { signer } = await signerOf();
    await signer.unlock(world.agent.credential.kid, WORDS);
    await signer.confirmSecret(WORDS);
    for (const type of ['credential', 'grant', 'directory', 'enrolment-answer'] as const)
      expect(await code(signer.sign(`guichet-${type}+jws`, credentialPayload(await draft())))).toBe('SG-003');
    for (const type of ['guichet-enrolment-request+jws', 'guichet-revocation+jws', 'guichet-group+jws'])
      expect(await code(signer.sign(type as 'guichet-act+jws', credentialPayload(await draft())))).toBe(
        'SG-003',
      );
  });

  test('asks for nothing that is out of shape', async () => {
    const { signer } = await signerOf();
    const ask = (wish: unknown, pin: unknown = null) =>
      code(signer.askForEnrolment(wish as never, pin as never));
    for (const wish of [null, {}, { initials: 'A', roles: [] }, { initials: 'A', roles: ['root'] }])
      expect(await ask(wish)).toBe('SG-005');
    expect(await ask({ initials: 'ABCDEFGHI', roles: ['agent'] })).toBe('SG-005');
    expect(await ask({ initials: 'A', roles: ['agent'], more: 1 })).toBe('SG-005');
    expect(await ask({ initials: 'A', roles: ['agent'] }, 7)).toBe('SG-005');
    expect(await code(signer.activateRequest('x'.repeat(2 << 20), WORDS))).toBe('SG-005');
    expect(await code(signer.withdrawRequest('../../desk'))).toBe('EN-006');
    expect(await signer.requests()).toEqual([]);
  });
});

describe('6: a request', () => {
  test('with a PIN and a key store: bound to both, made a slot with a pepper of its own, no key in clear', async () => {
    const { signer, pass } = await signerOf(memoryKeyStore());
    const ask = (pin: string) => signer.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, pin);
    expect(await code(ask('123456'))).toBe('VA-003');
    const { request: text, words } = await ask(PIN);
    expect(words).toBeNull();
    const { answer, credential } = await approvedBy(world, await readRequest(text));
    const [name = ''] = (await readdir(join(folder, 'requests'))).filter((one) => one.endsWith('.json'));
    const waiting = JSON.parse(await readFile(join(folder, 'requests', name), 'utf8')) as { pepper: string };
    expect(await signer.activateRequest(answer, '593128')).toMatchObject({ outcome: 'refused' });
    pass(1_000);
    expect(await signer.activateRequest(answer, PIN)).toEqual({ outcome: 'activated', kid: credential.kid });
    const slot = await readFile(join(folder, 'slots', `${credential.kid}.json`), 'utf8');
    expect((JSON.parse(slot) as { pepper: string }).pepper).not.toBe(waiting.pepper);
    expect(slot + JSON.stringify(waiting)).not.toContain('"d"');
    expect(
      (await readdir(join(folder, 'requests'), { recursive: true })).filter((one) => one.endsWith('.json')),
    ).toEqual([]);
    expect(await signer.unlock(credential.kid, PIN)).toMatchObject({
      outcome: 'opened',
      slot: {
        kid: credential.kid,
        readModelKeys: { 'ML-PAR': world.ministry.readModelKeys.get('ML-PAR' as never) },
      },
    });
  });

  test('without a key store takes no PIN', async () => {
    const { signer } = await signerOf();
    expect(await code(signer.askForEnrolment({ initials: 'A', roles: ['agent'] }, PIN))).toBe('VA-004');
  });

  test('that was altered at rest opens no more, and is nobody else’s', async () => {
    const { signer } = await signerOf();
    const first = await signer.askForEnrolment({ initials: 'E. A.', roles: ['agent'] }, null);
    const second = await signer.askForEnrolment({ initials: 'S. S.', roles: ['agent'] }, null);
    const path = async (text: string) => join(folder, 'requests', `${(await readRequest(text)).id}.json`);
    const [a, b] = [await path(first.request), await path(second.request)];
    const box = JSON.parse(await readFile(a, 'utf8')) as object;
    const other = JSON.parse(await readFile(b, 'utf8')) as { id: Kid; request: string };
    await writeFile(b, JSON.stringify({ ...box, id: other.id, request: other.request }));
    const { answer } = await approvedBy(world, await readRequest(second.request));
    expect(await signer.activateRequest(answer, first.words ?? '')).toMatchObject({ outcome: 'refused' });
  });
});
