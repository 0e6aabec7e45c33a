/** A mission that opens, or further desks for one that is there. */
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { type MinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type Books, isInForce, learn, nameOfOfficer, officersOf, servicesOf } from './books.ts';
import type { Outcome } from './commit.ts';
import { classesOf } from './create-ministry.ts';
import { MinistryError } from './errors.ts';
import { holder, makeDirectoryEntry, makeGroup, transportPlan } from './issue.ts';
import { emptyKit, kitName, transportFile } from './kits.ts';
import { holderOf, leaseNumbers } from './letters.ts';
import type { MissionPlan } from './plan-file.ts';
import { deskPlaces } from './write-ministry.ts';

/** A name at the centre is wrapped for the centre's group and each mission's: a JWE has 64 recipients at most. */
export const MOST_MISSIONS = 63;

/** @throws MinistryError MN-005 too many, MN-007 it is there with other names, or a desk's letter was used up */
export async function addMission(books: Books, plan: MissionPlan): Promise<Outcome> {
  const { keyring } = books;
  const code = plan.code as MissionCode;
  const first = books.servers.get(SERVER_FILE) as MinistryFile;
  const known = first.missions[code];
  if (known && !(['fr', 'en', 'ar'] as const).every((language) => known[language] === plan.names[language]))
    throw new MinistryError('MN-007', `${code} has other names`);
  if (!known) await openMission(books, code, plan.names);
  const desks: DeskId[] = [];
  for (const desk of plan.desks as DeskId[]) {
    const own = keyring.credentials().filter((one) => one.desk === desk && one.roles.includes('transport'));
    if (own.some((one) => isInForce(books, one))) continue;
    if (own.length > 0)
      throw new MinistryError(
        'MN-007',
        `${desk} was a desk once, with numbers of its own: give another letter`,
      );
    const holder = holderOf(books, desk);
    if (holder !== null)
      throw new MinistryError('MN-007', `${desk} is laid aside, for ${holder} to give: take another letter`);
    await addDesk(books, desk);
    desks.push(desk);
  }
  const lines =
    known && desks.length === 0
      ? [`${code} is there, with its desks; nothing is to be done.`]
      : [
          `${known ? `${code} has` : `${code} is made, with`} ${desks.join(', ')}: kits in desks/.`,
          'Next (docs/operations.md, "Opening a mission"): enrol its officers; give the gateways their renewed files and',
          'start them again; bring each desk of the centre its renewed desk.json.',
        ];
  return { json: { mission: code, made: !known, desks }, lines };
}

/** Groups of each class, a key for its desks' read models, and its names wherever missions are named. */
async function openMission(books: Books, code: MissionCode, names: MissionPlan['names']): Promise<void> {
  const { making, authority, groupKeys, secrets, servers, kits } = books;
  const first = servers.get(SERVER_FILE) as MinistryFile;
  if (Object.keys(first.missions).length >= MOST_MISSIONS)
    throw new MinistryError('MN-005', `member code: a ministry has at most ${MOST_MISSIONS} missions`);
  for (const serviceClass of classesOf(servicesOf(books)))
    await makeGroup(making, authority, `group:${code}:${serviceClass}`, 1, groupKeys);
  secrets.readModelKeys[code] = toBase64url(making.random.bytes(32));
  for (const [name, file] of servers)
    servers.set(name, { ...file, missions: { ...file.missions, [code]: names } });
  for (const kit of kits) {
    if (!kit.desk) continue;
    const { desk, missionNames } = kit.desk;
    const { CENTRAL, ...missions } = missionNames;
    kit.desk = { ...kit.desk, ...deskPlaces(desk, { ...missions, [code]: names }, secrets.centre) };
  }
  await learn(books);
  await nameTheCentre(books);
}

/** An officer of the centre is known to every mission: whoever comes later included. */
async function nameTheCentre(books: Books): Promise<void> {
  const { making, authority, groupKeys } = books;
  for (const officer of officersOf(books, 'CENTRAL')) {
    const entry = await nameOfOfficer(books, officer.kid);
    if (!entry) continue;
    const revisions = making.documents.flatMap(({ _id, _rev }) =>
      _id === `directory:${officer.kid}` ? [_rev] : [],
    );
    await makeDirectoryEntry(making, authority, officer, entry, groupKeys, revisions.sort().at(-1));
  }
}

async function addDesk(books: Books, desk: DeskId): Promise<void> {
  const { making, authority, servers, secrets, kits } = books;
  const first = servers.get(SERVER_FILE) as MinistryFile;
  const transport = await holder(making, authority, transportPlan(desk));
  await leaseNumbers(books, desk);
  const { url, kid } = first.gateway;
  const policy = kits.find((kit) => kit.desk?.policy)?.desk?.policy;
  const at = kits.findIndex(({ name }) => name === kitName(desk));
  if (at >= 0) kits.splice(at, 1);
  kits.push({
    ...emptyKit(desk),
    desk: {
      ...deskPlaces(desk, first.missions as Record<MissionCode, MissionPlan['names']>, secrets.centre),
      root: first.root,
      ...(policy && { policy }),
      gateway: { url, kid: kid as typeof transport.credential.kid },
      seed: [...first.catalogueDocuments],
    },
    transport: transportFile(transport),
  });
}
