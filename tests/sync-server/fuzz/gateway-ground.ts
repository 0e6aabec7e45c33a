/** What spoiling a record needs, and how a spoilt one is offered. */
import type { MissionCode } from '../../../app/acts/ids.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import { toBase64url, toHex, utf8 } from '../../../app/seal/bytes.ts';
import { sha256 } from '../../../app/seal/hash.ts';
import type { Dice } from '../../crash/seeded.ts';
import type { World } from '../../world/world.ts';
import { PARIS } from '../admission/support.ts';
import type { Parcel } from './gateway-honest.ts';

/** A document as a client sends it: JSON text, since some of it no value would give. */
export interface Spoilt {
  readonly what: string;
  readonly mission: MissionCode;
  readonly place: 'records' | 'evidence';
  readonly json: readonly string[];
  /** true records that go with it */
  readonly with?: readonly SignedDocument[];
}

export interface Ground {
  readonly world: World;
  readonly dice: Dice;
  /** honest parcels that were sent, or will be */
  readonly parcels: readonly Parcel[];
  /** receipts that the gateway has signed, by mission */
  readonly receipts: ReadonlyMap<MissionCode, readonly SignedDocument[]>;
}

export const spoiltJson = (what: string, json: string, mission: MissionCode = PARIS): Spoilt => ({
  what,
  mission,
  place: 'records',
  json: [json],
});

export const spoiltRecord = (
  what: string,
  { _id, _rev, jws }: SignedDocument,
  mission: MissionCode = PARIS,
): Spoilt => spoiltJson(what, JSON.stringify({ _id, _rev, jws }), mission);

/** Under the id and revision that this text would have, or under those of the true one. */
export async function renamed(
  dice: Dice,
  { _id, _rev }: SignedDocument,
  jws: string,
): Promise<SignedDocument> {
  const digest = await sha256(utf8(jws));
  const id = `${_id.slice(0, _id.lastIndexOf(':') + 1)}${toBase64url(digest)}`;
  const rev = `1-${toHex(digest.subarray(0, 16))}`;
  return { _id: dice.chance(0.6) ? id : _id, _rev: dice.chance(0.6) ? rev : _rev, jws };
}
