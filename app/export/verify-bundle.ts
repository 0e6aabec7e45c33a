/**
 * Verifies a bundle against the ministry's root alone, offline: every credential, the catalogue release, every act, wrap
 * and chunk, every receipt and lift, and that each act was right in the state it was sealed in. Everything that is wrong
 * is named, with its line; one fault never hides another.
 */
import type { ActId, RecordHash } from '../acts/ids.ts';
import { readAct, type VerifiedAct, verifyAct } from '../acts/verify-act.ts';
import { isHeard, mayLift } from '../admission/lifts.ts';
import { counts, type Receipt, verifyReceipt } from '../admission/receipt.ts';
import { isBefore } from '../admission/said.ts';
import { revokedAt } from '../admission/timely.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import { type Release, readManifest, readRelease } from '../catalogue/release.ts';
import { readWrap, verifyWrap, type Wrap } from '../dossier/dossier-key.ts';
import type { DossierState } from '../dossier/dossier-state.ts';
import { foldDossier } from '../dossier/fold-dossier.ts';
import type { Verdicts } from '../dossier/verdict.ts';
import { Keyring } from '../keyring/keyring.ts';
import { readRecord } from '../keyring/records.ts';
import { VerificationMemory } from '../keyring/verification-memory.ts';
import type { SignedDocument } from '../log/records.ts';
import { ReceiptBook } from '../replication/receipt-book.ts';
import { fromUtf8 } from '../seal/bytes.ts';
import { SealError } from '../seal/errors.ts';
import { hashOf, nameOf } from '../seal/hash.ts';
import { parseCompact, payloadOf } from '../seal/jws.ts';
import { type Bundle, chunkOf, type LineType } from './bundle.ts';

export interface Fault {
  readonly code: keyof typeof FAULTS;
  /** the record: its line type and hash, never its content */
  readonly record: string;
  /** line of the file, from 1; null for what is not in it */
  readonly line: number | null;
  readonly detail: string;
}

export const FAULTS = {
  'EX-101': 'a credential, revocation, delegation or keyring list does not chain to the root, or is missing',
  'EX-102': 'a catalogue release or definition does not verify, or is missing',
  'EX-103': 'an act does not verify',
  'EX-104': 'an act of another dossier',
  'EX-105': 'an act is missing that another stands on',
  'EX-106': 'an act was not allowed in the state it was sealed in',
  'EX-107': 'a wrap does not verify, or is of another dossier or signer',
  'EX-108': 'no wrap of a generation of the dossier key',
  'EX-109': 'a receipt does not verify',
  'EX-110': 'a chunk is missing that an act lists',
  'EX-111': 'a record that nothing in this dossier asks for',
  'EX-112': 'no opened act that counts',
  'EX-113': 'a lift does not verify',
  'EX-114':
    'an act of a revoked officer or desk, or under a delegation taken back, and no earlier receipt covers it',
} as const;
export type FaultCode = keyof typeof FAULTS;

export interface VerifiedBundle {
  readonly faults: readonly Fault[];
  readonly state: DossierState | null;
  readonly acts: readonly VerifiedAct[];
  readonly receipts: readonly Receipt[];
  readonly wraps: readonly Wrap[];
  /** acts without a receipt in the bundle: not a fault, and said */
  readonly withoutReceipt: readonly ActId[];
  /**
   * acts that the centre accepted, and that a revocation or the end of a delegation is dated before: whoever dates one
   * takes back nothing that was accepted, so this is not a fault, and said
   */
  readonly acceptedSince: readonly ActId[];
  readonly chunks: number;
}

interface Line {
  readonly text: string;
  readonly line: number;
}
interface Ground {
  readonly lines: Readonly<Record<LineType, readonly Line[]>>;
  readonly bundle: Bundle;
  readonly keyring: Keyring;
  readonly memory: VerificationMemory;
  readonly fault: (code: FaultCode, record: string, line: number | null, detail: string) => void;
}

