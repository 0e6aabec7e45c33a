/**
 * Writes a ministry into a folder:
 *
 *   root.jws                     public: what every verifier starts from
 *   secret/root.key              the root's private keys under a passphrase of their own: for a vault
 *   secret/ministry.json         private keys of authority, catalogue, document signer, groups and read models, under the
 *                                operator's passphrase; kept offline
 *   desks/                       the desks' kits (kits.ts)
 *   server-2.json …              as server.json, for further gateways behind one address, each with its key
 *   server.json                  what the sync server needs; written last, so that its presence says "whole"
 *
 * Officers' private keys stand in their slots only, sealed under words that are returned once and lie nowhere in clear.
 */
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RandomSource } from '../../app/acts/clock.ts';
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import type { Scope } from '../../app/keyring/credential.ts';
import { readsWhole } from '../../app/keyring/limits.ts';
import { OFFICER_ROLES, type OfficerRole } from '../../app/keyring/roles.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import type { KdfCost } from '../../app/vault/kdf.ts';
import { newPassphraseKey, type PassphraseKey, sealFile } from '../../app/vault/sealed-file.ts';
import { SLOT_COST, type SlotFile, sealSlot } from '../../app/vault/slot-file.ts';
import { generateWords } from '../../app/vault/words.ts';
import { type MinistryFile, SERVER_FILE } from '../../sync-server/ministry-file.ts';
import { carryOut, type FileChange, jsonText } from './commit.ts';
import type { Ministry } from './create-ministry.ts';
import type { Holder, OfficerHolder } from './issue.ts';
import { emptyKit, kitFiles, transportFile } from './kits.ts';
import { scopeOfDesk } from './plan.ts';
import { type Passphrases, ROOT_KEY, SECRETS, sealRoot, secretsOf } from './secrets.ts';

/** What an officer is told, once. */
export interface OfficerWords {
  readonly desk: DeskId;
  readonly initials: string;
  readonly roles: readonly OfficerRole[];
  readonly kid: string;
  readonly words: string;
}

/** The file that says that there is a ministry goes first, so that half a clearing is not taken for one. */
const MADE_HERE = [SERVER_FILE, 'root.jws', 'secret', 'desks'];
/** Of the second gateway and further ones, and those with a key that waits. */
export const FURTHER_SERVER = /^server(?:-\d+)?(?:\.next)?\.json$/;

export const ministryExists = (folder: string): boolean => existsSync(join(folder, SERVER_FILE));

/** Removes what an earlier or interrupted making left in the folder, and nothing else. */
export async function clearMinistry(folder: string): Promise<void> {
  const there = await readdir(folder).catch(() => []);
  for (const name of [...MADE_HERE, ...there.filter((one) => FURTHER_SERVER.test(one))])
    await rm(join(folder, name), { recursive: true, force: true });
}

export const newPassphrases = (random: RandomSource): Passphrases => ({
  root: generateWords(random),
  operator: generateWords(random),
});

/**
 * @param cost of Argon2id; tests take less
 * @param passphrases generated, and known to nobody, where none are given: for who needs the kits and servers alone
 */
export async function writeMinistry(
  ministry: Ministry,
  folder: string,
  random: RandomSource,
  cost?: KdfCost,
  passphrases: Passphrases = newPassphrases(random),
): Promise<readonly OfficerWords[]> {
  const { files, told } = await ministryFiles(ministry, passphrases, random, cost);
  await carryOut(folder, files);
  return told;
}

