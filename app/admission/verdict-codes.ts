/**
 * Every code that a receipt may carry, once, with the verdict it belongs to. The texts that people read, in three
 * languages, are in assets/locales under the same codes.
 */
export const VERDICT_CODES = {
  'AD-000': 'accepted',
  /** a `prior` is not here yet, or is itself on hold */
  'AD-101': 'held',
  /** the signer's credential is not in the keyring yet */
  'AD-102': 'held',
  /** the catalogue release is not known yet */
  'AD-103': 'held',
  /** the keyring head that the signer saw is not known yet */
  'AD-104': 'held',
  /** the wrap of the dossier key is not here yet */
  'AD-105': 'held',
  /** kind or version of a newer desk */
  'AD-106': 'held',
  /** only the claimed time lies after the credential's end */
  'AD-107': 'held',
  /** officer or desk revoked, and no earlier receipt covers the act */
  'AD-108': 'held',
  /** a chunk that no accepted act lists yet */
  'AD-109': 'held',
  /** the newest receipt that the signer saw is not known yet */
  'AD-110': 'held',
  /** the delegation that it is sealed under is not known yet */
  'AD-111': 'held',
  /** only the claimed time lies outside the delegation that it is sealed under */
  'AD-112': 'held',
  /** an erasure of a file under a legal hold that its officer had not seen */
  'AD-113': 'held',
  /** signature does not verify */
  'AD-201': 'refused',
  /** not the one canonical text of a record */
  'AD-202': 'refused',
  /** another mission's, or not this signer's mission or desk */
  'AD-203': 'refused',
  /** the signer's role never does this */
  'AD-204': 'refused',
  /** stands on a refused act */
  'AD-205': 'refused',
  /** not allowed in the state it was sealed in */
  'AD-206': 'refused',
  /** the credential had ended before the newest receipt that the signer saw */
  'AD-207': 'refused',
  /** body, document or chunk over its limit */
  'AD-208': 'refused',
  /** document id or revision does not follow from its content */
  'AD-209': 'refused',
  /** a prior belongs to another dossier */
  'AD-210': 'refused',
  /** a wrap or a chunk of an erased file */
  'AD-211': 'refused',
  /** the delegation had ended before the newest receipt that the signer saw */
  'AD-212': 'refused',
} as const satisfies Record<string, 'accepted' | 'held' | 'refused'>;

export type VerdictCode = keyof typeof VERDICT_CODES;

/** Of acts that take no place in their desk's chain: nobody whom it could be held against has signed them there. */
export const OF_NO_CHAIN: ReadonlySet<VerdictCode> = new Set([
  'AD-102',
  'AD-201',
  'AD-202',
  'AD-203',
  'AD-208',
  'AD-209',
]);

export interface Admission {
  readonly verdict: 'accepted' | 'held' | 'refused';
  readonly code: VerdictCode;
}

export const admission = (code: VerdictCode): Admission => ({ verdict: VERDICT_CODES[code], code });
export const ACCEPTED = admission('AD-000');
