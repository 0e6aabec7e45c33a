/** Where a service is offered: what lists may offer, what may be begun, and where a draft may go over to. */
import type { ServiceDefinition } from './definition.ts';

/** @param mission where somebody would lodge it; a service that says nothing is offered at every one */
export const isOffered = ({ offer }: Pick<ServiceDefinition, 'offer'>, mission: string): boolean =>
  offer === undefined || (offer.open && (offer.missions?.includes(mission) ?? true));
