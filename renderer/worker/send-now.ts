/** « Envoyer maintenant »: sends, fetches, and answers with what happened. */
import { isoTime } from '../../app/acts/clock.ts';
import type { SendOutcome } from '../../app/desk/link-status.ts';
import type { DeskContext } from './desk-context.ts';
import { linkOf } from './link-status.ts';
import type { Replicator } from './replicator.ts';
import { LinkError } from './transfer.ts';

/** @param replicator null where this desk has no gateway */
export async function sendNow(context: DeskContext, replicator: Replicator | null): Promise<SendOutcome> {
  const link = () => linkOf(context, replicator);
  const before = link();
  const code = await sent(replicator);
  const after = link();
  const left = after.sealedHere.entries + after.sent.entries;
  return {
    received: after.received.entries - before.received.entries,
    left,
    code,
    at: isoTime(context.clock.now()),
  };
}

async function sent(replicator: Replicator | null): Promise<SendOutcome['code']> {
  if (!replicator) return 'no-link';
  try {
    await replicator.now();
    return 'done';
  } catch (error) {
    const codes = {
      'LN-001': 'no-link',
      'LN-002': 'cut',
      'LN-003': 'server-trouble',
      'LN-004': 'not-authorised',
      'LN-005': 'server-trouble',
      'LN-006': 'foreign-answer',
      // All else went: that something is denied stands in the panel.
      'LN-007': 'done',
    } as const;
    return error instanceof LinkError ? codes[error.code] : 'server-trouble';
  }
}
