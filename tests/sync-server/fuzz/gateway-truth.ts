/**
 * What honest officers have sealed while the gateway is fuzzed: everything that may ever be accepted. Whatever else is
 * kept as accepted, or told so in a receipt, is a fault.
 */
import type { MissionCode } from '../../../app/acts/ids.ts';
import type { ReceiptItem } from '../../../app/admission/receipt.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { nameOf } from '../../../app/seal/hash.ts';

export class Truth {
  /** revision of each record that must be there in the end, by mission and id */
  readonly records = new Map<MissionCode, Map<string, string>>();
  readonly chunks = new Map<MissionCode, Set<string>>();
  /** `act <id>`, `wrap <hash>`, `chunk <hash>`: what receipts may call accepted, by mission */
  readonly subjects = new Map<MissionCode, Set<string>>();

  record(mission: MissionCode, { _id, _rev }: SignedDocument): void {
    of(this.records, mission, () => new Map<string, string>()).set(_id, _rev);
    const type = _id.startsWith('act:') ? 'act' : _id.startsWith('key:') ? 'wrap' : null;
    if (type) this.#subject(mission, type, _id.slice(_id.lastIndexOf(':') + 1));
  }

  async chunk(mission: MissionCode, bytes: Uint8Array): Promise<void> {
    const { hash } = await nameOf(bytes);
    of(this.chunks, mission, () => new Set<string>()).add(`chunk:${hash}`);
    this.#subject(mission, 'chunk', hash);
  }

  mayAccept(mission: MissionCode, [type, id]: ReceiptItem): boolean {
    return this.subjects.get(mission)?.has(`${type} ${id}`) ?? false;
  }

  #subject(mission: MissionCode, type: ReceiptItem[0], id: string): void {
    of(this.subjects, mission, () => new Set<string>()).add(`${type} ${id}`);
  }
}

function of<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
