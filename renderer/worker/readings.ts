/**
 * Who read which file is recorded as exports are: once for each officer, file and unlocking, so that the journal grows
 * with files and not with clicks. The screen has the file first and never waits: what a reading shows is in reach of the
 * page either way, so that a record that failed would protect nobody by keeping an officer from their work. It is said
 * (`trouble`), and tried again the next time.
 */
import type { DossierId } from '../../app/acts/ids.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';

export class Readings {
  readonly #desk: DeskContext;
  #last: Promise<void> = Promise.resolve();

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  /** This officer has been given the file. Without a durable journal nothing can be recorded, nor sealed. */
  note(id: DossierId): void {
    const { unlocked, platform } = this.#desk;
    const row = unlocked?.model.rows.get(id);
    if (!unlocked || !row || !platform.journal || unlocked.read.has(id)) return;
    unlocked.read.add(id);
    const recorded = recordAudit(this.#desk, row.mission, { what: 'read', dossier: id }).catch((error) => {
      unlocked.read.delete(id);
      // Who has left is told nothing.
      if (this.#desk.unlocked === unlocked) this.#desk.trouble(error);
    });
    this.#last = Promise.all([this.#last, recorded]).then(() => {});
  }

  /** resolves when all that was noted so far has ended */
  get idle(): Promise<void> {
    return this.#last;
  }
}
