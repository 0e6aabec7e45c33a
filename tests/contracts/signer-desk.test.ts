/** Guarantee 8 of `Signer` (app/desk/ports.ts): a computer without a kit becomes a desk, in the main process's own files. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import { platformOfPorts, serveSigner } from '../../app/desk/platform-ports.ts';
import type { Signer } from '../../app/desk/ports.ts';
import { portOfEmitter } from '../../app/desk/rpc-ports.ts';
import { readDeskAnswer } from '../../app/enrolment/desk-answer.ts';
import { readDeskRequest } from '../../app/enrolment/desk-request.ts';
import {
  type CredentialDraft,
  credentialPayload,
  issueCredential,
  readCredential,
} from '../../app/keyring/credential.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import { proofOfRevocations } from '../../app/keyring/revocation-proof.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { parseCompact, payloadBytes, verifyCompact } from '../../app/seal/jws.ts';
import { generateKey, importPublic } from '../../app/seal/keys.ts';
import type { AskingShelf } from '../../app/vault/asking-desk.ts';
import { OfficerSigner } from '../../app/vault/officer-signer.ts';
import type { KeyStore, SlotShelf } from '../../app/vault/officer-slots.ts';
import { SigningRules } from '../../app/vault/signing-rules.ts';
import { askingFolder } from '../../main/vault/asking-folder.ts';
import { slotFolder } from '../../main/vault/slot-folder.ts';
import { openVault, systemClock, type Vault } from '../../main/vault/vault.ts';
import { approvedDesk, askedDesk } from '../world/desk-enrolled.ts';
import { configurationOf } from '../world/desk-in-node.ts';
import { stopping } from '../world/desk-medium.ts';
import { Fault } from '../world/fault.ts';
import { revocationOf } from '../world/revoked.ts';
import { World } from '../world/world.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const PIN = '482017';

let world: World;
let folder: string;
beforeAll(async () => {
  world = await World.open();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-asking-'));
});
afterEach(() => rm(folder, { recursive: true }));

let ticks = 0;
const vaultIn = (at = folder, keyStore: KeyStore | null = null): Promise<Vault> =>
  openVault({
    folder: at,
    keyStore,
    countdown: { run: async () => 'cancelled', cancel: () => {} },
    report: () => {},
    clock: { now: () => world.clock.now(), monotonic: () => ticks },
    cost: CHEAP,
  });

/** The vault as a page reaches it: over its channel, and nothing else. */
async function overChannel(vault: Vault): Promise<Signer> {
  const { port1, port2 } = new MessageChannel();
  const other = new MessageChannel();
  for (const port of [port1, port2, other.port1, other.port2]) port.unref();
  serveSigner(portOfEmitter(port1 as never), vault.port);
  const ports = { journal: portOfEmitter(other.port2 as never), signer: portOfEmitter(port2 as never) };
  return (await platformOfPorts(ports, vault.configuration, () => {})).signer;
}

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );

const wish = (but: object = {}) => ({
  root: world.ministry.root.credential.jws,
  mission: 'ML-PAR' as never,
  initials: 'E. A.',
  roles: ['agent'] as const,
  ...but,
});

