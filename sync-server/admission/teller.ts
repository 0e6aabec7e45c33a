/** Says in signed receipts what a batch came to: nothing before it is durable, nothing twice. */
import { isoTime } from '../../app/acts/clock.ts';
import type { ActId, DeskId, Epoch } from '../../app/acts/ids.ts';
import { type ReceiptItem, signReceipt, verifyReceipt } from '../../app/admission/receipt.ts';
import type { Batch } from './batch.ts';
import { confirmEntries } from './confirm-entries.ts';
import { putDurably, revisionOf } from './durable.ts';
import type { Told } from './entry.ts';
import type { MissionGatewayParts } from './mission-gateway-parts.ts';
import { type IndexParts, itemType, type MissionIndex } from './mission-index.ts';
import type { EntryKey } from './offered.ts';

/** A receipt lists at most this many; a longer list becomes several. */
const ITEMS_PER_RECEIPT = 2000;

type TellerParts = Pick<
  MissionGatewayParts,
  'mission' | 'gateway' | 'epoch' | 'clock' | 'step' | 'reference' | 'onTold'
>;

export class Teller {
  readonly #parts: TellerParts;
  readonly #databases: Pick<IndexParts, 'records' | 'evidence' | 'quarantine'>;

  constructor(parts: TellerParts, databases: Pick<IndexParts, 'records' | 'evidence' | 'quarantine'>) {
    this.#parts = parts;
    this.#databases = databases;
  }

  /** One receipt for what the batch touched and no receipt of this epoch says as it is now. */
  async tell(batch: Batch, index: MissionIndex, written: ReadonlySet<EntryKey>): Promise<void> {
    const epoch = this.#parts.epoch.value;
    const items: ReceiptItem[] = [];
    const vouched = new Set(batch.relied);
    for (const key of batch.touched) {
      const entry = index.entries.get(key);
      const type = entry && itemType(entry.kind);
      if (!entry || !type) continue;
      const { verdict, code } = entry.admission;
      const isSaid = (told: Told | undefined) =>
        told?.epoch === epoch && told.verdict === verdict && told.code === code;
      if (isSaid(index.told(key))) {
        vouched.delete(key);
        continue;
      }
      // A client that offers something hears of it from the gateway it asked; elsewhere one word is enough.
      if (!batch.asked.has(key) && isSaid(index.toldByOthers(key))) continue;
      items.push([type, entry.subject, verdict, code]);
      vouched.add(key);
    }
    const unwritten = [...vouched].filter((key) => !written.has(key)).map((key) => index.entries.get(key));
    await confirmEntries(unwritten, this.#databases);
    for (let at = 0; at < items.length; at += ITEMS_PER_RECEIPT)
      await this.#say(items.slice(at, at + ITEMS_PER_RECEIPT), index);
  }

  async #say(items: ReceiptItem[], index: MissionIndex): Promise<void> {
    const { mission, gateway, epoch, clock, step, reference, onTold } = this.#parts;
    const now = isoTime(clock.now());
    const at = now > index.latestAt ? now : index.latestAt;
    const desks = new Map<string, readonly [DeskId, Epoch]>();
    for (const [type, id] of items) {
      const branch = type === 'act' ? index.branchOf(id as ActId) : undefined;
      if (branch) desks.set(branch.join(' '), branch);
    }
    const chains = [...desks.values()].map(([desk, branch]) => index.chains.receiptOf(desk, branch));
    const n = index.nextNumber(epoch.value);
    const { hash: _, ...document } = await signReceipt(
      { epoch: epoch.value, n, at, items, chains },
      gateway.kid,
      gateway.key,
    );
    step?.('signed');
    await putDurably(this.#databases.records, [
      revisionOf(document._id, document._rev, { jws: document.jws }),
    ]);
    step?.('receipted');
    onTold?.(mission, items);
    index.addReceipt(await verifyReceipt(document, reference.keyring));
  }
}
