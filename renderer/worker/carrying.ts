/** The replicator of a desk: what it sends and fetches, and whom it tells. */
import { type ActId, parseActId } from '../../app/acts/ids.ts';
import type { DeskContext } from './desk-context.ts';
import { Replicator } from './replicator.ts';
import type { Transfer } from './transfer.ts';

/** Carries a desk's records over this wire, and tells the desk what has come and gone. */
export function replicatorOf(context: DeskContext, transfer: Transfer): Replicator {
  return new Replicator({
    transfer,
    missions: context.stores.missions,
    clock: context.clock,
    random: context.random,
    facts: context.stores.facts,
    onSent: (mission, ids) => context.noteSent(mission, ids.flatMap(actOf)),
    onReference: () => context.refreshReference(),
    onPulled: (mission) => context.catchUp(mission),
    onState: () => context.emit({ type: 'link-changed' }),
    onTrouble: (error) => context.trouble(error),
  });
}

/** the act that a document id names */
const actOf = (id: string): ActId[] => {
  const act = /^act:[^:]+:(.+)$/.exec(id)?.[1];
  return act ? [parseActId(act)] : [];
};
