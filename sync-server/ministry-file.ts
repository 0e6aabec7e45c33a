/**
 * What the server is told of its ministry: `server.json` in the folder that `scripts/ministry.ts` writes. The private
 * key in it signs receipts and nothing else; whoever reads it may vouch for records, and reads no dossier.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';

export const MINISTRY_FILE_VERSION = 1;
export const SERVER_FILE = 'server.json';

const Text = Type.String({ minLength: 1 });
const Names = Type.Object({ fr: Text, en: Text, ar: Text });
const Signed = Type.Object({ _id: Text, _rev: Text, jws: Text });
const Definition = Type.Object({ _id: Text, _rev: Text, json: Text });

export const MinistryFile = Type.Object({
  v: Type.Literal(MINISTRY_FILE_VERSION),
  /** ISO 3166-1 alpha-2 codes of the countries whose services are in the catalogue */
  countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { minItems: 1 }),
  /** the ministry's root credential, compact JWS */
  root: Text,
  gateway: Type.Object({
    kid: Text,
    credential: Text,
    /** private P-256 JWK */
    sig: Type.Object({
      kty: Type.Literal('EC'),
      crv: Type.Literal('P-256'),
      x: Text,
      y: Text,
      d: Text,
    }),
    /** where desks reach this gateway: the origin that their session proofs name */
    url: Text,
  }),
  missions: Type.Record(Type.String({ pattern: '^[A-Z]{2}-[A-Z0-9]{2,8}$' }), Names),
  keyringDocuments: Type.Array(Signed),
  catalogueDocuments: Type.Array(Type.Union([Signed, Definition])),
});
export type MinistryFile = Static<typeof MinistryFile>;

/** The file is missing or is not one: said to whoever starts the server, in words. */
export class MinistryFileError extends Error {
  readonly code = 'SV-001';
  constructor(path: string, options?: { cause?: unknown }) {
    super(`${path} is not the server's file of a ministry (made by \`npm run ministry -- init\`)`, options);
    this.name = 'MinistryFileError';
  }
}

/** @param folder the ministry's folder, or the file itself @throws MinistryFileError */
export async function readMinistryFile(folder: string): Promise<MinistryFile> {
  const path = folder.endsWith('.json') ? folder : join(folder, SERVER_FILE);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new MinistryFileError(path, { cause });
  }
  if (!Check(MinistryFile, value)) throw new MinistryFileError(path);
  return value;
}
