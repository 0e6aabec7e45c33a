/**
 * `npm run bench -- seal`: sealing as a desk does it: an application's body is deflated, padded, encrypted and signed,
 * and committed to the journal's files with fdatasync, against the same work unsigned and unjournalled, and against what
 * the medium takes for fdatasync alone. The three take turns, so that they see the same machine.
 */
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActBodies } from '../../app/acts/bodies.ts';
import { systemRandom } from '../../app/acts/clock.ts';
import type { EnvelopeDraft } from '../../app/acts/envelope.ts';
import { envelopeHash, envelopeText, withBody } from '../../app/acts/payload.ts';
import { makeReference } from '../../app/acts/reference.ts';
import { sealAct } from '../../app/acts/seal-act.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { encryptBody } from '../../app/seal/body.ts';
import { utf8 } from '../../app/seal/bytes.ts';
import { hashOf } from '../../app/seal/hash.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { openJournal } from '../../main/journal/open-journal.ts';
import { PASSPORT_ANSWERS } from '../specimens/answers.ts';
import { readServices } from '../world/services.ts';
import { openedBody, type TestDossier, World } from '../world/world.ts';
import type { BenchRow } from './bench-row.ts';

const ACTS = Number(process.env.BENCH_ACTS ?? 500);
const WARM_UP = 20;
/** On the medium of the work tree, never a file system in memory as the system's temporary folder may be. */
const MEDIUM = process.env.BENCH_FOLDER ?? join(import.meta.dirname, '..', '..', '.cache');

interface Timed {
  readonly times: number[];
  readonly seconds: number;
}
const quantile = ({ times }: Timed, q: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))] as number;

interface Desk {
  readonly world: World;
  readonly dossier: TestDossier;
  readonly journal: DurableJournal;
  readonly body: ReturnType<typeof openedBody>;
}

/** What an honest desk would write of an application, on the journal's head. */
async function draftOf({ world, dossier, journal }: Desk, serial: number) {
  const head = await journal.head(dossier.mission);
  const draft: EnvelopeDraft & { kind: 'opened' } = {
    mission: dossier.mission,
    desk: world.agent.desk,
    dossier: dossier.id,
    ref: makeReference(world.agent.desk, 2026, serial),
    service: dossier.definition.code as EnvelopeDraft['service'],
    kind: 'opened',
    prior: [],
    epoch: head.epoch,
    seq: head.seq + 1,
    prev: head.prev,
    release: world.release,
    keyring: world.keyring.head()?.hash as EnvelopeDraft['keyring'],
    lastReceipt: null,
    claimedAt: '2026-11-21T09:00:00Z',
    keyGen: 1,
    keyCommit: dossier.commit,
    blobs: [],
  };
  return { draft, head };
}

/** @returns how many bytes the signed act has */
async function sealAndCommit(desk: Desk, serial: number): Promise<number> {
  const { credential, signingKey } = desk.world.agent;
  const { draft, head } = await draftOf(desk, serial);
  const sign = (payload: Uint8Array) =>
    signCompact({ typ: 'guichet-act+jws', kid: credential.kid, payload, key: signingKey });
  const { id, document } = await sealAct(draft, desk.body, desk.dossier.key, sign);
  const { outcome } = await desk.journal.commit({
    expected: head,
    draft: null,
    acts: [document],
    actIds: [id],
    wraps: [],
    chunks: [],
    at: 0,
  });
  if (outcome !== 'committed') throw new Error(outcome);
  return document.jws.length;
}

/** The same envelope and body, deflated, padded, encrypted and named, but neither signed nor journalled. */
async function unsigned(desk: Desk, serial: number): Promise<string> {
  const { draft } = await draftOf(desk, serial);
  const text = envelopeText(draft);
  const jwe = await encryptBody(desk.body, desk.dossier.key, await envelopeHash(text));
  return hashOf(utf8(withBody(text, jwe)));
}

async function measure(desk: Desk, folder: string) {
  const raw = await open(join(folder, 'raw'), 'w');
  const timed: Record<'sealed' | 'unsigned' | 'sync', number[]> = { sealed: [], unsigned: [], sync: [] };
  const once = async (name: keyof typeof timed, work: () => Promise<unknown>) => {
    const from = performance.now();
    await work();
    timed[name].push(performance.now() - from);
  };
  let bytes = new Uint8Array(0);
  let end = 0;
  for (let i = -WARM_UP; i < ACTS; i += 1) {
    const serial = i + WARM_UP + 1;
    await once('sealed', async () => {
      bytes = new Uint8Array(await sealAndCommit(desk, serial));
    });
    await once('unsigned', () => unsigned(desk, serial));
    await once('sync', async () => {
      await raw.write(bytes, 0, bytes.length, end);
      await raw.datasync();
    });
    end += bytes.length;
  }
  await raw.close();
  const of = (times: readonly number[]): Timed => {
    const counted = times.slice(WARM_UP);
    return { times: counted, seconds: counted.reduce((sum, time) => sum + time, 0) / 1000 };
  };
  return {
    sealed: of(timed.sealed),
    unsigned: of(timed.unsigned),
    sync: of(timed.sync),
    bytes: bytes.length,
  };
}

export async function seal(): Promise<readonly BenchRow[]> {
  await mkdir(MEDIUM, { recursive: true });
  const folder = await mkdtemp(join(MEDIUM, 'bench-seal-'));
  const services = readServices('ml');
  const service = services.find(({ code }) => code === 'ml-passport-ordinary');
  if (!service) throw new Error('no passport in the catalogue');
  const world = await World.open(services);
  const journal = await openJournal(join(folder, 'journal'), systemRandom);
  try {
    const answers = PASSPORT_ANSWERS as ActBodies['opened']['answers'];
    const body = { ...openedBody(), answers };
    const desk: Desk = { world, dossier: await world.dossier(service), journal, body };
    const { sealed, unsigned: plain, sync, bytes } = await measure(desk, folder);
    const what = `a passport application, ${ACTS} acts of ${bytes} bytes, one after the other`;
    const peerName = 'the same body deflated, padded and encrypted, neither signed nor journalled';
    const against = (metric: string, unit: string, of: (timed: Timed) => number): BenchRow => ({
      case: what,
      metric,
      unit,
      ours: of(sealed),
      peer: of(plain),
      peerName,
      ratio: of(sealed) / of(plain),
    });
    const latency = (name: string, q: number): BenchRow[] => [
      against(`latency, ${name} (less is better)`, 'ms', (timed) => quantile(timed, q)),
      {
        case: 'the same bytes written and fdatasync’d to the same medium',
        metric: `latency above the medium’s own, ${name} (less is better)`,
        unit: 'ms',
        ours: quantile(sealed, q),
        limit: quantile(sync, q),
        ratio: quantile(sealed, q) / quantile(sync, q),
      },
    ];
    return [
      against('acts a second (more is better)', '1/s', ({ times, seconds }) => times.length / seconds),
      ...latency('median', 0.5),
      ...latency('95th of 100', 0.95),
      {
        case: what,
        metric: 'median latency against the aim (less is better)',
        unit: 'ms',
        ours: quantile(sealed, 0.5),
        limit: 50,
        ratio: quantile(sealed, 0.5) / 50,
      },
    ];
  } finally {
    await journal.close();
    await rm(folder, { recursive: true, force: true });
  }
}
