/** The next release of a country's services, signed with the ministry's catalogue key and laid where desks get it from. */
import { isoTime } from '../../app/acts/clock.ts';
import type { DeskId, Kid, MissionCode } from '../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { definitionHash, type OpenedRelease, openRelease, textsByHash } from '../../app/catalogue/release.ts';
import type { Scope } from '../../app/keyring/credential.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { readsGroup } from '../../app/keyring/limits.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { parseCompact, verifyCompact } from '../../app/seal/jws.ts';
import { type MinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type Books, isInForce, isOfficer, learn, readersOf, servicesOf } from './books.ts';
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
  const releases = await releasesIn(books.keyring, first.catalogueDocuments);
  const newest = releases.at(-1);
  const change = await changeOf(releases, definitions);
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
  const readers = await openClasses(books, classes);
  for (const desk of deskLetters(books)) await leaseSeries(books, desk, series);
  await learn(books);
  return {
    json: { release: n, ...change, classes, series, ...readers },
    lines: [
      `Release ${n} of ${country}: ${definitions.length} services.`,
      ...(Object.entries(change) as [string, readonly string[]][]).flatMap(([what, codes]) =>
        codes.length === 0 ? [] : [`  ${what}: ${codes.join(', ')}`],
      ),
      ...(classes.length === 0 ? [] : [`  new groups of readers: ${classes.join(', ')}`, ...told(readers)]),
      ...(series.length === 0 ? [] : [`  new series of numbers: ${series.join(', ')}`]),
      'Give the gateways their renewed files and start them again; desks take the release with their next link.',
    ],
  };
}

/**
 * Every release, by number: signature and digests are verified. What its definitions say is not read, for one that was
 * signed by an earlier shape, or wrongly, must not keep the next from being signed.
 * @throws ReleaseError, MinistryError MN-009
 */
export async function releasesIn(
  keyring: Keyring,
  documents: readonly LogDocument[],
): Promise<readonly OpenedRelease[]> {
  const byHash = await textsByHash(documents.flatMap((one) => ('json' in one ? [one.json] : [])));
  const manifests = documents.flatMap((one) =>
    'jws' in one && one._id.startsWith('release:') ? [one.jws] : [],
  );
  const releases = await Promise.all(
    manifests.map((manifest) =>
      openRelease(manifest, byHash, async (jws) => {
        const parsed = parseCompact(jws);
        const key = parsed.kid && keyring.verificationKey(parsed.kid);
        if (!key || !keyring.credential(parsed.kid as Kid)?.roles.includes('catalogue'))
          throw new MinistryError('MN-009', 'a release that the catalogue key did not sign');
        await verifyCompact(parsed, key);
      }),
    ),
  );
  return releases.toSorted((a, b) => a.manifest.n - b.manifest.n);
}

/**
 * Against the newest release; a version is held against every one there was, for a service that was removed may come back.
 * @throws MinistryError MN-007
 */
export async function changeOf(
  releases: readonly Pick<OpenedRelease, 'manifest' | 'texts'>[],
  definitions: readonly ServiceDefinition[],
): Promise<ReleaseChange> {
  const known = new Set<string>(releases.at(-1)?.texts.keys());
  const hashes = new Map(releases.flatMap(({ manifest }) => manifest.services));
  const last = new Map<string, string>(releases.flatMap(({ texts }) => [...texts]));
  const added: string[] = [];
  const changed: string[] = [];
  for (const definition of definitions) {
    const { code, version } = definition;
    const text = last.get(code);
    const isOther = text !== undefined && hashes.get(code) !== (await definitionHash(definition));
    const before = isOther ? (JSON.parse(text) as ServiceDefinition).version : 0;
    if (isOther && version <= before)
      throw new MinistryError(
        'MN-007',
        `${code} changed and is still version ${version}: raise it above ${before}`,
      );
    if (!known.delete(code)) added.push(code);
    else if (isOther) changed.push(code);
  }
  return { added, changed, removed: [...known].sort() };
}

/** Officers in force: how many got keys of new classes, and who none, since their roles or limits do not read them. */
interface NewReaders {
  readonly granted: number;
  readonly without: readonly Kid[];
}

async function openClasses(books: Books, classes: readonly string[]): Promise<NewReaders | null> {
  if (classes.length === 0) return null;
  const { making, authority, groupKeys, servers } = books;
  const missions = Object.keys(servers.get(SERVER_FILE)?.missions ?? {}) as MissionCode[];
  const granted = new Set<Kid>();
  for (const scope of [...missions, 'CENTRAL'] as Scope[]) {
    const groups = classes.map((one) => `group:${scope}:${one}`);
    for (const group of groups) await makeGroup(making, authority, group, 1, groupKeys);
    for (const officer of readersOf(books, scope)) {
      const ids = groups.filter((group) => readsGroup(officer, group)).map((group) => `${group}:1`);
      await grantAll(making, authority, officer, groupKeys, ids);
      if (ids.length > 0) granted.add(officer.kid);
    }
  }
  const officers = books.keyring.credentials().filter((one) => isOfficer(one) && isInForce(books, one));
  const without = officers.map(({ kid }) => kid).filter((kid) => !granted.has(kid));
  return { granted: granted.size, without: without.sort() };
}

function told(readers: NewReaders | null): readonly string[] {
  if (!readers) return [];
  const { granted, without } = readers;
  return [
    `  officers in force who read them: ${granted}; who do not, by role or limits: ${without.length}`,
    ...without.map((kid) => `    ${kid}`),
    '  Whoever was enrolled at a desk and is not in the ministry’s records, nor in --records, got no key (officer grant).',
  ];
}

/** Desks that have numbers already, those of letters laid aside too. */
function deskLetters({ making }: Books): readonly DeskId[] {
  const desks = making.documents.flatMap(({ _id }) => {
    const [kind, desk, series] = _id.split(':');
    return kind === 'lease' && series === 'quittance' ? [desk as DeskId] : [];
  });
  return [...new Set(desks)];
}
