import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../app/acts/ids.ts';
import { platformOfPorts, serveSigner } from '../../app/desk/platform-ports.ts';
import type { DeskConfiguration, Signer } from '../../app/desk/ports.ts';
import { portOfEmitter } from '../../app/desk/rpc-ports.ts';
import { hashOf } from '../../app/seal/hash.ts';
import { generateKey, type PublicJwk } from '../../app/seal/keys.ts';
import type { DecisionCountdown } from '../../app/vault/officer-signer.ts';
import type { KeyStore } from '../../app/vault/officer-slots.ts';
import { sealSlot } from '../../app/vault/slot-file.ts';
import { openVault, type Vault } from '../../main/vault/vault.ts';
import { type SignerUnderTest, signerContract } from './signer.ts';

const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
const WORDS = 'bado-kilu-meta-rumo-sada-tobi';
const PIN = '482017';
const DESK = 'ML-PAR/B' as DeskId;
const MISSION = 'ML-PAR' as MissionCode;

/** Countdowns that a test ends by hand. */
class Hands implements DecisionCountdown {
  readonly #running = new Map<string, { seconds: number; end(how: 'confirmed' | 'cancelled'): void }>();
  #started: () => void = () => {};
  #next = new Promise<void>((resolve) => {
    this.#started = resolve;
  });
  run(decision: { id: string; seconds: number }): Promise<'confirmed' | 'cancelled'> {
    return new Promise((resolve) => {
      this.#running.set(decision.id, { seconds: decision.seconds, end: resolve });
      this.#started();
    });
  }
  cancel(id: string): void {
    this.#running.get(id)?.end('cancelled');
    this.#running.delete(id);
  }
  async end(how: 'confirmed' | 'cancelled'): Promise<number> {
    await this.#next;
    const [id, running] = [...this.#running][0]!;
    this.#running.delete(id);
    this.#next = new Promise((resolve) => {
      this.#started = resolve;
    });
    running.end(how);
    return running.seconds;
  }
}

/** Enciphers with a key of its own, as a system's store does; another store cannot read it. */
async function memoryKeyStore(): Promise<KeyStore> {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const iv = new Uint8Array(12);
  return {
    protect: async (text) =>
      Buffer.from(
        await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text)),
      ).toString('base64'),
    reveal: async (stored) =>
      Buffer.from(
        await crypto.subtle.decrypt(
          { name: 'AES-GCM', iv },
          key,
          new Uint8Array(Buffer.from(stored, 'base64')),
        ),
      ).toString(),
  };
}

async function writeKit(folder: string): Promise<{ kid: Kid; publicKey: PublicJwk; secrets: string[] }> {
  const sig = await generateKey('sig');
  const enc = await generateKey('enc');
  const transport = await generateKey('sig');
  const credential = 'x.y.z';
  const kid = (await hashOf(credential)) as string as Kid;
  const configuration: DeskConfiguration = {
    desk: DESK,
    mission: MISSION,
    missions: [MISSION],
    missionNames: { 'ML-PAR': { fr: 'Paris', en: 'Paris', ar: 'باريس' } },
    root: 'x.y.z',
    gateway: null,
    seed: [],
  };
  const slot = await sealSlot({
    identity: { kid, credential, initials: 'AE', roles: ['agent'], mission: MISSION },
    secrets: { sig: sig.privateJwk, enc: enc.privateJwk, readModelKeys: { 'ML-PAR': 'k' } },
    kind: 'words',
    secret: WORDS,
    random: systemRandom,
    cost: CHEAP,
  });
  await mkdir(join(folder, 'slots'));
  await writeFile(join(folder, 'desk.json'), JSON.stringify(configuration));
  await writeFile(join(folder, 'slots', `${kid}.json`), JSON.stringify(slot));
  await writeFile(
    join(folder, 'transport.json'),
    JSON.stringify({ v: 1, kid, credential, key: transport.privateJwk, stored: null }),
  );
  return {
    kid,
    publicKey: sig.publicJwk,
    secrets: [sig.privateJwk.d, enc.privateJwk.d, transport.privateJwk.d],
  };
}

interface Setting {
  readonly keyStore: KeyStore | null;
  readonly overChannel: boolean;
}

async function deskOf(
  folder: string,
  who: { kid: Kid; publicKey: PublicJwk },
  setting: Setting,
  wallNow: number,
): Promise<SignerUnderTest & { vault: Vault }> {
  const hands = new Hands();
  let wall = wallNow;
  let ticks = 17;
  const vault = await openVault({
    folder,
    keyStore: setting.keyStore,
    countdown: hands,
    report: () => {},
    clock: { now: () => wall, monotonic: () => ticks },
    cost: CHEAP,
  });
  let signer: Signer = vault.officers;
  let close = async (): Promise<void> => {};
  if (setting.overChannel) {
    const journal = new MessageChannel();
    const channel = new MessageChannel();
    serveSigner(portOfEmitter(channel.port1), vault.port);
    const ports = { journal: portOfEmitter(journal.port2), signer: portOfEmitter(channel.port2) };
    signer = (await platformOfPorts(ports, vault.configuration, () => {})).signer;
    close = async () => {
      for (const port of [journal.port1, channel.port1]) port.close();
    };
  }
  return {
    vault,
    signer,
    kid: who.kid,
    publicKey: who.publicKey,
    secret: setting.keyStore === null ? WORDS : PIN,
    desk: DESK,
    mission: MISSION,
    pass: (ms) => {
      wall += ms;
      ticks += ms;
    },
    restart: async (offMs) => deskOf(folder, who, setting, wall + offMs),
    endCountdown: (end) => hands.end(end),
    close,
  };
}

