/**
 * What receipts have said of an act, and what follows where a key that it rests on is revoked, or its delegation taken back.
 * Only receipts that count are looked at (receipt.ts). One answer for the gateway and for the verifier of a bundle.
 */
import type { Verdict } from '../dossier/verdict.ts';

export type FinalVerdict = Exclude<Verdict, 'held'>;

export interface Said {
  /** time of the earliest receipt that names it, with whatever verdict; undefined where none does */
  readonly first: string | undefined;
  /** final verdicts that were given: both, where two gateways contradict each other */
  readonly finals: readonly FinalVerdict[];
}

export const NOTHING_SAID: Said = { first: undefined, finals: [] };

/**
 * Does the act count as before what is dated so? A receipt dated before it that names the act says so. And whatever was
 * accepted stays accepted: whoever revokes or ends chooses the date, and takes back no word that had been given by then.
 * @param from RFC 3339: from when on what the act rests on counts no longer
 */
export const isBefore = ({ first, finals }: Said, from: string): boolean =>
  finals.includes('accepted') || (first !== undefined && first < from);
