/**
 * Branded identifiers, one parser each. A plain string never passes for an id; a parser either returns
 * the brand or throws {@link IdError}. Shapes are those of FORMATS.md ("Exact shapes").
 */
import { crockfordEncode, isCrockfordWithCheck } from './crockford.ts';

declare const brand: unique symbol;
export type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A mission's code in capitals, such as `ML-PAR`, or `CENTRAL` as a scope (never as a mission). */
export type MissionCode = Branded<'MissionCode'>;
/** One enrolled workstation: the mission's code (or `CENTRAL`) and its letter, such as `ML-PAR/B`. */
export type DeskId = Branded<'DeskId'>;
/** 128 random bits in Crockford base32 (26 characters) and a check character. */
export type DossierId = Branded<'DossierId'>;
/** SHA-256 of an act's compact JWS, base64url (43 characters). */
export type ActId = Branded<'ActId'>;
/** SHA-256 of a credential's compact JWS, base64url. */
export type Kid = Branded<'Kid'>;
/** SHA-256 of any other immutable record (wrap, receipt, release manifest, keyring list, chunk), base64url. */
export type RecordHash = Branded<'RecordHash'>;
/** 128 random bits, base64url: names an encrypted blob; not derived from its content. */
export type BlobId = Branded<'BlobId'>;
/** The human reference, such as `PAR-B-26-00417-6` (see reference.ts). */
export type Reference = Branded<'Reference'>;
/** Random identity of a journal's branch, base64url of 96 bits. */
export type Epoch = Branded<'Epoch'>;
/** A service's code in the catalogue, such as `ml-passport-ordinary`. */
export type ServiceCode = Branded<'ServiceCode'>;
/** Random identity of a person: a claim carried in bodies, never a user account. */
export type PersonId = Branded<'PersonId'>;
/** Random identity of a draft on a desk. */
export type DraftId = Branded<'DraftId'>;

/** A string that is not the id it claims to be. `what` names the id; the value itself is never kept. */
export class IdError extends Error {
  readonly code = 'ID-001';
  readonly what: string;
  constructor(what: string) {
    super(`not a well-formed ${what}`);
    this.name = 'IdError';
    this.what = what;
  }
}

const HASH = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/; // 32 bytes: the last character carries 4 bits only
const BYTES_16 = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const BYTES_12 = /^[A-Za-z0-9_-]{16}$/;

function parser<T extends string>(what: string, test: (value: string) => boolean) {
  return (value: unknown): T => {
    if (typeof value !== 'string' || !test(value)) throw new IdError(what);
    return value as T;
  };
}

export const parseMissionCode = parser<MissionCode>('mission code', (v) =>
  /^[A-Z]{2}-[A-Z0-9]{2,8}$/.test(v),
);
export const parseDeskId = parser<DeskId>('desk id', (v) =>
  /^(?:[A-Z]{2}-[A-Z0-9]{2,8}|CENTRAL)\/[A-Z]$/.test(v),
);
export const parseDossierId = parser<DossierId>('dossier id', isCrockfordWithCheck);
export const parseActId = parser<ActId>('act id', (v) => HASH.test(v));
export const parseKid = parser<Kid>('key id', (v) => HASH.test(v));
export const parseRecordHash = parser<RecordHash>('record hash', (v) => HASH.test(v));
export const parseBlobId = parser<BlobId>('blob id', (v) => BYTES_16.test(v));
export const parseEpoch = parser<Epoch>('journal epoch', (v) => BYTES_12.test(v));
export const parseServiceCode = parser<ServiceCode>('service code', (v) =>
  /^[a-z]{2}-[a-z0-9-]{2,48}$/.test(v),
);
export const parsePersonId = parser<PersonId>('person id', (v) => BYTES_16.test(v));
export const parseDraftId = parser<DraftId>('draft id', (v) => BYTES_16.test(v));

/** A new dossier id from 16 random bytes. */
export const dossierIdFrom = (random: Uint8Array): DossierId => crockfordEncode(random) as DossierId;
