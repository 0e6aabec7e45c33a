/** The next release of a country's services, signed with the ministry's catalogue key and laid where desks get it from. */
import { isoTime } from '../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { definitionHash, type Release, readManifest, readRelease } from '../../app/catalogue/release.ts';
import type { Scope } from '../../app/keyring/credential.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { parseCompact, verifyCompact } from '../../app/seal/jws.ts';
import { type MinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type Books, learn, readersOf, servicesOf } from './books.ts';
import type { Outcome } from './commit.ts';
import { classesOf, seriesOf } from './create-ministry.ts';
import { MinistryError } from './errors.ts';
import { grantAll, makeGroup } from './issue.ts';
import { union } from './kits.ts';
import { leaseSeries } from './letters.ts';
import { releaseDocuments } from './release-documents.ts';
import { holderOf } from './secrets.ts';

/** What a release changes for those who work with the one before. */
export interface ReleaseChange {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Opens whatever new classes of services and series of numbers need: groups with their grants, and numbers for desks.
 * @param definitions of one country, each without a finding
 * @throws MinistryError MN-007 for a service that changed without its version being raised, or went back
 */
export async function publish(
  books: Books,
  country: string,
  definitions: readonly ServiceDefinition[],
): Promise<Outcome> {
  const first = books.servers.get(SERVER_FILE) as MinistryFile;
  if (!first.countries.includes(country))
    throw new MinistryError('MN-006', `the ministry is not ${country}’s but ${first.countries.join(', ')}’s`);
  const catalogue = await holderOf(books.secrets.catalogue);
  const newest = await newestRelease(books.keyring, first.catalogueDocuments);
  const change = await changeOf(newest, definitions);
  if (Object.values(change).every((codes) => codes.length === 0))
    return {
      json: { release: newest?.manifest.n ?? null, ...change },
      lines: [`Release ${newest?.manifest.n} says the same; nothing is to be done.`],
    };
  const n = (newest?.manifest.n ?? 0) + 1;
  const before = { classes: classesOf(servicesOf(books)), series: seriesOf(servicesOf(books)) };
  const documents = await releaseDocuments(catalogue, definitions, {
    country,
    n,
    issuedAt: isoTime(books.making.clock.now()),
  });
  for (const [name, file] of books.servers)
    books.servers.set(name, {
      ...file,
      catalogueDocuments: union<LogDocument>([file.catalogueDocuments, documents]),
    });
  for (const kit of books.kits)
    if (kit.desk) kit.desk = { ...kit.desk, seed: union<LogDocument>([kit.desk.seed, documents]) };
  const classes = classesOf(definitions).filter((one) => !before.classes.includes(one));
  const series = seriesOf(definitions).filter((one) => !before.series.includes(one));
  await openClasses(books, classes);
  for (const desk of deskLetters(books)) await leaseSeries(books, desk, series);
  await learn(books);
  return {
    json: { release: n, ...change, classes, series },
    lines: [
      `Release ${n} of ${country}: ${definitions.length} services.`,
      ...(Object.entries(change) as [string, readonly string[]][]).flatMap(([what, codes]) =>
        codes.length === 0 ? [] : [`  ${what}: ${codes.join(', ')}`],
      ),
      ...(classes.length === 0 ? [] : [`  new groups of readers: ${classes.join(', ')}`]),
      ...(series.length === 0 ? [] : [`  new series of numbers: ${series.join(', ')}`]),
      'Give the gateways their renewed files and start them again; desks take the release with their next link.',
    ],
  };
}

/** The release with the highest number, verified whole. @throws ReleaseError */
export async function newestRelease(
  keyring: Keyring,
  documents: readonly LogDocument[],
): Promise<Release | null> {
  const texts = documents.flatMap((one) => ('json' in one ? [one.json] : []));
  const manifests = documents.flatMap((one) =>
    'jws' in one && one._id.startsWith('release:') ? [one.jws] : [],
  );
  const last = manifests.toSorted((a, b) => readManifest(a).n - readManifest(b).n).at(-1);
  if (last === undefined) return null;
  return readRelease(last, texts, async (jws) => {
    const parsed = parseCompact(jws);
    const key = parsed.kid && keyring.verificationKey(parsed.kid);
    if (!key || !keyring.credential(parsed.kid as Kid)?.roles.includes('catalogue'))
      throw new MinistryError('MN-009', 'a release that the catalogue key did not sign');
    await verifyCompact(parsed, key);
  });
}

/** @throws MinistryError MN-007 */
export async function changeOf(
  newest: Release | null,
  definitions: readonly ServiceDefinition[],
): Promise<ReleaseChange> {
  const known = new Map<string, ServiceDefinition>(newest?.services ?? []);
  const added: string[] = [];
  const changed: string[] = [];
  for (const definition of definitions) {
    const before = known.get(definition.code);
    known.delete(definition.code);
    if (!before) added.push(definition.code);
    else if ((await definitionHash(before)) !== (await definitionHash(definition))) {
      if (definition.version <= before.version)
        throw new MinistryError(
          'MN-007',
          `${definition.code} changed and is still version ${definition.version}: raise it above ${before.version}`,
        );
      changed.push(definition.code);
    }
  }
  return { added, changed, removed: [...known.keys()].sort() };
}

async function openClasses(books: Books, classes: readonly string[]): Promise<void> {
  const { making, authority, groupKeys, servers } = books;
  const missions = Object.keys(servers.get(SERVER_FILE)?.missions ?? {}) as MissionCode[];
  for (const scope of [...missions, 'CENTRAL'] as Scope[]) {
    const ids = classes.map((one) => `group:${scope}:${one}`);
    for (const group of ids) await makeGroup(making, authority, group, 1, groupKeys);
    for (const officer of readersOf(books, scope))
      await grantAll(
        making,
        authority,
        officer,
        groupKeys,
        ids.map((group) => `${group}:1`),
      );
  }
}

/** Desks that have numbers already, those of letters laid aside too. */
function deskLetters({ making }: Books): readonly DeskId[] {
  const desks = making.documents.flatMap(({ _id }) => {
    const [kind, desk, series] = _id.split(':');
    return kind === 'lease' && series === 'quittance' ? [desk as DeskId] : [];
  });
  return [...new Set(desks)];
}