/** @param memory for a caller that verifies nearly the same bundle many times; what it remembers was verified */
export async function verifyBundle(
  bundle: Bundle,
  rootJws: string,
  memory = new VerificationMemory(),
): Promise<VerifiedBundle> {
  const faults: Fault[] = [];
  const fault: Ground['fault'] = (code, record, line, detail) => faults.push({ code, record, line, detail });
  const lines = byType(bundle);
  const keyring = await readKeyring(lines, rootJws, memory, fault);
  const ground: Ground = { lines, bundle, keyring, memory, fault };
  const releases = await readReleases(ground);
  const acts = await readActs(ground);
  const receipts = await readReceipts(ground);
  const book = new ReceiptBook();
  for (const receipt of receipts) book.add(receipt);
  const lifted = await readLifts(ground, acts, book);
  const wraps = await readWraps(ground, acts);
  const acceptedSince = checkRevocations(ground, acts, book, lifted);
  const { verdicts } = book;
  const first = acts.find((act) => act.envelope.kind === 'opened')?.envelope;
  const definition = first && releases.get(first.release)?.services.get(first.service);
  if (first && !definition)
    fault('EX-102', `release ${first.release}`, null, 'the dossier was opened with it');
  const state = checkFold(ground, acts, verdicts, definition);
  // Of an erased file nobody is to have the key, nor what it opened.
  const isErased = state?.status === 'erased';
  if (!isErased) checkKeys(ground, acts, wraps);
  const chunks = await checkChunks(ground, acts, isErased);
  const withoutReceipt = acts.map(({ id }) => id).filter((id) => !verdicts.has(id));
  return { faults, state, acts, receipts, wraps, withoutReceipt, acceptedSince, chunks };
}

function byType(bundle: Bundle): Ground['lines'] {
  const lines: Record<LineType, Line[]> = {
    credential: [],
    revocation: [],
    delegation: [],
    'delegation-end': [],
    keyring: [],
    release: [],
    definition: [],
    act: [],
    wrap: [],
    receipt: [],
    lift: [],
    chunk: [],
  };
  for (const [index, { type, text }] of bundle.lines.entries()) lines[type].push({ text, line: index + 2 });
  return lines;
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : 'unreadable');

async function readKeyring(
  lines: Ground['lines'],
  rootJws: string,
  memory: VerificationMemory,
  fault: Ground['fault'],
): Promise<Keyring> {
  const documents: SignedDocument[] = [];
  const lineOf = new Map<string, number>();
  for (const type of ['credential', 'revocation', 'delegation', 'delegation-end', 'keyring'] as const) {
    for (const { text, line } of lines[type]) {
      const { hash, rev } = await memory.once('name', text, nameOf);
      const _id = `${type}:${type === 'keyring' ? String(memberOf(text, 'n')) : hash}`;
      documents.push({ _id, _rev: rev, jws: text });
      lineOf.set(_id, line);
    }
  }
  const keyring = await Keyring.from(rootJws, documents, memory);
  for (const { id, code } of keyring.problems) fault('EX-101', id, lineOf.get(id) ?? null, code);
  for (const id of keyring.waiting)
    fault('EX-101', id, lineOf.get(id) ?? null, 'what it stands on is not here');
  for (const id of keyring.ofNewerVersion) fault('EX-101', id, lineOf.get(id) ?? null, 'of a newer version');
  return keyring;
}

