/**
 * What an auditor can find in a journal. Codes are stable. `AU-1xx` is wrong: the journal is not whole, or a claim in it is
 * proven false. `AU-2xx` is shown and proves nothing by itself. Texts are made at the edge.
 */
import type { TimeOddity } from './time-evidence.ts';

export const FINDINGS = {
  'AU-101': 'bytes that are no record, where records were flushed',
  'AU-102': 'a record does not read, or is not what it is named after',
  'AU-103': 'a record’s signature does not verify',
  'AU-104': 'a record’s signer is unknown, or may not sign there',
  'AU-105': 'numbers are missing in a chain',
  'AU-106': 'two records of one number: a fork',
  'AU-107': 'a record stands out of its order, or twice',
  'AU-108': 'a record does not continue the one before it',
  'AU-109': 'records that are known elsewhere are not in the journal',
  'AU-110': 'the centre has another record of this number',
  'AU-111': 'a record of another desk',
  'AU-112': 'the record that begins an epoch is missing',
  'AU-113': 'back-dated: claims to be older than a receipt that it names',
  'AU-201': 'a write cut off at the end, never said to be sealed',
  'AU-202': 'a further epoch: the desk was restored, or found a copy of itself ahead',
  'AU-203': 'the clock went back',
  'AU-204': 'the clock jumped forward',
  'AU-205': 'sealed when the newest receipt seen was old',
  'AU-206': 'claims to be younger than the receipt that covers it',
  'AU-207': 'keys or chunks that no act of the journal names',
  'AU-208': 'a record of a type that this version does not know',
  'AU-209': 'acts without a receipt yet',
  'AU-210': 'numbers that have not come to the centre, and that no receipt names',
  'AU-211': 'the desk saw its clock set while it was open',
  'AU-212': 'the centre has it and has not admitted it: held or refused, with the code',
  'AU-213': 'accepted although what it rests on had been revoked',
  'AU-214': 'numbers of a series are skipped: no quittance or instrument that was read bears them',
  'AU-215':
    'a number of a quittance or an instrument that its series does not give: twice, or of another form',
  'AU-216': 'quittances or instruments whose numbers this auditor cannot read',
} as const;
export type FindingCode = keyof typeof FINDINGS;

export const TIME_CODE = {
  'back-dated': 'AU-113',
  'went-back': 'AU-203',
  jumped: 'AU-204',
  'stale-receipt': 'AU-205',
  'after-receipt': 'AU-206',
} as const satisfies Record<TimeOddity, FindingCode>;

/** Where and what; what does not apply is null. */
export interface Finding {
  readonly code: FindingCode;
  /** which of the journals that were read, from 1 */
  readonly journal: number;
  readonly of: 'acts' | 'audits' | null;
  readonly desk: string | null;
  readonly mission: string | null;
  readonly epoch: string | null;
  /** first and last number in the chain */
  readonly seq: number | null;
  readonly until: number | null;
  /** the record's hash */
  readonly record: string | null;
  /** for engineers, in English, without content */
  readonly detail: string;
}

/** Is it wrong, or only shown? */
export const isFault = ({ code }: { readonly code: string }): boolean => code.startsWith('AU-1');

export type Find = (
  code: FindingCode,
  detail: string,
  where?: Partial<Omit<Finding, 'code' | 'detail'>>,
) => void;

const NOWHERE = { of: null, desk: null, mission: null, epoch: null, seq: null, until: null, record: null };

/** @param journal which of the journals, from 1 */
export const finder =
  (findings: Finding[], journal: number): Find =>
  (code, detail, where = {}) => {
    findings.push({ code, journal, ...NOWHERE, ...where, detail });
  };
