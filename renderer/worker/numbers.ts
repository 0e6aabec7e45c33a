/**
 * Numbers without gaps and without a counter: what a desk has given out is counted in its own journal, so nothing that
 * is lost or rolled back elsewhere can make it give a number twice. File numbers need no lease; quittances and
 * instruments take theirs from leases.
 */
import type { DeskId, MissionCode, Reference, ServiceCode } from '../../app/acts/ids.ts';
import { makeReference, serialOf } from '../../app/acts/reference.ts';
import { readAct } from '../../app/acts/verify-act.ts';
import { DeskError } from '../../app/desk/desk-api.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import type { RecordPayload } from '../../app/keyring/records.ts';
import type { ActLog } from '../../app/log/act-log.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { SealError } from '../../app/seal/errors.ts';

const BATCH = 500;
const QUITTANCE = 'quittance';

export class Numbers {
  readonly #journal: DurableJournal;
  readonly #desk: DeskId;
  /** series of the numbers of a service's instrument */
  readonly #seriesOf: (service: ServiceCode) => string | undefined;
  #position = 0;
  readonly #serials = new Map<string, number>();
  readonly #used = new Map<string, number>();

  constructor(journal: DurableJournal, desk: DeskId, seriesOf: (service: ServiceCode) => string | undefined) {
    this.#journal = journal;
    this.#desk = desk;
    this.#seriesOf = seriesOf;
  }

  /** Reads what was journaled since the last call. */
  async catchUp(): Promise<void> {
    for (let frames = await this.#journal.replay(this.#position, BATCH); frames.length > 0; ) {
      for (const frame of frames) {
        for (const { jws } of frame.acts) await this.#count(jws);
        this.#position = frame.position + 1;
      }
      frames = await this.#journal.replay(this.#position, BATCH);
    }
  }

  async #count(jws: string): Promise<void> {
    const { envelope } = await readAct(jws);
    if (envelope.desk !== this.#desk) return;
    if (envelope.kind === 'opened') {
      const year = envelope.ref.split('-').at(-3) ?? '';
      this.#serials.set(year, Math.max(this.#serials.get(year) ?? 0, serialOf(envelope.ref)));
    }
    const series =
      envelope.kind === 'fee-collected'
        ? QUITTANCE
        : envelope.kind === 'instrument-issued'
          ? this.#seriesOf(envelope.service)
          : undefined;
    if (series) this.#used.set(series, (this.#used.get(series) ?? 0) + 1);
  }

  /** The reference of the next file that this desk opens. */
  nextReference(year: number): Reference {
    const key = String(year % 100).padStart(2, '0');
    return makeReference(this.#desk, year, (this.#serials.get(key) ?? 0) + 1);
  }

  /** @throws DeskError NU-001 when this desk has no lease of the series, or it is used up */
  next(series: string, lease: RecordPayload<'guichet-lease+jws'> | undefined): number {
    const number = (lease?.first ?? 0) + (this.#used.get(series) ?? 0);
    if (!lease || number > lease.last) throw new DeskError('NU-001');
    return number;
  }

  left(series: string, lease: RecordPayload<'guichet-lease+jws'> | undefined): number | null {
    return lease ? lease.last - lease.first + 1 - (this.#used.get(series) ?? 0) : null;
  }
}

/** The lease of a series for a desk, verified. */
export async function leaseOf(
  keyring: Keyring,
  log: ActLog,
  desk: DeskId,
  series: string,
): Promise<RecordPayload<'guichet-lease+jws'> | undefined> {
  const document = await log.get(`lease:${desk}:${series}`);
  if (!document || !('jws' in document)) return undefined;
  try {
    const lease = await keyring.read('guichet-lease+jws', document);
    return lease.desk === desk && lease.series === series ? lease : undefined;
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

/** `PAR-Q-26-01120`: the quittance's number as it is printed. */
export const quittanceText = (mission: MissionCode, year: number, number: number): string =>
  `${mission.slice(mission.indexOf('-') + 1)}-Q-${String(year % 100).padStart(2, '0')}-${String(number).padStart(5, '0')}`;
