/** What must hold of a gateway's databases whatever was thrown at it. */
import { type Receipt, type ReceiptItem, verifyReceipt } from '../../../app/admission/receipt.ts';
import type { Keyring } from '../../../app/keyring/keyring.ts';
import { databaseOf, documentsOf } from '../../../sync-server/admission/databases.ts';
import type { ReplicaDb, ReplicaStore } from '../../../sync-server/stores/replica-store.ts';
import { DAKAR, PARIS } from '../admission/support.ts';
import type { Truth } from './gateway-truth.ts';

/** The last word on each record: `PARIS act <id>` → `held AD-101`. */
export type Words = Map<string, string>;

/** @returns what does not hold, and the last words */
export async function checkGateway(
  store: ReplicaStore,
  truth: Truth,
  keyring: Keyring,
): Promise<{ wrong: string[]; words: Words }> {
  const wrong: string[] = [];
  const words: Words = new Map();
  for (const mission of [PARIS, DAKAR]) {
    const open = async (kind: 'records' | 'evidence' | 'quarantine') =>
      (await store.open(databaseOf(mission, kind))) as ReplicaDb;
    const records = await open('records');
    const kept = await revsOf(records);
    const chunks = await revsOf(await open('evidence'));
    const waiting = await revsOf(await open('quarantine'));
    const receipts = await receiptsOf(records, keyring, wrong);
    const last = lastWords(receipts);
    const said = (what: string): number => wrong.push(`${mission}: ${what}`);

    const honest = truth.records.get(mission) ?? new Map<string, string>();
    for (const [id, rev] of kept)
      if (!id.startsWith('receipt:') && honest.get(id) !== rev) said(`kept, and nobody's: ${id} ${rev}`);
    for (const [id, rev] of honest) if (kept.get(id) !== rev) said(`honest, and not kept: ${id} ${rev}`);
    const evidence = truth.chunks.get(mission) ?? new Set<string>();
    for (const id of chunks.keys()) if (!evidence.has(id)) said(`evidence that is nobody's: ${id}`);
    for (const id of evidence) if (!chunks.has(id)) said(`evidence that is not kept: ${id}`);

    const subjects = new Set(
      [...kept.keys(), ...chunks.keys()].map((id) => id.slice(id.lastIndexOf(':') + 1)),
    );
    for (const { items } of receipts)
      for (const item of items)
        if (item[2] === 'accepted' && !truth.mayAccept(mission, item)) said(`accepted: ${item.join(' ')}`);
    for (const [name, [type, id, verdict, code]] of last) {
      const durable = verdict === 'accepted' ? subjects.has(id) : waiting.has(`q:${type}:${id}`);
      if (!durable) said(`said to be here, and not: ${name} ${verdict} ${code}`);
      words.set(`${mission} ${name}`, `${verdict} ${code}`);
    }
    for (const subject of truth.subjects.get(mission) ?? [])
      if (last.get(subject)?.[2] !== 'accepted')
        said(`never receipted: ${subject} ${last.get(subject)?.[3]}`);
  }
  return { wrong, words };
}

async function revsOf(db: ReplicaDb): Promise<Map<string, string>> {
  const revs = new Map<string, string>();
  for await (const { id, rev } of documentsOf(db, '', false)) revs.set(id, rev);
  return revs;
}

/** Each verifies; the numbers have no hole. */
async function receiptsOf(records: ReplicaDb, keyring: Keyring, wrong: string[]): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for await (const { id, rev, body } of documentsOf(records, 'receipt:')) {
    const document = { _id: id, _rev: rev, jws: String(body.jws) };
    try {
      receipts.push(await verifyReceipt(document, keyring));
    } catch (error) {
      wrong.push(`a receipt that does not verify: ${id} ${error}`);
    }
  }
  receipts.sort((a, b) => (a.epoch === b.epoch ? a.n - b.n : a.at < b.at ? -1 : 1));
  if (new Set(receipts.map(({ epoch }) => epoch)).size > 1) wrong.push('the server epoch was raised');
  for (const [at, { n }] of receipts.entries())
    if (n !== at + 1) wrong.push(`receipt ${n} stands at ${at + 1}`);
  return receipts;
}

function lastWords(receipts: readonly Receipt[]): Map<string, ReceiptItem> {
  const last = new Map<string, ReceiptItem>();
  for (const { items } of receipts) for (const item of items) last.set(`${item[0]} ${item[1]}`, item);
  return last;
}

/** A final word stays, and nothing is said again for a start of the server. */
export function changedWords(before: Words, after: Words): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `another word after a restart: ${name}: ${before.get(name)}, ${after.get(name)}`);
}
