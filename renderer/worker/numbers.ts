/**
 * Numbers without gaps and without a counter: what a desk has given out is counted in its own journal, so nothing that
 * is lost or rolled back elsewhere can make it give a number twice. File numbers need no lease; quittances and
 * instruments take theirs from leases.
 */
import type {
  ActId,
  DeskId,
  DossierId,
  Epoch,
  MissionCode,
  RecordHash,
  Reference,
  ServiceCode,
} from '../../app/acts/ids.ts';
import { QUITTANCE } from '../../app/acts/numbers.ts';
import { makeReference, serialOf } from '../../app/acts/reference.ts';
import { readAct } from '../../app/acts/verify-act.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import type { RecordPayload } from '../../app/keyring/records.ts';
import type { ActLog } from '../../app/log/act-log.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { SealError } from '../../app/seal/errors.ts';
import { Turn } from './turn.ts';

const BATCH = 500;

/** The series that a service's instrument takes its numbers from, as of the release that its file was opened with. */
export type SeriesOf = (release: RecordHash, service: ServiceCode) => string | undefined;

export class Numbers {
  readonly #journal: DurableJournal;
  readonly #desk: DeskId;
  readonly #seriesOf: SeriesOf;
  readonly #turn = new Turn();
  #position = 0;
  readonly #serials = new Map<string, number>();
  readonly #used = new Map<string, number>();
  readonly #opened = new Set<DossierId>();
  readonly #chain = new Map<string, ActId>();

  constructor(journal: DurableJournal, desk: DeskId, seriesOf: SeriesOf) {
    this.#journal = journal;
    this.#desk = desk;
    this.#seriesOf = seriesOf;
  }

  /** Reads what was journaled since the last call. */
  catchUp(): Promise<void> {
    return this.#turn.run(() => this.#read());
  }

  async #read(): Promise<void> {
    for (let frames = await this.#journal.replay(this.#position, BATCH); frames.length > 0; ) {
      for (const frame of frames) {
        for (const { jws } of frame.acts) await this.#count(jws);
        this.#position = frame.position + 1;
      }
      frames = await this.#journal.replay(this.#position, BATCH);
    }
  }

  async #count(jws: string): Promise<void> {
    const { envelope, id } = await readAct(jws);
    if (envelope.desk !== this.#desk) return;
    this.#chain.set(placeOf(envelope.mission, envelope.epoch, envelope.seq), id);
    if (envelope.kind === 'opened') {
      this.#opened.add(envelope.dossier);
      const year = envelope.ref.split('-').at(-3) ?? '';
      this.#serials.set(year, Math.max(this.#serials.get(year) ?? 0, serialOf(envelope.ref)));
    }
    const series =
      envelope.kind === 'fee-collected'
        ? QUITTANCE
        : envelope.kind === 'instrument-issued'
          ? this.#seriesOf(envelope.release, envelope.service)
          : undefined;
    if (series) this.#used.set(series, (this.#used.get(series) ?? 0) + 1);
  }

  /** Was this file opened here? Then a draft of it that is still about was sealed. */
  hasOpened(dossier: DossierId): boolean {
    return this.#opened.has(dossier);
  }

  /** the act that this journal has at a place of a chain */
  actAt(mission: MissionCode, epoch: Epoch, seq: number): ActId | undefined {
    return this.#chain.get(placeOf(mission, epoch, seq));
  }

  /**
   * The reference of the next file that this desk opens.
   * @param known references of files that this desk knows: one given out by a copy of this desk is not given again
   */
  nextReference(year: number, known: Iterable<Reference> = []): Reference {
    const key = String(year % 100).padStart(2, '0');
    let last = this.#serials.get(key) ?? 0;
    const prefix = makeReference(this.#desk, year, 1).split('-').slice(0, -2).join('-');
    for (const ref of known) if (ref.startsWith(`${prefix}-`)) last = Math.max(last, serialOf(ref));
    return makeReference(this.#desk, year, last + 1);
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

const placeOf = (mission: MissionCode, epoch: Epoch, seq: number): string => `${mission} ${epoch} ${seq}`;

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
