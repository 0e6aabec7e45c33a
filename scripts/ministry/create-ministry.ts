/**
 * Makes a ministry: root, authority, catalogue and gateway keys, document signer, groups, desks with their transport
 * keys, officers with their two keys a credential, grants, the directory of names, leases of numbers, the signed
 * keyring and the signed catalogue release. In memory; files are written by write-ministry.ts.
 */
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { buildRelease, canonicalText, signRelease } from '../../app/catalogue/release.ts';
import {
  type Credential,
  type CredentialDraft,
  issueCredential,
  readCredential,
  type Scope,
} from '../../app/keyring/credential.ts';
import { makeGrant } from '../../app/keyring/grants.ts';
import { recordDocument, signRecord } from '../../app/keyring/records.ts';
import type { DefinitionDocument, SignedDocument } from '../../app/log/records.ts';
import { toBase64url, utf8 } from '../../app/seal/bytes.ts';
import { wrapFor } from '../../app/seal/group-jwe.ts';
import { nameOf } from '../../app/seal/hash.ts';
import { signCompact } from '../../app/seal/jws.ts';
import {
  type CryptoKey,
  generateKey,
  importPrivate,
  importPublic,
  type PrivateJwk,
  type PublicJwk,
} from '../../app/seal/keys.ts';
import type { MinistryPlan, OfficerPlan } from './plan.ts';

/** A credential with the private keys that belong to it. */
export interface Holder {
  readonly credential: Credential;
  readonly sig: PrivateJwk;
  readonly enc: PrivateJwk;
  readonly signingKey: CryptoKey;
}

export interface OfficerHolder extends Holder {
  readonly plan: OfficerPlan;
  readonly desk: DeskId;
  readonly scope: MissionCode | 'CENTRAL';
}

export interface Ministry {
  readonly plan: MinistryPlan;
  readonly root: Holder;
  readonly authority: Holder;
  /** the first of `gateways` */
  readonly gateway: Holder;
  readonly gateways: readonly Holder[];
  readonly catalogue: Holder;
  readonly documentSigner: Holder;
  readonly transports: ReadonlyMap<DeskId, Holder>;
  readonly officers: readonly OfficerHolder[];
  /** AES-256 keys of the desks' read models, base64url, by scope */
  readonly readModelKeys: ReadonlyMap<Scope, string>;
  /** private keys of group generations, by group id: the authority keeps them, to grant them later */
  readonly groupKeys: ReadonlyMap<string, PrivateJwk>;
  /** documents of the `keyring` database */
  readonly keyringDocuments: readonly SignedDocument[];
  /** documents of the `catalogue` database */
  readonly catalogueDocuments: readonly (SignedDocument | DefinitionDocument)[];
}

/** Class of the groups that may read officers' names. */
export const DIRECTORY_CLASS = 'directory';
const DAY = 86_400_000;
/** Numbers leased to each desk, of each series, to start with. */
const LEASE = 1000;

export const scopeOfDesk = (desk: DeskId): MissionCode | 'CENTRAL' =>
  desk.slice(0, desk.indexOf('/')) as MissionCode | 'CENTRAL';

export interface Making {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly documents: SignedDocument[];
}

export async function createMinistry(
  plan: MinistryPlan,
  definitions: readonly ServiceDefinition[],
  { clock, random }: { clock: Clock; random: RandomSource },
): Promise<Ministry> {
  const making: Making = { clock, random, documents: [] };
  const root = await holder(making, null, { roles: ['root'], scope: '*', years: 20 });
  const authority = await holder(making, root, { roles: ['authority'], scope: '*', years: 10 });
  const technical = (role: TechnicalRole) => holder(making, authority, technicalPlan(role));
  const [gateway, catalogue, documentSigner] = [
    await technical('gateway'),
    await technical('catalogue'),
    await technical('document-signer'),
  ];
  const gateways = [gateway];
  while (gateways.length < (plan.gateways ?? 1)) gateways.push(await technical('gateway'));
  const scopes: (MissionCode | 'CENTRAL')[] = [...(Object.keys(plan.missions) as MissionCode[]), 'CENTRAL'];
  const classes = [...new Set(definitions.map((definition) => definition.class)), DIRECTORY_CLASS];
  const groupKeys = await makeGroups(making, authority, scopes, classes);
  const transports = new Map<DeskId, Holder>();
  for (const desk of plan.desks) {
    transports.set(
      desk,
      await holder(making, authority, { roles: ['transport'], scope: scopeOfDesk(desk), desk, years: 2 }),
    );
  }
  const officers = await makeOfficers(making, authority, plan);
  for (const officer of officers) await grantAll(making, authority, officer, groupKeys);
  await makeDirectory(making, authority, officers, groupKeys);
  await makeLeases(making, authority, plan.desks, definitions);
  await closeKeyring(making, authority);
  return {
    plan,
    root,
    authority,
    gateway,
    gateways,
    catalogue,
    documentSigner,
    transports,
    officers,
    readModelKeys: new Map(scopes.map((scope) => [scope, toBase64url(random.bytes(32))])),
    groupKeys,
    keyringDocuments: making.documents,
    catalogueDocuments: await makeCatalogue(making, catalogue, plan.country, definitions),
  };
}

