/**
 * Sealing, in the one order that a crash cannot turn into a hole or a double (FORMATS.md, "Journal"):
 * sign → the signed bytes into the draft → journal (the frame names the draft) → log → delete the draft.
 * Each step is a call of its own on a port, so that tests can stop the world between any two.
 */
import type { ActBodies, BlobManifest } from '../../app/acts/bodies.ts';
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { BlobListing, EnvelopeDraft, ErasureGround } from '../../app/acts/envelope.ts';
import {
  type ActId,
  type BlobId,
  type DeskId,
  type DossierId,
  type DraftId,
  type MissionCode,
  parseActId,
  type RecordHash,
  type Reference,
  type ServiceCode,
} from '../../app/acts/ids.ts';
import type { ActKind } from '../../app/acts/kinds.ts';
import { type SealedAct, sealAct } from '../../app/acts/seal-act.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Signer } from '../../app/desk/ports.ts';
import type { SealOutcome } from '../../app/desk/seal-outcome.ts';
import { keyCommitment, makeWrap } from '../../app/dossier/dossier-key.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import type { ActLog, Chunk, ChunkStore } from '../../app/log/act-log.ts';
import type { DurableJournal, JournalHead } from '../../app/log/durable-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import type { SignedBytes } from '../drafts/draft-content.ts';
import type { Turn } from './turn.ts';

/** One act to seal; `prior` may name acts of the same sealing by their place in it (0 is the first). */
export interface ActToSeal<Kind extends ActKind = ActKind> {
  readonly kind: Kind;
  readonly body: ActBodies[Kind];
  readonly prior: readonly (ActId | number)[];
  readonly blobs: readonly BlobListing[];
  readonly priority?: 'normal' | 'urgent';
  readonly assignee?: string | null;
  /** the delegation by whose right, where it is not the signer's own */
  readonly under?: RecordHash;
  readonly ground?: ErasureGround;
}

export interface SealingOrder {
  readonly mission: MissionCode;
  readonly dossier: DossierId;
  readonly service: ServiceCode;
  readonly release: RecordHash;
  /** asked again after a conflict on the journal's head: another window may have drawn the number meanwhile */
  readonly compose: () => Promise<Composed>;
  readonly chunks: readonly Chunk[];
  readonly draft: DraftId | null;
  /** puts the signed bytes into the draft */
  readonly noteSigned: (signed: SignedBytes) => Promise<void>;
  /** takes them out again: the journal has refused them, and nobody was told that they are sealed */
  readonly forgetSigned: () => Promise<void>;
  readonly deleteDraft: () => Promise<void>;
}

export interface Composed {
  readonly ref: Reference;
  readonly acts: readonly ActToSeal[];
  readonly key: SealingKey;
  /** what these acts compete with: it had moved the file unseen */
  readonly meanwhile: readonly ActId[];
}

/** K and its generation; `groups` when the first act starts the generation */
export interface SealingKey {
  readonly gen: number;
  readonly bytes: Uint8Array;
  readonly groups: readonly string[] | null;
}

export interface SealingGround {
  /** one sealing at a time on this desk: a decision's confirmation is good for one signature, so it must not race */
  readonly turn: Turn;
  /** puts into log and drafts what another window has journaled, so that nothing is composed on an old state */
  readonly catchUpJournal: () => Promise<unknown>;
  /** the journal's head, in an epoch that no other copy of this desk has gone on in */
  readonly head: () => Promise<JournalHead>;
  /** what went wrong after the journal had it: it is sealed, and put where it belongs at the next start */
  readonly trouble: (error: unknown) => void;
  /** these acts are in the log with all that belongs to them */
  readonly notePut: (acts: readonly ActId[]) => void;
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
  return ground.turn.run(async () => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const expected = await ground.head();
      await ground.catchUpJournal();
      const { ref, acts: orders, key, meanwhile } = await order.compose();
      const wraps = key.groups ? [await wrapKey(order, key, key.groups, ground)] : [];
      const acts = (await sign(orders, ref, order, key, expected, ground)).map(({ document }) => document);
      const signed: SignedBytes = { expected, acts, wraps };
      await order.noteSigned(signed);
      const at = await commitSigned(signed, order, journal, ground);
      if (at === null) continue;
      const ids = acts.map(actIdOf);
      const sealedAt = isoTime(at);
      return { dossier: order.dossier, ref, acts: ids, sealedAt, durable: 'journal', meanwhile };
    }
    throw new DeskError('SL-002');
  });
}

/**
 * Journal, log, evidence, draft: of signed bytes, just made or found in a draft.
 * @returns when they were committed; null when the head they continue is no longer the head: nothing was written
 */
export async function commitSigned(
  { expected, acts, wraps }: SignedBytes,
  from: Pick<SealingOrder, 'draft' | 'chunks' | 'forgetSigned' | 'deleteDraft'>,
  journal: DurableJournal,
  ground: Pick<SealingGround, 'clock' | 'log' | 'chunks' | 'trouble' | 'notePut'>,
): Promise<number | null> {
  const at = ground.clock.now();
  const { draft, chunks } = from;
  try {
    const commit = { expected, draft, acts, actIds: acts.map(actIdOf), wraps, chunks, at };
    const { outcome } = await journal.commit(commit);
    if (outcome === 'conflict') return null;
  } catch (error) {
    // Told as not sealed: so it must not be sealed later by itself. If even this fails, the next start decides.
    await from.forgetSigned().catch(() => {});
    throw error;
  }
  // From here the officer is told: what follows only spreads what the journal already keeps.
  try {
    await ground.log.put([...wraps, ...acts]);
    await ground.chunks.put(chunks);
    await from.deleteDraft();
    ground.notePut(acts.map(actIdOf));
  } catch (error) {
    ground.trouble(error);
  }
  return at;
}

/** An act's document id ends in its hash. */
export const actIdOf = ({ _id }: SignedDocument): ActId => parseActId(_id.slice(_id.lastIndexOf(':') + 1));

async function wrapKey(
  order: SealingOrder,
  { gen, bytes }: SealingKey,
  groups: readonly string[],
  { signer, keyring }: SealingGround,
): Promise<SignedDocument> {
  const { _id, _rev, jws } = await makeWrap(order.dossier, gen, bytes, groups, keyring, (payload) =>
    signer.sign('guichet-wrap+jws', payload),
  );
  return { _id, _rev, jws };
}

async function sign(
  orders: readonly ActToSeal[],
  ref: Reference,
  order: SealingOrder,
  key: SealingKey,
  head: JournalHead,
  ground: SealingGround,
): Promise<readonly SealedAct[]> {
  const keyring = ground.keyring.head();
  if (!keyring) throw new DeskError('KR-004');
  const sealed: SealedAct[] = [];
  for (const [index, act] of orders.entries()) {
    const { mission, dossier, service, release } = order;
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
      ...(act.under === undefined ? {} : { under: act.under }),
      ...(act.ground === undefined ? {} : { ground: act.ground }),
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