/** A member of a payload that nobody has verified yet: for the name of a document, which is checked afterwards. */
function memberOf(jws: string, name: string): unknown {
  try {
    return (JSON.parse(fromUtf8(parseCompact(jws).payload)) as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

async function readReleases({ lines, keyring, memory, fault }: Ground): Promise<Map<RecordHash, Release>> {
  const releases = new Map<RecordHash, Release>();
  const definitions = lines.definition.map(({ text }) => text);
  const listed = new Set<string>();
  for (const { text, line } of lines.release) {
    try {
      // Only the definitions that this dossier needs travel with it: the others are vouched for, and absent.
      for (const [, hash] of readManifest(text).services) listed.add(hash);
      await verifyCatalogue(text, keyring);
      const release = await memory.once('release', [text, ...definitions].join('\n'), () =>
        readRelease(text, definitions, async () => {}, 0, 'partial'),
      );
      releases.set(release.hash, release);
    } catch (error) {
      fault('EX-102', `release ${await hashOf(text)}`, line, reason(error));
    }
  }
  for (const { text, line } of lines.definition) {
    const { hash } = await memory.once('name', text, nameOf);
    if (!listed.has(hash)) fault('EX-102', `definition ${hash}`, line, 'no release here lists it');
  }
  return releases;
}

async function verifyCatalogue(jws: string, keyring: Keyring): Promise<void> {
  const parsed = parseCompact(jws);
  const signer = parsed.kid && keyring.credential(parsed.kid);
  if (!signer?.roles.includes('catalogue')) throw new SealError('SEAL-006');
  await keyring.verify(parsed);
}

async function readActs({ lines, bundle, keyring, memory, fault }: Ground): Promise<VerifiedAct[]> {
  const acts: VerifiedAct[] = [];
  const lineOf = new Map<ActId, number>();
  for (const { text, line } of lines.act) {
    try {
      const act = await verifyAct(await memory.once('act', text, readAct), keyring);
      lineOf.set(act.id, line);
      if (act.envelope.dossier !== bundle.dossier)
        fault('EX-104', `act ${act.id}`, line, act.envelope.dossier);
      else acts.push(act);
    } catch (error) {
      fault('EX-103', `act ${await hashOf(text)}`, line, reason(error));
    }
  }
  const known = new Set(acts.map(({ id }) => id));
  for (const { id, envelope } of acts) {
    for (const prior of envelope.prior)
      if (!known.has(prior))
        fault('EX-105', `act ${prior}`, lineOf.get(id) ?? null, `act ${id} stands on it`);
    if (envelope.under !== undefined && !keyring.delegations.get(envelope.under))
      fault('EX-101', `delegation ${envelope.under}`, lineOf.get(id) ?? null, `act ${id} is sealed under it`);
    if (!keyring.knowsHead(envelope.keyring))
      fault('EX-101', `keyring ${envelope.keyring}`, lineOf.get(id) ?? null, `act ${id} was sealed under it`);
  }
  return acts;
}

/** Those that count: of a key that may be in other hands, none proves anything. */
async function readReceipts({ lines, keyring, memory, fault }: Ground): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const { text, line } of lines.receipt) {
    const { hash, rev } = await memory.once('name', text, nameOf);
    try {
      const { gateway, epoch, n } = payloadOf(parseCompact(text));
      const _id = `receipt:${gateway}:${epoch}:${n}`;
      const receipt = await verifyReceipt({ _id, _rev: rev, jws: text }, keyring);
      if (counts(receipt, keyring)) receipts.push(receipt);
    } catch (error) {
      fault('EX-109', `receipt ${hash}`, line, reason(error));
    }
  }
  return receipts;
}

/** @returns acts that a supervisor has accepted who may lift them, and is heard */
async function readLifts(
  { lines, keyring, memory, fault }: Ground,
  acts: readonly VerifiedAct[],
  book: ReceiptBook,
): Promise<ReadonlySet<string>> {
  const known = new Map<string, VerifiedAct>(acts.map((act) => [act.id, act]));
  const lifted = new Set<string>();
  for (const { text, line } of lines.lift) {
    const { hash, rev } = await memory.once('name', text, nameOf);
    try {
      const { payload, parsed } = readRecord('guichet-lift+jws', text);
      const { act } = payload;
      const lift = await keyring.read('guichet-lift+jws', {
        _id: `lift:${act}:${hash}`,
        _rev: rev,
        jws: text,
      });
      const by = parsed.kid === null ? undefined : keyring.credential(parsed.kid);
      const named = known.get(act);
      if (!named) fault('EX-111', `lift ${hash}`, line, 'of an act that is not here');
      else if (!by || !mayLift(by, { ...named.envelope, signer: named.signer }))
        fault('EX-113', `lift ${hash}`, line, 'by one who may not lift this act');
      else if (
        lift.verdict === 'accepted' &&
        isHeard({ by, verdict: 'accepted' }, keyring, book.said(named.id))
      )
        lifted.add(act);
    } catch (error) {
      fault('EX-113', `lift ${hash}`, line, reason(error));
    }
  }
  return lifted;
}

async function readWraps(
  { lines, bundle, keyring, memory, fault }: Ground,
  acts: readonly VerifiedAct[],
): Promise<Wrap[]> {
  const wraps: Wrap[] = [];
  const starters = new Set(
    acts.flatMap(({ kid, envelope }) => (envelope.keyCommit ? [`${envelope.keyGen} ${kid}`] : [])),
  );
  for (const { text, line } of lines.wrap) {
    try {
      const wrap = await memory.once('wrap', text, readWrap);
      await verifyWrap(wrap, keyring);
      if (wrap.dossier !== bundle.dossier) throw new SealError('SEAL-014', 'of another dossier');
      if (!starters.has(`${wrap.gen} ${wrap.kid}`))
        throw new SealError('SEAL-006', 'not by the signer of the act that starts the generation');
      wraps.push(wrap);
    } catch (error) {
      fault('EX-107', `wrap ${await hashOf(text)}`, line, reason(error));
    }
  }
  return wraps;
}

/** Two desks may have started one generation, each with a key of its own: each is asked for its wrap. */
function checkKeys({ fault }: Ground, acts: readonly VerifiedAct[], wraps: readonly Wrap[]): void {
  const wrapped = new Set(wraps.map(({ gen, kid }) => `${gen} ${kid}`));
  const isOpen = ({ kid, envelope: { keyGen, keyCommit } }: VerifiedAct): boolean =>
    keyCommit === undefined ? wraps.some(({ gen }) => gen === keyGen) : wrapped.has(`${keyGen} ${kid}`);
  for (const gen of new Set(acts.filter((act) => !isOpen(act)).map(({ envelope }) => envelope.keyGen)))
    fault('EX-108', `generation ${gen}`, null, 'nobody could open its acts');
}

/** @param mayLack none is missed */
async function checkChunks(
  { lines, memory, fault }: Ground,
  acts: readonly VerifiedAct[],
  mayLack: boolean,
): Promise<number> {
  const asked = new Set<string>(
    acts.flatMap(({ envelope }) => envelope.blobs.flatMap((blob) => blob.chunks)),
  );
  const here = new Set<string>();
  for (const { text, line } of lines.chunk) {
    const hash = await memory.once('chunk', text, chunkHash);
    if (!hash || !asked.has(hash)) fault('EX-111', `chunk ${hash ?? ''}`, line, 'no act lists it');
    else here.add(hash);
  }
  if (mayLack) return here.size;
  for (const hash of asked) if (!here.has(hash)) fault('EX-110', `chunk ${hash}`, null, 'an act lists it');
  return here.size;
}

/** null for a text that is not the one base64url of any bytes */
async function chunkHash(text: string): Promise<RecordHash | null> {
  try {
    return await hashOf(chunkOf({ type: 'chunk', text }));
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/**
 * An act counts as before a revocation or an end only if receipts say so, or a supervisor has lifted it: the gateway's rule.
 * @returns those that were accepted, and are known to be before it by nothing else
 */
function checkRevocations(
  { keyring, fault }: Ground,
  acts: readonly VerifiedAct[],
  book: ReceiptBook,
  lifted: ReadonlySet<string>,
): ActId[] {
  const since: ActId[] = [];
  for (const act of acts) {
    const { id } = act;
    const revoked = revokedAt(act, keyring);
    if (revoked === undefined || lifted.has(id)) continue;
    const said = book.said(id);
    if (!isBefore(said, revoked)) fault('EX-114', `act ${id}`, null, `revoked at ${revoked}`);
    else if (said.first === undefined || said.first >= revoked) since.push(id);
  }
  return since;
}

function checkFold(
  { fault }: Ground,
  acts: readonly VerifiedAct[],
  verdicts: Verdicts,
  definition: ServiceDefinition | undefined,
): DossierState | null {
  const state = foldDossier(acts, verdicts, definition);
  if (!state) {
    fault('EX-112', 'dossier', null, 'nothing to show');
    return null;
  }
  for (const { id, standing } of state.acts) {
    if (standing === 'left-out' && verdicts.get(id)?.verdict !== 'refused')
      fault('EX-106', `act ${id}`, null, 'left out of the fold');
  }
  return state;
}