type TechnicalRole = 'gateway' | 'catalogue' | 'document-signer';
export const technicalPlan = (role: TechnicalRole): HolderPlan => ({ roles: [role], scope: '*', years: 2 });

interface HolderPlan {
  readonly roles: Credential['roles'];
  readonly scope: Scope;
  readonly desk?: DeskId;
  readonly delegates?: Credential['roles'];
  readonly subject?: string;
  readonly years: number;
}

/** Makes keys and has the credential issued; the root issues its own. */
export async function holder(making: Making, issuer: Holder | null, plan: HolderPlan): Promise<Holder> {
  const [sig, enc] = [await generateKey('sig'), await generateKey('enc')];
  const signingKey = await importPrivate(sig.privateJwk, 'sig');
  // Issued a minute ago: a desk whose clock runs a little behind does not doubt a fresh credential.
  const start = making.clock.now() - 60_000;
  const until = start + plan.years * 365 * DAY;
  const draft: CredentialDraft = {
    subject: plan.subject ?? toBase64url(making.random.bytes(16)),
    roles: plan.roles,
    scope: plan.scope,
    desk: plan.desk ?? null,
    delegates: plan.delegates ?? [],
    from: isoTime(start),
    until: issuer && issuer.credential.until < isoTime(until) ? issuer.credential.until : isoTime(until),
    sig: sig.publicJwk as PublicJwk,
    enc: enc.publicJwk,
  };
  const from = issuer && issuer.credential.from > draft.from ? issuer.credential.from : draft.from;
  const jws = await issueCredential(
    { ...draft, from },
    issuer?.credential.kid ?? null,
    issuer?.signingKey ?? signingKey,
  );
  const { credential } = await readCredential(jws);
  making.documents.push(await recordDocument(jws, () => `credential:${credential.kid}`));
  return { credential, sig: sig.privateJwk, enc: enc.privateJwk, signingKey };
}

async function makeGroups(
  making: Making,
  authority: Holder,
  scopes: readonly Scope[],
  classes: readonly string[],
): Promise<Map<string, PrivateJwk>> {
  const keys = new Map<string, PrivateJwk>();
  for (const scope of scopes) {
    for (const serviceClass of classes) {
      const { publicJwk, privateJwk } = await generateKey('enc');
      const group = `group:${scope}:${serviceClass}`;
      const jws = await signRecord(
        'guichet-group+jws',
        { v: 1, group, gen: 1, enc: publicJwk },
        authority.credential.kid,
        authority.signingKey,
      );
      making.documents.push(await recordDocument(jws, () => `${group}:1`));
      keys.set(`${group}:1`, privateJwk);
    }
  }
  return keys;
}

async function makeOfficers(making: Making, authority: Holder, plan: MinistryPlan): Promise<OfficerHolder[]> {
  const officers: OfficerHolder[] = [];
  for (const officer of plan.officers) {
    const subject = toBase64url(making.random.bytes(16));
    for (const desk of officer.desks) {
      const scope = scopeOfDesk(desk);
      const { roles, delegates = [] } = officer;
      officers.push({
        ...(await holder(making, authority, { roles, scope, desk, delegates, subject, years: 1 })),
        plan: officer,
        desk,
        scope,
      });
    }
  }
  return officers;
}

