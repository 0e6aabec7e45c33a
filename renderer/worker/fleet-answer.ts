/** The list of desks as the gateway answered it last: what is shown while it cannot be asked for. */
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Fleet, FleetView } from '../../app/desk/fleet.ts';
import { isFleet } from '../../app/desk/fleet-schema.ts';
import type { DeskContext } from './desk-context.ts';
import { LinkError, type Transfer } from './transfer.ts';

const PATH = 'admin/desks';

export class FleetAnswer {
  readonly #desk: Pick<DeskContext, 'session'>;
  readonly #transfer: Pick<Transfer, 'ask'> | null;
  #last: Fleet | null = null;

  /** @param transfer null where this desk has no gateway */
  constructor(desk: Pick<DeskContext, 'session'>, transfer: Pick<Transfer, 'ask'> | null) {
    this.#desk = desk;
    this.#transfer = transfer;
  }

  /** @throws DeskError DO-003 for an officer of a mission; what it throws of a desk that is locked */
  async view(): Promise<FleetView> {
    if (this.#desk.session.officer.mission !== 'CENTRAL') throw new DeskError('DO-003');
    try {
      this.#last = await this.#ask();
      return { fleet: this.#last, failure: null };
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      return { fleet: this.#last, failure: error.code };
    }
  }

  async #ask(): Promise<Fleet> {
    if (!this.#transfer) throw new LinkError('LN-001');
    const answer = await this.#transfer.ask(PATH);
    if (!isFleet(answer)) throw new LinkError('LN-005');
    return answer;
  }
}