async function commissioned(setting: Setting, now: number): Promise<SignerUnderTest & { vault: Vault }> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-vault-'));
  const who = await writeKit(folder);
  const under = await deskOf(folder, who, setting, now);
  if (setting.keyStore !== null) {
    await under.signer.choosePin(who.kid, WORDS, PIN);
    await under.signer.lock();
  }
  return { ...under, close: () => under.close().then(() => rm(folder, { recursive: true })) };
}

signerContract('words, no key store', (now) => commissioned({ keyStore: null, overChannel: false }, now()));
signerContract('a PIN and a key store', async (now) =>
  commissioned({ keyStore: await memoryKeyStore(), overChannel: false }, now()),
);
signerContract('over a channel', async (now) =>
  commissioned({ keyStore: await memoryKeyStore(), overChannel: true }, now()),
);

describe('activation', () => {
  const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(join(tmpdir(), 'guichet-vault-'));
    try {
      await work(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  };

  test('with a key store the words open nothing yet: a PIN is chosen, then only the PIN opens', () =>
    inFolder(async (folder) => {
      const who = await writeKit(folder);
      const setting = { keyStore: await memoryKeyStore(), overChannel: false };
      const { signer, pass } = await deskOf(folder, who, setting, 1e12);
      expect((await signer.slots())[0]).toMatchObject({ initials: 'AE', secret: 'activate' });
      expect(await signer.unlock(who.kid, WORDS)).toEqual({ outcome: 'choose-pin' });
      expect(await signer.choosePin(who.kid, 'bado', PIN)).toMatchObject({ outcome: 'refused' });
      pass(1_000);
      await expect(signer.choosePin(who.kid, WORDS, '123456')).rejects.toMatchObject({ code: 'VA-003' });
      expect(await signer.choosePin(who.kid, WORDS, PIN)).toMatchObject({
        outcome: 'opened',
        slot: { kid: who.kid, readModelKeys: { 'ML-PAR': 'k' } },
      });
      expect((await signer.slots())[0]).toMatchObject({ secret: 'pin' });
      await signer.lock();
      expect((await signer.unlock(who.kid, WORDS)).outcome).toBe('refused');
      pass(1_000);
      expect((await signer.unlock(who.kid, PIN)).outcome).toBe('opened');
      expect((await signer.choosePin(who.kid, PIN, '593128')).outcome).toBe('refused');
    }));

  test('a copied disk without its key store does not open with the PIN', () =>
    inFolder(async (folder) => {
      const who = await writeKit(folder);
      const here = await deskOf(folder, who, { keyStore: await memoryKeyStore(), overChannel: false }, 1e12);
      await here.signer.choosePin(who.kid, WORDS, PIN);
      for (const keyStore of [null, await memoryKeyStore()]) {
        const thief = await deskOf(folder, who, { keyStore, overChannel: false }, 1e12);
        expect((await thief.signer.unlock(who.kid, PIN)).outcome).toBe('refused');
        await rm(join(folder, 'attempts'), { recursive: true });
      }
    }));

  test('no private key lies in clear once the key store has the transport key', () =>
    inFolder(async (folder) => {
      const who = await writeKit(folder);
      const setting = { keyStore: await memoryKeyStore(), overChannel: false };
      const first = await deskOf(folder, who, setting, 1e12);
      await first.signer.choosePin(who.kid, WORDS, PIN);
      const again = await deskOf(folder, who, setting, 1e12);
      expect(await again.vault.port.transportIdentity()).toEqual({ kid: who.kid, credential: 'x.y.z' });
      const jws = await again.vault.port.transportSign(new TextEncoder().encode('{"nonce":"n"}'));
      expect(JSON.parse(Buffer.from(jws.split('.')[0]!, 'base64url').toString()).typ).toBe(
        'guichet-session+jws',
      );
      const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.json'));
      expect(files.length).toBeGreaterThanOrEqual(4);
      for (const name of files) {
        const text = await readFile(join(folder, name), 'utf8');
        for (const secret of who.secrets) expect(text).not.toContain(secret);
      }
    }));

  test('a damaged slot is left out and told by its code; the others stay', () =>
    inFolder(async (folder) => {
      const who = await writeKit(folder);
      await writeFile(join(folder, 'slots', 'broken.json'), '{');
      const codes: string[] = [];
      const vault = await openVault({
        folder,
        keyStore: null,
        countdown: new Hands(),
        report: (c) => codes.push(c),
      });
      expect(await vault.officers.slots()).toHaveLength(1);
      expect(codes).toEqual(['VA-001']);
      expect((await vault.officers.slots())[0]).toMatchObject({ kid: who.kid, secret: 'passphrase' });
    }));
});
