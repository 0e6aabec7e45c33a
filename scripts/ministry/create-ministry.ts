/**
 * Makes a ministry: root, authority, catalogue and gateway keys, document signer, groups, desks with their transport
 * keys, officers with their two keys a credential, grants, the directory of names, leases of numbers, the signed
 * keyring and the signed catalogue release. In memory; files are written by write-ministry.ts.
 */
import { type Clock, isoTime, type RandomSource } from '../../app/acts/clock.ts';
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import type { Scope } from '../../app/keyring/credential.ts';
import type { DefinitionDocument, SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import {
  AUTHORITY_PLAN,
  closeKeyring,
  DIRECTORY_CLASS,
  type GroupSecrets,
  grantAll,
  type Holder,
  holder,
  type Issuer,
  type Making,
  makeDirectoryEntry,
  makeGroup,
  makeLeases,
  makeLetter,
  makeOfficer,
  type OfficerHolder,
  ROOT_PLAN,
  type TechnicalRole,
  technicalPlan,
  tokenRoot,
  transportPlan,
} from './issue.ts';
import { type MinistryPlan, type OfficerPlan, scopeOfDesk } from './plan.ts';
import { releaseDocuments } from './release-documents.ts';
import type { TokenKey } from './token.ts';

export type { Holder, OfficerHolder } from './issue.ts';

export interface Ministry {
  readonly plan: MinistryPlan;
  readonly root: Issuer;
  /** the root's private keys; null where they are a token's */
  readonly rootKeys: Pick<Holder, 'sig' | 'enc'> | null;
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
  readonly groupKeys: GroupSecrets;
  /** documents of the `keyring` database */
  readonly keyringDocuments: readonly SignedDocument[];
  /** documents of the `catalogue` database */
  readonly catalogueDocuments: readonly (SignedDocument | DefinitionDocument)[];
}

export async function createMinistry(
  plan: MinistryPlan,
  definitions: readonly ServiceDefinition[],
  { clock, random, rootKey }: { clock: Clock; random: RandomSource; rootKey?: TokenKey },
): Promise<Ministry> {
  const making: Making = { clock, random, documents: [] };
  const { root, rootKeys } = rootKey
    ? { root: await tokenRoot(making, rootKey), rootKeys: null }
    : await ownRoot(making);
  const authority = await holder(making, root, AUTHORITY_PLAN);
  const technical = (role: TechnicalRole) => holder(making, authority, technicalPlan(role));
  const [gateway, catalogue, documentSigner] = [
    await technical('gateway'),
    await technical('catalogue'),
    await technical('document-signer'),
  ];
  const gateways = [gateway];
  while (gateways.length < (plan.gateways ?? 1)) gateways.push(await technical('gateway'));
  const scopes: (MissionCode | 'CENTRAL')[] = [...(Object.keys(plan.missions) as MissionCode[]), 'CENTRAL'];
  const groupKeys: GroupSecrets = new Map();
  for (const scope of scopes)
    for (const serviceClass of classesOf(definitions))
      await makeGroup(making, authority, `group:${scope}:${serviceClass}`, 1, groupKeys);
  const transports = new Map<DeskId, Holder>();
  for (const desk of plan.desks) transports.set(desk, await holder(making, authority, transportPlan(desk)));
  const officers = await makeOfficers(making, authority, plan, definitions);
  for (const { credential } of officers) await grantAll(making, authority, credential, groupKeys);
  for (const { credential, plan: officer } of officers)
    await makeDirectoryEntry(making, authority, credential, pickName(officer), groupKeys);
  const letters = Object.entries(plan.letters ?? {}) as [DeskId, readonly DeskId[]][];
  for (const [by, list] of letters)
    for (const letter of list) await makeLetter(making, authority, by, letter);
  const places = [...plan.desks, ...letters.flatMap(([, list]) => list)];
  const counters = places.filter((desk) => scopeOfDesk(desk) !== 'CENTRAL');
  for (const [block, desk] of counters.entries())
    await makeLeases(making, authority, desk, block, seriesOf(definitions));
  await closeKeyring(making, authority);
  return {
    plan,
    root,
    rootKeys,
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
    catalogueDocuments: await releaseDocuments(catalogue, definitions, {
      country: plan.country,
      n: 1,
      issuedAt: isoTime(making.clock.now()),
    }),
  };
}

async function ownRoot(making: Making): Promise<Pick<Ministry, 'root' | 'rootKeys'>> {
  const { sig, enc, ...root } = await holder(making, null, ROOT_PLAN);
  return { root, rootKeys: { sig, enc } };
}

/** The series of numbers that a desk of a mission needs: quittances, and the documents that the services issue. */
export const seriesOf = (definitions: readonly ServiceDefinition[]): readonly string[] => [
  ...new Set(['quittance', ...definitions.map(({ instrument }) => instrument.numbers)]),
];

export const classesOf = (definitions: readonly ServiceDefinition[]): readonly string[] => [
  ...new Set(definitions.map((definition) => definition.class)),
  DIRECTORY_CLASS,
];

/** What the directory says of an officer. */
export const pickName = ({ name, initials }: Pick<OfficerPlan, 'name' | 'initials'>) => ({ name, initials });

async function makeOfficers(
  making: Making,
  authority: Holder,
  { officers }: MinistryPlan,
  services: readonly ServiceDefinition[],
): Promise<OfficerHolder[]> {
  const made: OfficerHolder[] = [];
  for (const officer of officers) {
    const subject = toBase64url(making.random.bytes(16));
    for (const desk of officer.desks)
      made.push(await makeOfficer(making, authority, officer, desk, subject, services));
  }
  return made;
}
