/**
 * Verifies a bundle against the ministry's root alone, offline: every credential, the catalogue release, every act, wrap
 * and chunk, every receipt, and that each act was allowed in the state it was sealed in. Everything that is wrong is
 * named; one fault never hides another.
 */
import type { ActId, RecordHash } from '../acts/ids.ts';
import { type VerifiedAct, verifyAct } from '../acts/verify-act.ts';
import { type Receipt, verifyReceipt } from '../admission/receipt.ts';
import type { ServiceDefinition } from '../catalogue/definition.ts';
import { type Release, readManifest, readRelease } from '../catalogue/release.ts';
import { readWrap, verifyWrap, type Wrap } from '../dossier/dossier-key.ts';
import { type DossierState, foldDossier } from '../dossier/fold-dossier.ts';
import type { Verdict } from '../dossier/verdict.ts';
import { Keyring } from '../keyring/keyring.ts';
import type { SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { hashOf, nameOf } from '../seal/hash.ts';
import { parseCompact, verifyCompact } from '../seal/jws.ts';
import { type Bundle, chunkOf, type LineType } from './bundle.ts';

export interface Fault {
  /** EX-1nn; the texts are in the report of scripts/verify.ts */
  readonly code: keyof typeof FAULTS;
  /** the record: its line type and hash, never its content */
  readonly record: string;
  readonly detail: string;
}

export const FAULTS = {
  'EX-101': 'a credential, revocation or keyring list does not chain to the root',
  'EX-102': 'a catalogue release or definition does not verify',
  'EX-103': 'an act does not verify',
  'EX-104': 'an act of another dossier',
  'EX-105': 'an act is missing that another stands on',
  'EX-106': 'an act was not allowed in the state it was sealed in',
  'EX-107': 'a wrap does not verify, or is of another dossier',
  'EX-108': 'no wrap of a generation of the dossier key',
  'EX-109': 'a receipt does not verify',
  'EX-110': 'a chunk is missing that an act lists',
  'EX-111': 'a record that nothing in this dossier asks for',
  'EX-112': 'no opened act that counts',
} as const;

export interface VerifiedBundle {
  readonly faults: readonly Fault[];
  readonly state: DossierState | null;
  readonly acts: readonly VerifiedAct[];
  readonly receipts: readonly Receipt[];
  /** acts without a receipt in the bundle: not a fault, and said */
  readonly withoutReceipt: readonly ActId[];
  readonly chunks: number;
}

interface Ground {
  readonly bundle: Bundle;
  readonly keyring: Keyring;
  readonly fault: (code: Fault['code'], record: string, detail: string) => void;
}

export async function verifyBundle(bundle: Bundle, rootJws: string): Promise<VerifiedBundle> {
  const faults: Fault[] = [];
  const fault: Ground['fault'] = (code, record, detail) => faults.push({ code, record, detail });
  const keyring = await readKeyring(bundle, rootJws, fault);
  const ground: Ground = { bundle, keyring, fault };
  const releases = await readReleases(ground);
  const acts = await readActs(ground);
  const receipts = await readReceipts(ground);
  await checkWraps(ground, acts);
  const chunks = await checkChunks(ground, acts);
  const verdicts = verdictsOf(receipts);
  const first = acts.find((act) => act.envelope.kind === 'opened')?.envelope;
  const definition = first && releases.get(first.release)?.services.get(first.service);
  if (first && !definition)
    fault('EX-102', `release ${first.release}`, 'the release the dossier was opened with is not here');
  const state = checkFold(acts, verdicts, definition, fault);
  return {
    faults,
    state,
    acts,
    receipts,
    withoutReceipt: acts.map(({ id }) => id).filter((id) => !verdicts.has(id)),
    chunks,
  };
}

const texts = (bundle: Bundle, type: LineType): string[] =>
  bundle.lines.flatMap((line) => (line.type === type ? [line.text] : []));

const reason = (error: unknown): string => (error instanceof Error ? error.message : 'unreadable');

async function readKeyring(bundle: Bundle, rootJws: string, fault: Ground['fault']): Promise<Keyring> {
  const documents: SignedDocument[] = [];
  for (const type of ['credential', 'revocation', 'keyring'] as const) {
    for (const jws of texts(bundle, type)) {
      const { hash, rev } = await nameOf(jws);
      documents.push({ _id: `${type}:${type === 'keyring' ? keyringNumber(jws) : hash}`, _rev: rev, jws });
    }
  }
  const keyring = await Keyring.from(rootJws, documents);
  for (const { id, code } of keyring.problems) fault('EX-101', id, code);
  for (const jws of texts(bundle, 'credential')) {
    const kid = (await hashOf(jws)) as string;
    const known = keyring.credentials().some((credential) => credential.kid === kid);
    if (!known && !keyring.problems.some(({ id }) => id === `credential:${kid}`)) {
      fault('EX-101', `credential ${kid}`, 'its issuer is not here');
    }
  }
  return keyring;
}

function keyringNumber(jws: string): string {
  try {
    return String((JSON.parse(new TextDecoder().decode(parseCompact(jws).payload)) as { n?: unknown }).n);
  } catch {
    return '?';
  }
}

async function readReleases({ bundle, keyring, fault }: Ground): Promise<Map<RecordHash, Release>> {
  const releases = new Map<RecordHash, Release>();
  const definitions = texts(bundle, 'definition');
  const listed = new Set<string>();
  for (const jws of texts(bundle, 'release')) {
    try {
      // Only the definitions that this dossier needs travel with it: the others are vouched for, and absent.
      for (const [, hash] of readManifest(jws).services) listed.add(hash);
      const release = await readRelease(
        jws,
        definitions,
        (text) => verifyByRole(text, keyring, 'catalogue'),
        0,
        'partial',
      );
      releases.set(release.hash, release);
    } catch (error) {
      fault('EX-102', `release ${await hashOf(jws)}`, reason(error));
    }
  }
  for (const text of definitions) {
    const hash = await hashOf(text);
    if (!listed.has(hash)) fault('EX-102', `definition ${hash}`, 'no release here lists it');
  }
  return releases;
}

async function verifyByRole(jws: string, keyring: Keyring, role: 'catalogue'): Promise<void> {
  const parsed = parseCompact(jws);
  const signer = parsed.kid && keyring.credential(parsed.kid);
  const key = parsed.kid && keyring.verificationKey(parsed.kid);
  if (!signer || !key || !signer.roles.includes(role)) throw new SealError('SEAL-006');
  await verifyCompact(parsed, key);
}

async function readActs({ bundle, keyring, fault }: Ground): Promise<VerifiedAct[]> {
  const acts: VerifiedAct[] = [];
  for (const jws of texts(bundle, 'act')) {
    try {
      const act = await verifyAct(jws, keyring);
      if (act.envelope.dossier !== bundle.dossier) fault('EX-104', `act ${act.id}`, act.envelope.dossier);
      else acts.push(act);
    } catch (error) {
      fault('EX-103', `act ${await hashOf(jws)}`, reason(error));
    }
  }
  const known = new Set(acts.map(({ id }) => id));
  for (const { id, envelope } of acts) {
    for (const prior of envelope.prior)
      if (!known.has(prior)) fault('EX-105', `act ${prior}`, `act ${id} stands on it`);
  }
  return acts;
}

async function readReceipts({ bundle, keyring, fault }: Ground): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const jws of texts(bundle, 'receipt')) {
    const { hash, rev } = await nameOf(jws);
    try {
      const { gateway, epoch, n } = JSON.parse(
        new TextDecoder().decode(parseCompact(jws).payload),
      ) as Receipt;
      receipts.push(
        await verifyReceipt({ _id: `receipt:${gateway}:${epoch}:${n}`, _rev: rev, jws }, keyring),
      );
    } catch (error) {
      fault('EX-109', `receipt ${hash}`, reason(error));
    }
  }
  return receipts;
}