const filesIn = async (at = folder): Promise<string[]> =>
  (await readdir(at, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(at.length + 1))
    .sort();
const textOf = async (at = folder, but: readonly string[] = ['desk.json']): Promise<string> => {
  const names = (await filesIn(at)).filter((name) => !but.includes(name));
  return (await Promise.all(names.map((name) => readFile(join(at, name), 'utf8')))).join('\n');
};

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

describe('a computer without a kit', () => {
  test('asks, waits over restarts, and is the desk of its answer: with transport key, officer and configuration', async () => {
    const signer = await overChannel(await vaultIn());
    expect(await signer.deskRequest()).toBeNull();
    const { request, words } = await signer.askForDesk(wish(), null);
    expect(words).toMatch(/^[a-z]{4}(-[a-z]{4}){5}$/);
    expect(await filesIn()).toEqual(['asking.json']);
    expect(await textOf()).not.toContain('"d":');

    const vault = await vaultIn();
    const again = await overChannel(vault);
    expect(await again.deskRequest()).toEqual({ request, root: wish().root });
    expect(vault.configuration).toBeNull();
    const { answer, desk } = await approvedDesk(world, await readDeskRequest(request));
    const outcome = await again.activateDesk(answer, words ?? '');
    if (outcome.outcome !== 'activated') throw new Error('refused');

    // The vault that was open is the desk's from this moment on, as one that opens anew is.
    for (const now of [vault, await vaultIn()]) {
      expect(now.configuration).toMatchObject({ desk, mission: 'ML-PAR', root: wish().root });
      const own = await overChannel(now);
      expect(await own.unlock(outcome.kid, words ?? '')).toMatchObject({ outcome: 'opened' });
      expect(await own.deskRequest()).toBeNull();
      const session = await now.port.transportSign(payloadBytes({ v: 1 }));
      const { sig, desk: of } = (await readDeskAnswer(answer, wish().root)).desk;
      expect(of).toBe(desk);
      await verifyCompact(parseCompact(session), await importPublic(sig, 'sig'));
    }
    expect(await filesIn()).toEqual(
      [
        ...['attempts', 'slots'].map((name) => `${name}/${outcome.kid}.json`),
        ...['desk.json', 'transport.json'],
      ].sort(),
    );
  });

  test('and loses its keys by a revocation as a desk from the ministry does, its officer’s too', async () => {
    const vault = await vaultIn();
    const signer = await overChannel(vault);
    const { request, words } = await signer.askForDesk(wish(), null);
    const { answer, documents } = await approvedDesk(world, await readDeskRequest(request));
    const outcome = await signer.activateDesk(answer, words ?? '');
    if (outcome.outcome !== 'activated') throw new Error('refused');
    const { kid } = (await readDeskAnswer(answer, wish().root)).desk;
    const revocations = await Promise.all([kid, outcome.kid].map((ended) => revocationOf(world, ended)));
    const known = [...world.ministry.keyringDocuments, ...documents, ...revocations];
    const keyring = await Keyring.from(wish().root, known);
    const taken = await vault.port.takeRevocations(await proofOfRevocations(keyring, [kid, outcome.kid]));
    expect(taken).toMatchObject({ desk: true, officers: [outcome.kid] });
    expect((await filesIn()).filter((name) => name.startsWith('slots/'))).toEqual([]);
    expect(await vault.port.revoked()).toMatchObject({ reason: 'stolen', handedOver: false });
    await vault.port.handedOver();
    expect(await vault.port.transportIdentity()).toBeNull();
  });

  test('with a key store: under a PIN that is bound to it, and the desk’s key in it', async () => {
    const keyStore = memoryKeyStore();
    const signer = await overChannel(await vaultIn(folder, keyStore));
    expect(await code(signer.askForDesk(wish(), '123456'))).toBe('VA-003');
    const { request, words } = await signer.askForDesk(wish(), PIN);
    expect(words).toBeNull();
    const { answer } = await approvedDesk(world, await readDeskRequest(request));
    expect(await signer.activateDesk(answer, PIN)).toMatchObject({ outcome: 'activated' });
    expect(await textOf()).not.toContain('"d":');
    // Elsewhere the same files are worth nothing.
    const elsewhere = await vaultIn(folder, memoryKeyStore());
    expect(await elsewhere.port.transportIdentity()).toBeNull();
  });

  test('takes no wrong secret, counts each before it is tried, and takes the right one after its delay', async () => {
    const signer = await overChannel(await vaultIn());
    const { request, words } = await signer.askForDesk(wish(), null);
    const { answer } = await approvedDesk(world, await readDeskRequest(request));
    expect(await signer.activateDesk(answer, 'bado-kilu')).toMatchObject({ outcome: 'refused' });
    expect(await signer.activateDesk(answer, words ?? '')).toMatchObject({ outcome: 'refused' });
    expect(await filesIn()).toEqual(['asking-attempts.json', 'asking.json']);
    ticks += 60_000;
    expect(await signer.activateDesk(answer, words ?? '')).toMatchObject({ outcome: 'activated' });
  });

  test('takes no answer but its own: another’s, a replayed one, one of another ministry; and stays as it was', async () => {
    const signer = await overChannel(await vaultIn());
    const other = await askedDesk(world);
    const others = (await approvedDesk(world, other.request)).answer;
    expect(await code(signer.activateDesk(others, 'x'))).toBe('EN-006');
    const first = await signer.askForDesk(wish(), null);
    const earlier = (await approvedDesk(world, await readDeskRequest(first.request))).answer;
    const second = await signer.askForDesk(wish(), null);
    const words = second.words ?? '';
    for (const text of [others, earlier]) expect(await code(signer.activateDesk(text, words))).toBe('EN-002');
    const { answer } = await approvedDesk(world, await readDeskRequest(second.request));
    const lines = answer.trimEnd().split('\n');
    expect(await code(signer.activateDesk(lines.slice(0, -1).join('\n'), words))).toBe('EN-003');
    expect(await code(signer.activateDesk('x', words))).toBe('EN-001');
    const foreign = await World.open();
    const theirs = await askedDesk(foreign);
    expect(await code(signer.activateDesk((await approvedDesk(foreign, theirs.request)).answer, words))).toBe(
      'EN-002',
    );
    expect(await filesIn()).toEqual(['asking.json']);
    expect(await signer.activateDesk(answer, words)).toMatchObject({ outcome: 'activated' });
    // Replayed to the desk that it made, or anything of the kind.
    for (const call of [
      () => signer.activateDesk(answer, words),
      () => signer.askForDesk(wish(), null),
      () => signer.withdrawDeskRequest(),
    ])
      expect(await code(call())).toBe('EN-009');
  });

  test('believes no root that does not verify, and asks nothing beside a kit', async () => {
    const signer = await overChannel(await vaultIn());
    expect(await code(signer.askForDesk(wish({ root: 'x.y.z' }), null))).toBe('EN-008');
    expect(await code(signer.askForDesk(wish({ root: world.head.credential.jws }), null))).toBe('EN-008');
    for (const but of [{ mission: 'ML-PAR/A' }, { roles: [] }, { roles: ['transport'] }, { more: 1 }])
      expect(await code(signer.askForDesk(wish(but), null))).toBe('SG-005');
    await writeFile(join(folder, 'transport.json'), '{}');
    expect(await code(signer.askForDesk(wish(), null))).toBe('EN-009');
    expect(await filesIn()).toEqual(['transport.json']);
  });

  test('keeps the request that waits where another cannot be made', async () => {
    const signer = await overChannel(await vaultIn());
    const { request } = await signer.askForDesk(wish(), null);
    expect(await code(signer.askForDesk(wish(), PIN))).toBe('VA-004');
    expect((await signer.deskRequest())?.request).toBe(request);
    const others = wish({ initials: ' ' });
    expect(await code(signer.askForDesk(others, null))).not.toBe('done');
    expect((await signer.deskRequest())?.request).toBe(request);
  });

  test('whose request is withdrawn, or replaced, keeps no key of it', async () => {
    const signer = await overChannel(await vaultIn());
    expect(await code(signer.withdrawDeskRequest())).toBe('EN-006');
    await signer.askForDesk(wish(), null);
    const { request } = await signer.askForDesk(wish({ initials: 'S. S.' }), null);
    expect((await signer.deskRequest())?.request).toBe(request);
    await signer.withdrawDeskRequest();
    expect(await signer.deskRequest()).toBeNull();
    expect(await filesIn()).toEqual([]);
  });

  test('where a kit was put in place meanwhile, is that kit’s desk, and its own request goes', async () => {
    const signer = await overChannel(await vaultIn());
    const { request, words } = await signer.askForDesk(wish(), null);
    const { answer } = await approvedDesk(world, await readDeskRequest(request));
    const kit = configurationOf(world, 'ML-PAR/B' as DeskId, null);
    await writeFile(join(folder, 'desk.json'), JSON.stringify(kit));
    // While the program runs, too: no answer writes over what a kit brought.
    expect(await code(signer.activateDesk(answer, words ?? ''))).toBe('EN-009');
    expect(await code(signer.askForDesk(wish(), null))).toBe('EN-009');
    expect(JSON.parse(await readFile(join(folder, 'desk.json'), 'utf8'))).toEqual(kit);
    expect((await vaultIn()).configuration?.desk).toBe('ML-PAR/B');
    expect(await filesIn()).toEqual(['desk.json']);
  });
});

describe('stopped at any write', () => {
  /** The main process's parts over its real files, in which each write is two steps. */
  function stoppingSigner(at: string, fault: Fault): OfficerSigner {
    const ignored = (): void => {};
    return new OfficerSigner({
      shelf: stopping<SlotShelf>(slotFolder(at, ignored), fault, 'slot', [
        'replace',
        'remove',
        'noteAttempts',
      ]),
      asking: stopping<AskingShelf>(askingFolder(at, null, ignored), fault, 'asking', [
        ...(['put', 'remove', 'noteAttempts', 'putTransport', 'dropTransport', 'putConfiguration'] as const),
      ]),
      keyStore: null,
      platform: 'electron',
      countdown: { run: async () => 'cancelled', cancel: ignored },
      clock: systemClock,
      random: systemRandom,
      scope: { desk: null, missions: [] },
      cost: CHEAP,
    });
  }

  test('it still asks, or is the desk: the same answer ends what was begun, and nothing lies in clear before', async () => {
    const start = join(folder, 'start');
    const { request, words } = await stoppingSigner(start, new Fault()).askForDesk(wish(), null);
    const { answer, desk } = await approvedDesk(world, await readDeskRequest(request));
    const ends = new Set<string>();
    for (let n = 0; ; n += 1) {
      const at = join(folder, `life-${n}`);
      await cp(start, at, { recursive: true });
      const fault = new Fault();
      fault.stopIn(n);
      const done = await stoppingSigner(at, fault)
        .activateDesk(answer, words ?? '')
        .catch(() => null);
      const inService = (await filesIn(at)).includes('desk.json');
      if (!inService && n < 4) expect(await textOf(at), `after step ${n}`).not.toContain('"d":');
      const vault = await vaultIn(at);
      const waits = await vault.port.deskRequest();
      ends.add(waits ? 'asks' : 'desk');
      expect([vault.configuration?.desk ?? null, waits?.request ?? null], `after step ${n}`).toEqual(
        inService ? [desk, null] : [null, request],
      );
      if (!inService) {
        // A try that was cut off is one that failed: it has its delay.
        const again = () => vault.port.activateDesk(answer, words ?? '');
        const first = await again();
        ticks += 60_000;
        const ended = first.outcome === 'refused' ? await again() : first;
        expect(ended).toMatchObject({ outcome: 'activated' });
      }
      const [slot, ...more] = await (await vaultIn(at)).port.slots();
      expect(more).toEqual([]);
      expect(await vault.port.unlock(slot?.kid as Kid, words ?? '')).toMatchObject({ outcome: 'opened' });
      expect((await filesIn(at)).filter((name) => name.startsWith('asking'))).toEqual([]);
      if (done) {
        expect(n).toBeGreaterThan(8);
        break;
      }
    }
    expect([...ends].sort()).toEqual(['asks', 'desk']);
  });

  test('withdrawing and asking anew: there is one whole request, or none, and no key beside it', async () => {
    const start = join(folder, 'start');
    const { request } = await stoppingSigner(start, new Fault()).askForDesk(wish(), null);
    for (let n = 0; ; n += 1) {
      const at = join(folder, `life-${n}`);
      await cp(start, at, { recursive: true });
      const fault = new Fault();
      fault.stopIn(n);
      const done = await stoppingSigner(at, fault)
        .askForDesk(wish(), null)
        .catch(() => null);
      const waits = await (await vaultIn(at)).port.deskRequest();
      expect(waits === null || done === null || waits.request !== request).toBe(true);
      expect((await filesIn(at)).filter((name) => name !== 'asking.json')).toEqual([]);
      if (done) break;
    }
  });
});

describe('a captured page at the desk that approves', () => {
  const DESK = 'ML-PAR/P' as DeskId;
  const SETTING = {
    gateway: { url: 'https://centre.example', kid: 'x' as Kid },
    policy: { destroySlotAfter: 10 },
  };
  async function draft(but: Partial<CredentialDraft> = {}): Promise<CredentialDraft> {
    const { from, until } = world.officer('M. U.', 'ML-PAR/A').credential;
    return {
      subject: toBase64url(systemRandom.bytes(16)),
      roles: ['transport'],
      scope: 'ML-PAR' as never,
      desk: DESK,
      delegates: [],
      from,
      until,
      sig: (await generateKey('sig')).publicJwk,
      enc: null,
      ...but,
    };
  }
  const officer = async (but: Partial<CredentialDraft> = {}) =>
    draft({ roles: ['agent'], enc: (await generateKey('enc')).publicJwk, ...but });

  function rules(initials = 'M. U.') {
    let now = 17;
    const own = world.officer(initials, 'ML-PAR/A').credential;
    const made = new SigningRules({ desk: own.desk, missions: [], setting: SETTING }, () => now, own);
    const admit = (type: 'credential' | 'desk-answer', payload: Uint8Array): string => {
      now += 2100;
      try {
        made.admit(`guichet-${type}+jws`, payload);
        return 'done';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    return {
      made,
      credential: async (given: CredentialDraft) => admit('credential', credentialPayload(given)),
      admit,
      pass: (ms: number) => {
        now += ms;
      },
    };
  }

  test('gets a desk’s credential for the secret only, and on it one officer’s at that desk', async () => {
    const { made, credential, pass } = rules();
    expect(await credential(await draft())).toBe('SG-004');
    expect(await credential(await officer())).toBe('SG-004');
    made.noteSecret();
    expect(await credential(await draft())).toBe('done');
    expect(await credential(await officer())).toBe('done');
    expect(await credential(await officer())).toBe('SG-004');
    expect(await credential(await draft())).toBe('SG-004');
    made.noteSecret();
    expect(await credential(await draft())).toBe('done');
    expect(await credential(await officer({ desk: 'ML-PAR/B' as DeskId }))).toBe('SG-004');
    expect(await credential(await officer())).toBe('SG-004');
    made.noteSecret();
    expect(await credential(await draft())).toBe('done');
    pass(121_000);
    expect(await credential(await officer())).toBe('SG-004');
  });

  test('gets none of another mission, with a key to be written to, or of an officer who gives no desks', async () => {
    const { made, credential } = rules();
    made.noteSecret();
    const enc = (await generateKey('enc')).publicJwk;
    const dakar = { scope: 'ML-DKR' as never, desk: 'ML-DKR/P' as DeskId };
    for (const but of [
      dakar,
      { enc },
      { desk: null },
      { delegates: ['agent'] as const },
      { roles: ['gateway'] as const },
    ])
      expect(await credential(await draft(but))).toBe('SG-005');
    const agent = rules('A. S.');
    agent.made.noteSecret();
    expect(await agent.credential(await draft())).toBe('SG-003');
  });

  test('gets an answer for a desk and an officer of this session only', async () => {
    const { made, credential, admit } = rules();
    const issue = async (given: CredentialDraft) => {
      expect(await credential(given)).toBe('done');
      const { credential: by, signingKey } = world.officer('M. U.', 'ML-PAR/A');
      const read = (await readCredential(await issueCredential(given, by.kid, signingKey))).credential;
      made.noteIssued(read);
      return read.kid;
    };
    made.noteSecret();
    const transport = await issue(await draft());
    const to = await issue(await officer());
    made.noteSecret();
    const elsewhere = await issue(await officer({ desk: 'ML-PAR/B' as DeskId }));
    const answer = (but: object) =>
      admit(
        'desk-answer',
        payloadBytes({
          v: 1,
          request: to,
          transport,
          to,
          jwe: null,
          setting: { desk: DESK, ...SETTING },
          rest: to,
          ...but,
        }),
      );
    expect(answer({ to: elsewhere })).toBe('SG-005');
    expect(answer({ transport: to })).toBe('SG-005');
    expect(answer({ transport: world.ministry.transports.get('ML-PAR/A' as DeskId)?.credential.kid })).toBe(
      'SG-005',
    );
    expect(answer({ to: world.agent.credential.kid })).toBe('SG-005');
    expect(answer({ more: 1 })).toBe('SG-005');
    // Where the new desk sends to, and what ends its slots, is as it is here: no page chooses it.
    for (const setting of [
      { ...SETTING, gateway: { ...SETTING.gateway, url: 'https://elsewhere.example' } },
      { ...SETTING, gateway: null },
      { gateway: SETTING.gateway },
      { ...SETTING, policy: { destroySlotAfter: 5 } },
      {},
    ])
      expect(answer({ setting: { desk: DESK, ...setting } })).toBe('SG-005');
    expect(answer({})).toBe('done');
    // That letter is this key's: not another's within this unlocking.
    made.noteSecret();
    expect(await credential(await draft())).toBe('SG-005');
  });
});