/** @returns `key`: what the operator's secrets are sealed under */
export async function ministryFiles(
  ministry: Ministry,
  passphrases: Passphrases,
  random: RandomSource,
  cost: KdfCost = SLOT_COST,
): Promise<{ files: FileChange[]; told: OfficerWords[]; key: PassphraseKey }> {
  const { root, rootKeys, gateways } = ministry;
  const told: OfficerWords[] = [];
  const key = await newPassphraseKey(passphrases.operator, cost, random);
  const of = root.credential.kid;
  const secrets = await sealFile({ purpose: 'ministry', of }, secretsOf(ministry), key, random);
  const files: FileChange[] = [
    { path: 'root.jws', text: `${root.credential.jws}\n` },
    { path: SECRETS, text: jsonText(secrets) },
  ];
  if (rootKeys && passphrases.root !== null)
    files.splice(1, 0, {
      path: ROOT_KEY,
      text: jsonText(await sealRoot(of, rootKeys, passphrases.root, random, cost)),
    });
  for (const desk of ministry.plan.desks) {
    const slots: SlotFile[] = [];
    for (const officer of ministry.officers.filter((one) => one.desk === desk)) {
      const words = generateWords(random);
      slots.push(await officerSlot(officer, ministry.readModelKeys.get(officer.scope), words, random, cost));
      told.push(wordsOf(officer, words));
    }
    const transport = ministry.transports.get(desk);
    if (!transport) throw new Error(`no transport key for ${desk}`);
    const kit = {
      ...emptyKit(desk),
      desk: configurationOf(ministry, desk),
      transport: transportFile(transport),
      slots,
    };
    files.push(...kitFiles([kit], []));
  }
  for (let n = gateways.length - 1; n > 0; n -= 1)
    files.push({ path: `server-${n + 1}.json`, text: jsonText(serverFile(ministry, n)) });
  files.push({ path: SERVER_FILE, text: jsonText(serverFile(ministry)) });
  return { files, told, key };
}

export const wordsOf = ({ desk, plan, credential }: OfficerHolder, words: string): OfficerWords => ({
  desk,
  initials: plan.initials,
  roles: plan.roles,
  kid: credential.kid,
  words,
});

/** @param readModelKey of the officer's scope: of lists that they share with whoever reads all that it does */
export function officerSlot(
  { credential, plan, scope, sig, enc }: OfficerHolder,
  readModelKey: string | undefined,
  words: string,
  random: RandomSource,
  cost?: KdfCost,
): Promise<SlotFile> {
  if (readModelKey === undefined) throw new Error(`no read model key for ${scope}`);
  const roles = plan.roles.filter((role) => OFFICER_ROLES.includes(role));
  const own = readsWhole(credential) ? undefined : toBase64url(random.bytes(32));
  return sealSlot({
    identity: {
      kid: credential.kid,
      credential: credential.jws,
      initials: plan.initials,
      roles,
      mission: scope,
    },
    secrets: { sig, enc, readModelKeys: { [scope]: own ?? readModelKey } },
    kind: 'words',
    secret: words,
    random,
    ...(cost && { cost }),
  });
}

function configurationOf(ministry: Ministry, desk: DeskId): DeskConfiguration {
  const { plan, root, gateway, keyringDocuments, catalogueDocuments } = ministry;
  return {
    ...deskPlaces(desk, plan.missions, plan.centre),
    root: root.credential.jws,
    ...(plan.policy && { policy: plan.policy }),
    gateway: { url: plan.gatewayUrl, kid: gateway.credential.kid },
    seed: [...keyringDocuments, ...catalogueDocuments],
  };
}

/** Which missions a desk knows: its own, or all at the centre; and the names of all. */
export function deskPlaces(
  desk: DeskId,
  missions: Ministry['plan']['missions'],
  centre: Ministry['plan']['centre'],
): Pick<DeskConfiguration, 'desk' | 'mission' | 'missions' | 'missionNames'> {
  const scope: Scope = scopeOfDesk(desk);
  return {
    desk,
    mission: scope as MissionCode | 'CENTRAL',
    missions: scope === 'CENTRAL' ? (Object.keys(missions) as MissionCode[]) : [scope as MissionCode],
    missionNames: { ...missions, CENTRAL: centre },
  };
}

export function serverFile(
  { plan, root, gateways, keyringDocuments, catalogueDocuments }: Ministry,
  n = 0,
): MinistryFile {
  const gateway = gateways[n];
  if (!gateway) throw new RangeError(`the ministry has no gateway ${n}`);
  return {
    v: 1,
    countries: [plan.country],
    root: root.credential.jws,
    gateway: gatewayPart(gateway, plan.gatewayUrl),
    missions: plan.missions,
    keyringDocuments: [...keyringDocuments],
    catalogueDocuments: [...catalogueDocuments],
  };
}

export const gatewayPart = ({ credential, sig }: Holder, url: string): MinistryFile['gateway'] => ({
  kid: credential.kid,
  credential: credential.jws,
  sig: { ...sig },
  url,
});
