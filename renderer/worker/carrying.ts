/** The replicator of a desk: what it sends and fetches, and whom it tells. */
import { type ActId, parseActId } from '../../app/acts/ids.ts';
import type { LinkTrouble } from '../../app/desk/fleet.ts';
import { missionsOfDesk } from '../../app/keyring/desk-missions.ts';
import type { DeskContext } from './desk-context.ts';
import { DeskReports } from './desk-report.ts';
import { Replicator } from './replicator.ts';
import type { Standing } from './standing.ts';
import type { Transfer } from './transfer.ts';

/**
 * Carries a desk's records over this wire, and tells the desk what has come and gone, and the centre how the desk is.
 * @param version of the program
 */
export function replicatorOf(
  context: DeskContext,
  transfer: Transfer,
  version: string,
  standing: Standing,
): Replicator {
  const reports = new DeskReports({
    desk: context,
    version,
    transfer,
    lastError: () => lastErrorOf(replicator),
  });
  transfer.reportsFrom(() => reports.atHandshake());
  const replicator = new Replicator({
    transfer,
    missions: context.stores.missions,
    carries: (mission) => missionsOfDesk(context.reference.keyring, context.desk)?.has(mission) ?? true,
    clock: context.clock,
    random: context.random,
    facts: context.stores.facts,
    onSent: (mission, ids) => context.noteSent(mission, ids.flatMap(actOf)),
    onReference: async (grew) => {
      if (grew) await context.refreshReference();
      if (grew) await standing.check();
      await context.freshness.askWhereOld(transfer);
    },
    onRevoked: (documents) => standing.hear(documents),
    isLeaving: () => standing.leaving,
    onHandedOver: () => standing.handedOver(),
    onPulled: async (mission) => void (await context.catchUp(mission)),
    onAllPulled: async () => {
      if (!context.unlocked) return;
      await context.withheld.afterPass().catch((error: unknown) => context.trouble(error));
    },
    onState: () => context.emit({ type: 'link-changed' }),
    // The centre takes no further word of a desk that leaves.
    onPass: () => void (standing.leaving || reports.afterPass()),
    onTrouble: (error) => context.trouble(error),
  });
  return replicator;
}

/** the newer one of the lanes' failures that stand */
function lastErrorOf(replicator: Replicator): LinkTrouble | null {
  let last: LinkTrouble | null = null;
  for (const name of ['records', 'evidence'] as const) {
    const { failure, failedAt } = replicator.lane(name);
    if (failure && failedAt && (!last || failedAt > last.at)) last = { code: failure, at: failedAt };
  }
  return last;
}

/** the act that a document id names */
const actOf = (id: string): ActId[] => {
  const act = /^act:[^:]+:(.+)$/.exec(id)?.[1];
  return act ? [parseActId(act)] : [];
};
