/** A further gateway for a ministry that is served: the order of docs/operations.md, with the server's own processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { SessionFetch } from '../../renderer/worker/session-fetch.ts';
import { createMinistry, type Ministry } from '../../scripts/ministry/create-ministry.ts';
import { demoPlan } from '../../scripts/ministry/plan.ts';
import { writeMinistry } from '../../scripts/ministry/write-ministry.ts';
import { couchServer } from '../../sync-server/couch/standalone.ts';
import { readMinistryFile } from '../../sync-server/ministry-file.ts';
import { openLevelStore } from '../../sync-server/stores/level-store.ts';
import { readServices } from '../world/services.ts';
import { built } from './built.ts';
import { CHEAP, PASSPHRASES } from './ceremony.ts';

const DESK = 'ML-PAR/B' as DeskId;

let folder: string;
let ministry: Ministry;
let store: Awaited<ReturnType<typeof couchServer>>;
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guichet-add-'));
  const clock = { now: () => Date.now() };
  const plan = demoPlan('http://127.0.0.1:8475');
  ministry = await createMinistry(plan, readServices('ml'), { clock, random: systemRandom });
  await writeMinistry(ministry, folder, systemRandom, CHEAP, PASSPHRASES);
  store = await couchServer(await openLevelStore(join(folder, 'store')));
  await store.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  store.server.closeAllConnections();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const run = async (script: string, ...args: string[]): Promise<ChildProcess> =>
  spawn(process.execPath, [await built(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      GUICHET_PASSPHRASE: PASSPHRASES.operator,
      STORE_URL: `http://gateway:x@127.0.0.1:${(store.server.address() as AddressInfo).port}/`,
    },
  });

async function add(): Promise<string[]> {
  const child = await run(
    'scripts/ministry.ts',
    'gateway',
    'add',
    '--out',
    folder,
    '--gateways',
    '2',
    '--json',
  );
  let text = '';
  child.stdout!.on('data', (data) => {
    text += data;
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
  return (JSON.parse(text) as { added: string[] }).added;
}

async function serve(file: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const child = await run('sync-server/main.ts', '--ministry', join(folder, file), '--port', '0');
  children.push(child);
  const url = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const { msg, url: listening } = JSON.parse(line) as { msg: string; url: string };
      if (msg === 'listening') resolve(listening);
    });
  });
  const stop = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  return { url, stop };
}

/** The desk's session, by the keyring that it holds. */
function desk(url: string, keyring: Keyring): SessionFetch {
  const { credential, signingKey: key } = ministry.transports.get(DESK)!;
  const sign = (payload: Uint8Array) =>
    signCompact({ typ: 'guichet-session+jws', kid: credential.kid, payload, key });
  const isGateway = async (kid: string) => keyring.credential(kid as Kid)?.roles.includes('gateway') ?? false;
  return new SessionFetch(url, isGateway, { kid: credential.kid, credential: credential.jws, sign });
}

async function pullKeyring(session: SessionFetch): Promise<SignedDocument[]> {
  const reply = await session.fetch(session.url('keyring/_all_docs?include_docs=true'));
  const { rows } = (await reply.json()) as { rows: { doc: SignedDocument }[] };
  return rows.map(({ doc }) => doc);
}

it('makes the second gateway once, known to all files, and in the order that is written down desks follow', async () => {
  const keyring = await Keyring.from(ministry.root.credential.jws, ministry.keyringDocuments);
  const before = await serve('server.json');
  await desk(before.url, keyring).open();

  expect(await add()).toEqual(['server-2.json']);
  const text = await readFile(join(folder, 'server-2.json'), 'utf8');
  expect((await stat(join(folder, 'server-2.json'))).mode & 0o777).toBe(0o600);
  expect(await add()).toEqual([]);
  expect(await readFile(join(folder, 'server-2.json'), 'utf8')).toBe(text);
  const [one, two] = await Promise.all(
    ['server.json', 'server-2.json'].map((name) => readMinistryFile(join(folder, name))),
  );
  expect(one!.keyringDocuments).toEqual(two!.keyringDocuments);
  expect(one!.gateway.kid).not.toBe(two!.gateway.kid);
  const kit = JSON.parse(await readFile(join(folder, 'desks', 'ML-PAR-B.kit.json'), 'utf8'));
  expect(kit.desk.seed.map(({ _id }: SignedDocument) => _id)).toContain(`credential:${two!.gateway.kid}`);

  // A gateway that runs takes nothing in by itself: it is started again with its new file.
  expect(await pullKeyring(desk(before.url, keyring))).toHaveLength(ministry.keyringDocuments.length);
  await before.stop();
  const after = await serve('server.json');
  const added = await serve('server-2.json');
  // A desk that has not synchronised since turns away, and tries again later.
  await expect(desk(added.url, keyring).open()).rejects.toMatchObject({ code: 'LN-005' });
  await keyring.add(await pullKeyring(desk(after.url, keyring)));
  expect(keyring.problems).toEqual([]);
  expect(keyring.head()?.n).toBe(2);
  await desk(added.url, keyring).open();
  await desk(after.url, keyring).open();
}, 400_000);
