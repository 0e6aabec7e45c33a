/**
 * Sealing, in the one order that a crash cannot turn into a hole or a double (FORMATS.md, "Journal"):
 * sign → the signed bytes into the draft → journal (the frame names the draft) → log → delete the draft.
 * Each step is a call of its own on a port, so that tests can stop the world between any two.
 */
import type { ActBodies, BlobManifest } from '../../app/acts/bodies.ts';
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { BlobListing, EnvelopeDraft } from '../../app/acts/envelope.ts';
import type {
  ActId,
  BlobId,
  DeskId,
  DossierId,
  DraftId,
  MissionCode,
  RecordHash,
  Reference,
  ServiceCode,
} from '../../app/acts/ids.ts';
import type { ActKind } from '../../app/acts/kinds.ts';
import { type SealedAct, sealAct } from '../../app/acts/seal-act.ts';
import { DeskError, type SealOutcome } from '../../app/desk/desk-api.ts';
import type { Signer } from '../../app/desk/ports.ts';
import { keyCommitment, makeWrap } from '../../app/dossier/dossier-key.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import type { ActLog, Chunk, ChunkStore } from '../../app/log/act-log.ts';
import type { DurableJournal, JournalHead } from '../../app/log/durable-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';

/** One act to seal; `prior` may name acts of the same sealing by their place in it (0 is the first). */
export interface ActToSeal<Kind extends ActKind = ActKind> {
  readonly kind: Kind;
  readonly body: ActBodies[Kind];
  readonly prior: readonly (ActId | number)[];
  readonly blobs: readonly BlobListing[];
  readonly priority?: 'normal' | 'urgent';
  readonly assignee?: string | null;
}

export interface SealingOrder {
  readonly mission: MissionCode;
  readonly dossier: DossierId;
  readonly service: ServiceCode;
  readonly release: RecordHash;
  /** asked again after a conflict on the journal's head: another window may have drawn the number meanwhile */
  readonly compose: () => Promise<{ readonly ref: Reference; readonly acts: readonly ActToSeal[] }>;
  /** K and its generation; `groups` when the first act starts the generation */
  readonly key: {
    readonly gen: number;
    readonly bytes: Uint8Array;
    readonly groups: readonly string[] | null;
  };
  readonly chunks: readonly Chunk[];
  readonly draft: DraftId | null;
  /** puts the signed bytes into the draft */
  readonly noteSigned: (acts: readonly SignedDocument[]) => Promise<void>;
  readonly deleteDraft: () => Promise<void>;
}

export interface SealingGround {
  readonly desk: DeskId;
  readonly signer: Signer;
  readonly journal: DurableJournal | null;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly log: ActLog;
  readonly chunks: ChunkStore;
  /** the newest receipt of this mission seen here */
  readonly lastReceipt: RecordHash | null;
}

/** Heads taken by another window are few; a journal that conflicts more often is broken. */
const TRIES = 5;

/** @throws DeskError SL-001 no durable journal, SL-002 the journal's head never stands still, KR-004 no keyring head */
export async function seal(order: SealingOrder, ground: SealingGround): Promise<SealOutcome> {
  const { journal } = ground;
  if (!journal) throw new DeskError('SL-001');
  const wraps = order.key.groups ? [await wrapKey(order, order.key.groups, ground)] : [];
  let expected = await journal.head(order.mission);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { ref, acts: orders } = await order.compose();
    const acts = await sign(orders, ref, order, expected, ground);
    const documents = acts.map(({ document }) => document);
    await order.noteSigned(documents);
    const at = ground.clock.now();
    const ids = acts.map(({ id }) => id);
    const commit = {
      expected,
      draft: order.draft,
      acts: documents,
      actIds: ids,
      wraps,
      chunks: order.chunks,
      at,
    };
    const outcome = await journal.commit(commit);
    if (outcome.outcome === 'conflict') {
      expected = outcome.head;
      continue;
    }
    // From here the officer may be told: what follows only spreads what the journal already keeps.
    await ground.log.put([...wraps, ...documents]);
    await ground.chunks.put(order.chunks);
    await order.deleteDraft();
    return { dossier: order.dossier, ref, acts: ids, sealedAt: isoTime(at), durable: 'journal' };
  }
  throw new DeskError('SL-002');
}

async function wrapKey(
  order: SealingOrder,
  groups: readonly string[],
  { signer, keyring }: SealingGround,
): Promise<SignedDocument> {
  const { gen, bytes } = order.key;
  const { _id, _rev, jws } = await makeWrap(order.dossier, gen, bytes, groups, keyring, (payload) =>
    signer.sign('guichet-wrap+jws', payload),
  );
  return { _id, _rev, jws };
}

async function sign(
  orders: readonly ActToSeal[],
  ref: Reference,
  order: SealingOrder,
  head: JournalHead,
  ground: SealingGround,
): Promise<readonly SealedAct[]> {
  const keyring = ground.keyring.head();
  if (!keyring) throw new DeskError('KR-004');
  const sealed: SealedAct[] = [];
  for (const [index, act] of orders.entries()) {
    const { mission, dossier, service, release, key } = order;
    const starts = index === 0 && key.groups !== null;
    const draft: EnvelopeDraft & { kind: ActKind } = {
      mission,
      desk: ground.desk,
      dossier,
      ref,
      service,
      kind: act.kind,
      prior: act.prior.map((prior) => idOf(prior, sealed)).sort(),
      epoch: head.epoch,
      seq: head.seq + 1 + index,
      prev: sealed.at(-1)?.id ?? head.prev,
      release,
      keyring: keyring.hash,
      lastReceipt: ground.lastReceipt,
      claimedAt: isoTime(ground.clock.now()),
      ...(act.priority === undefined ? {} : { priority: act.priority }),
      ...(act.assignee === undefined ? {} : { assignee: act.assignee }),
      keyGen: key.gen,
      ...(starts ? { keyCommit: await keyCommitment(dossier, key.gen, key.bytes) } : {}),
      blobs: act.blobs,
    };
    sealed.push(
      await sealAct(draft, act.body, key.bytes, (payload) => ground.signer.sign('guichet-act+jws', payload)),
    );
  }
  return sealed;
}

function idOf(prior: ActId | number, sealed: readonly SealedAct[]): ActId {
  if (typeof prior !== 'number') return prior;
  const act = sealed[prior];
  if (!act) throw new RangeError('an act stands only on those sealed before it');
  return act.id;
}

/** What the envelope says of a blob, so that anyone can tell what is missing. */
export const listing = ({ id, bytes, chunks }: BlobManifest) => ({
  id: id as BlobId,
  bytes,
  chunks: chunks as Chunk['id'][],
});