async function grantAll(
  making: Making,
  authority: Holder,
  officer: OfficerHolder,
  groupKeys: ReadonlyMap<string, PrivateJwk>,
): Promise<void> {
  for (const [id, privateKey] of groupKeys) {
    if (!id.startsWith(`group:${officer.scope}:`)) continue;
    const group = id.slice(0, id.lastIndexOf(':'));
    const jws = await makeGrant(
      group,
      1,
      privateKey,
      officer.credential,
      authority.credential,
      authority.signingKey,
    );
    making.documents.push(await recordDocument(jws, (hash) => `grant:${hash}`));
  }
}

/** Names for those of the same mission and for the centre; an officer of the centre is known to every mission. */
async function makeDirectory(
  making: Making,
  authority: Holder,
  officers: readonly OfficerHolder[],
  groupKeys: ReadonlyMap<string, PrivateJwk>,
): Promise<void> {
  const groups = [...groupKeys].filter(([id]) => id.split(':')[2] === DIRECTORY_CLASS);
  for (const { credential, plan, scope } of officers) {
    const readers = groups.filter(
      ([id]) => scope === 'CENTRAL' || id.split(':')[1] === scope || id.split(':')[1] === 'CENTRAL',
    );
    const recipients = await Promise.all(
      readers.map(async ([name, { kty, crv, x, y }]) => ({
        name,
        key: await importPublic({ kty, crv, x, y }, 'enc'),
      })),
    );
    const jwe = await wrapFor(utf8(JSON.stringify({ name: plan.name, initials: plan.initials })), recipients);
    const payload = { v: 1 as const, kid: credential.kid, jwe };
    const jws = await signRecord(
      'guichet-directory+jws',
      payload,
      authority.credential.kid,
      authority.signingKey,
    );
    making.documents.push(await recordDocument(jws, () => `directory:${credential.kid}`));
  }
}

async function makeLeases(
  making: Making,
  authority: Holder,
  desks: readonly DeskId[],
  definitions: readonly ServiceDefinition[],
): Promise<void> {
  const series = [...new Set(['quittance', ...definitions.map(({ instrument }) => instrument.numbers)])];
  const counters = desks.filter((desk) => scopeOfDesk(desk) !== 'CENTRAL');
  for (const [index, desk] of counters.entries()) {
    for (const name of series) {
      const first = index * LEASE + 1;
      const payload = { v: 1 as const, desk, series: name, first, last: first + LEASE - 1 };
      const jws = await signRecord(
        'guichet-lease+jws',
        payload,
        authority.credential.kid,
        authority.signingKey,
      );
      making.documents.push(await recordDocument(jws, () => `lease:${desk}:${name}`));
    }
  }
}

/** The list of what is in force, and so the keyring's head. @param n one more than the list before it */
export async function closeKeyring(making: Making, authority: Holder, n = 1): Promise<void> {
  const inForce = making.documents.filter(({ _id }) => !_id.startsWith('keyring:'));
  const records = await Promise.all(inForce.map(async ({ jws }) => (await nameOf(jws)).hash));
  const payload = { v: 1 as const, n, at: isoTime(making.clock.now()), records: records.sort() };
  const jws = await signRecord(
    'guichet-keyring+jws',
    payload,
    authority.credential.kid,
    authority.signingKey,
  );
  making.documents.push(await recordDocument(jws, () => `keyring:${n}`));
}

async function makeCatalogue(
  making: Making,
  catalogue: Holder,
  country: string,
  definitions: readonly ServiceDefinition[],
): Promise<(SignedDocument | DefinitionDocument)[]> {
  const manifest = await buildRelease(definitions, { country, n: 1, issuedAt: isoTime(making.clock.now()) });
  const sign = (typ: 'guichet-release+jws', kid: Kid, payload: Uint8Array) =>
    signCompact({ typ, kid, payload, key: catalogue.signingKey });
  const release = await recordDocument(
    await signRelease(manifest, catalogue.credential.kid, sign),
    (hash) => `release:${hash}`,
  );
  const documents = await Promise.all(
    definitions.map(async (definition) => {
      const json = canonicalText(definition);
      const { hash, rev } = await nameOf(json);
      return { _id: `definition:${hash}`, _rev: rev, json };
    }),
  );
  return [release, ...documents];
}