async function checkWraps({ bundle, keyring, fault }: Ground, acts: readonly VerifiedAct[]): Promise<void> {
  const wraps: Wrap[] = [];
  for (const jws of texts(bundle, 'wrap')) {
    try {
      const wrap = await readWrap(jws);
      await verifyWrap(wrap, keyring);
      if (wrap.dossier !== bundle.dossier) throw new SealError('SEAL-014', 'of another dossier');
      wraps.push(wrap);
    } catch (error) {
      fault('EX-107', `wrap ${await hashOf(jws)}`, reason(error));
    }
  }
  for (const gen of new Set(acts.map(({ envelope }) => envelope.keyGen))) {
    if (!wraps.some((wrap) => wrap.gen === gen))
      fault('EX-108', `generation ${gen}`, 'nobody could open its acts');
  }
}

async function checkChunks({ bundle, fault }: Ground, acts: readonly VerifiedAct[]): Promise<number> {
  const asked = new Set<string>(
    acts.flatMap(({ envelope }) => envelope.blobs.flatMap((blob) => blob.chunks)),
  );
  const here = new Set<string>();
  for (const line of bundle.lines) {
    if (line.type !== 'chunk') continue;
    const hash = await hashOf(chunkOrNothing(line));
    here.add(hash);
    if (!asked.has(hash)) fault('EX-111', `chunk ${hash}`, 'no act lists it');
  }
  for (const hash of asked) if (!here.has(hash)) fault('EX-110', `chunk ${hash}`, 'listed by an act');
  return here.size;
}

function chunkOrNothing(line: Parameters<typeof chunkOf>[0]): Uint8Array {
  try {
    return chunkOf(line);
  } catch {
    return new Uint8Array(0);
  }
}

function verdictsOf(receipts: readonly Receipt[]): Map<ActId, { verdict: Verdict; code: string }> {
  const verdicts = new Map<ActId, { verdict: Verdict; code: string }>();
  const inOrder = receipts.toSorted((a, b) => (a.epoch === b.epoch ? a.n - b.n : a.at < b.at ? -1 : 1));
  for (const { items } of inOrder) {
    for (const [type, id, verdict, code] of items)
      if (type === 'act') verdicts.set(id as ActId, { verdict, code });
  }
  return verdicts;
}

function checkFold(
  acts: readonly VerifiedAct[],
  verdicts: ReadonlyMap<ActId, { verdict: Verdict; code: string }>,
  definition: ServiceDefinition | undefined,
  fault: Ground['fault'],
): DossierState | null {
  const state = foldDossier(acts, verdicts, definition);
  if (!state) {
    if (acts.length > 0) fault('EX-112', `dossier ${acts[0]?.envelope.dossier}`, 'nothing to show');
    return null;
  }
  for (const { id, standing } of state.acts) {
    if (standing === 'left-out' && verdicts.get(id)?.verdict !== 'refused')
      fault('EX-106', `act ${id}`, 'left out of the fold');
  }
  return state;
}
