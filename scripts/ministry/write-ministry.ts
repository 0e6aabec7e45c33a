/**
 * Writes a ministry into a folder:
 *
 *   root.jws                     public: what every verifier starts from
 *   secret/ministry.json         private keys of root, authority, catalogue, document signer and groups; keep it offline
 *   desks/<ML-PAR-B>/            a desk's kit: desk.json, transport.json, slots/<kid>.json
 *   desks/<ML-PAR-B>.kit.json    the same as one file, for a browser
 *   server-2.json …              the same for the second gateway and further ones behind one address, each with its key
 *   server.json                  what the sync server needs; written last, so that its presence says "whole"
 *
 * Officers' private keys stand in their slots only, sealed under words that are returned once and written nowhere.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RandomSource } from '../../app/acts/clock.ts';
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import { OFFICER_ROLES, type OfficerRole } from '../../app/keyring/roles.ts';
import { type DeskKit, KIT_VERSION, type TransportFile } from '../../app/vault/kit.ts';
import { type KdfCost, type SlotFile, sealSlot } from '../../app/vault/slot-file.ts';
import { generateWords } from '../../app/vault/words.ts';
import { type MinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { type Holder, type Ministry, type OfficerHolder, scopeOfDesk } from './create-ministry.ts';

/** What an officer is told, once. */
export interface OfficerWords {
  readonly desk: DeskId;
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  readonly kid: string;
  readonly words: string;
}

const MADE_HERE = ['root.jws', 'secret', 'desks', SERVER_FILE];
export const FURTHER_SERVER = /^server-\d+\.json$/;
const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

export const ministryExists = (folder: string): boolean => existsSync(join(folder, SERVER_FILE));

/** `ML-PAR/B` → `ML-PAR-B`: how a desk's kit is called. */
export const kitName = (desk: DeskId): string => desk.replace('/', '-');

/** Removes what an earlier or interrupted making left in the folder, and nothing else. */
export async function clearMinistry(folder: string): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  for (const name of [...MADE_HERE, ...there.filter((one) => FURTHER_SERVER.test(one))])
    await rm(join(folder, name), { recursive: true, force: true });
}

/** @param cost of the slots' Argon2id; tests take less */
export async function writeMinistry(
  ministry: Ministry,
  folder: string,
  random: RandomSource,
  cost?: KdfCost,
): Promise<readonly OfficerWords[]> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  await writeFile(join(folder, 'root.jws'), `${ministry.root.credential.jws}\n`);
  await writePrivate(join(folder, 'secret'), 'ministry.json', secretFile(ministry));
  const told: OfficerWords[] = [];
  for (const desk of ministry.plan.desks)
    told.push(...(await writeDesk(ministry, desk, folder, random, cost)));
  for (let n = ministry.gateways.length - 1; n > 0; n -= 1)
    await writePrivate(folder, `server-${n + 1}.json`, serverFile(ministry, n));
  await writePrivate(folder, SERVER_FILE, serverFile(ministry));
  return told;
}

async function writeDesk(
  ministry: Ministry,
  desk: DeskId,
  folder: string,
  random: RandomSource,
  cost?: KdfCost,
): Promise<OfficerWords[]> {
  const told: OfficerWords[] = [];
  const slots: SlotFile[] = [];
  for (const officer of ministry.officers.filter((one) => one.desk === desk)) {
    const words = generateWords(random);
    slots.push(await slotOf(ministry, officer, words, random, cost));
    const { kid } = officer.credential;
    told.push({ desk, initials: officer.plan.initials, roles: officer.plan.roles, kid, words });
  }
  const kit: DeskKit = {
    v: KIT_VERSION,
    desk: configurationOf(ministry, desk),
    transport: transportOf(ministry, desk),
    slots,
  };
  const desks = join(folder, 'desks');
  const own = join(desks, kitName(desk));
  await writePrivate(own, 'desk.json', kit.desk);
  await writePrivate(own, 'transport.json', kit.transport);
  for (const slot of slots) await writePrivate(join(own, 'slots'), `${slot.kid}.json`, slot);
  await writePrivate(desks, `${kitName(desk)}.kit.json`, kit);
  return told;
}

function slotOf(
  ministry: Ministry,
  officer: OfficerHolder,
  words: string,
  random: RandomSource,
  cost?: KdfCost,
): Promise<SlotFile> {
  const { credential, plan, scope, sig, enc } = officer;
  const roles = plan.roles.filter((role) => OFFICER_ROLES.includes(role));
  const key = ministry.readModelKeys.get(scope);
  if (key === undefined) throw new Error(`no read model key for ${scope}`);
  return sealSlot({
    identity: {
      kid: credential.kid,
      credential: credential.jws,
      initials: plan.initials,
      roles,
      mission: scope,
    },
    secrets: { sig, enc, readModelKeys: { [scope]: key } },
    kind: 'words',
    secret: words,
    random,
    ...(cost && { cost }),
  });
}

function transportOf(ministry: Ministry, desk: DeskId): TransportFile {
  const holder = ministry.transports.get(desk);
  if (!holder) throw new Error(`no transport key for ${desk}`);
  const { credential, sig } = holder;
  return { v: KIT_VERSION, kid: credential.kid, credential: credential.jws, key: sig, stored: null };
}

function configurationOf(ministry: Ministry, desk: DeskId): DeskConfiguration {
  const scope = scopeOfDesk(desk);
  const { plan } = ministry;
  const all = Object.keys(plan.missions) as MissionCode[];
  return {
    desk,
    mission: scope,
    missions: scope === 'CENTRAL' ? all : [scope],
    missionNames: { ...plan.missions, CENTRAL: plan.centre },
    root: ministry.root.credential.jws,
    gateway: { url: plan.gatewayUrl, kid: ministry.gateway.credential.kid },
    seed: [...ministry.keyringDocuments, ...ministry.catalogueDocuments],
  };
}

export function serverFile(
  { plan, root, gateways, keyringDocuments, catalogueDocuments }: Ministry,
  n = 0,
): MinistryFile {
  const gateway = gateways[n];
  if (!gateway) throw new RangeError(`the ministry has no gateway ${n}`);
  const { kid, jws } = gateway.credential;
  return {
    v: 1,
    countries: [plan.country],
    root: root.credential.jws,
    gateway: { kid, credential: jws, sig: gateway.sig, url: plan.gatewayUrl },
    missions: plan.missions,
    keyringDocuments: [...keyringDocuments],
    catalogueDocuments: [...catalogueDocuments],
  };
}

/** The gateway's key is not in it: it stands in server.json. Officers' and desks' keys stand in their kits. */
function secretFile({
  root,
  authority,
  catalogue,
  documentSigner,
  groupKeys,
  readModelKeys,
}: Ministry): object {
  const keys = ({ credential, sig, enc }: Holder) => ({
    kid: credential.kid,
    credential: credential.jws,
    sig,
    enc,
  });
  return {
    v: 1,
    root: keys(root),
    authority: keys(authority),
    catalogue: keys(catalogue),
    documentSigner: keys(documentSigner),
    groups: Object.fromEntries(groupKeys),
    readModelKeys: Object.fromEntries(readModelKeys),
  };
}

async function writePrivate(folder: string, name: string, value: object): Promise<void> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const path = join(folder, name);
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`, { mode: PRIVATE_FILE });
  await chmod(path, PRIVATE_FILE); // an older file keeps its mode when it is written over
}
