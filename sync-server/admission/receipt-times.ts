/** Receipts by their hash, packed: when each was signed, and for which mission. */
import type { MissionCode, RecordHash } from '../../app/acts/ids.ts';
import { HashTable, wordsOf } from './hash-table.ts';

/** `2026-01-01T00:00:00Z`: a receipt with another one does not verify. */
const TIME_LENGTH = 20;

export class ReceiptTimes {
  readonly #table = new HashTable(wordsOf(TIME_LENGTH));

  /** @returns a number that is the receipt's here @throws TypeError for what is not the hash of a receipt and its time */
  add(receipt: RecordHash, at: string): number {
    const number = this.#table.add(receipt);
    if (number < 0 || at.length !== TIME_LENGTH) throw new TypeError('not a receipt');
    this.#table.setText(number, 0, at);
    return number;
  }

  time(receipt: RecordHash): string | undefined {
    const number = this.#table.find(receipt);
    return number < 0 ? undefined : this.at(number);
  }

  at(number: number): string {
    return this.#table.text(number, 0, TIME_LENGTH);
  }
}

/** Which mission a receipt of this gateway was signed for. */
export type Homes = Pick<Map<RecordHash, MissionCode>, 'get'> & {
  set(receipt: RecordHash, mission: MissionCode): void;
};

export class ReceiptHomes implements Homes {
  readonly #table = new HashTable(1);
  readonly #missions: MissionCode[] = [];

  get(receipt: RecordHash): MissionCode | undefined {
    const row = this.#table.find(receipt);
    return row < 0 ? undefined : this.#missions[this.#table.get(row, 0)];
  }

  set(receipt: RecordHash, mission: MissionCode): void {
    const row = this.#table.add(receipt);
    if (row < 0) return;
    const known = this.#missions.indexOf(mission);
    this.#table.set(row, 0, known < 0 ? this.#missions.push(mission) - 1 : known);
  }
}
