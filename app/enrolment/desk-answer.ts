/**
 * The answer to a request for a desk: newline-delimited JSON, for a file (docs/decisions/0023).
 *
 *     {"v":1,"deskAnswer":"<JWS of the approver>"}
 *     {"_id":"credential:…","_rev":"…","jws":"…"}        the whole keyring, as the approver's desk knows it
 *     {"_id":"definition:…","_rev":"…","json":"…"}       and the catalogue
 *
 * The first line binds the rest, to the byte, to one request, and says how the desk is set up. All of it verifies back to the
 * root that the desk was given, and all of it is taken, or nothing.
 */
import { Type } from 'typebox';
import { type Kid, parseKid, parseRecordHash, type RecordHash } from '../acts/ids.ts';
import { type Release, readRelease } from '../catalogue/release.ts';
import type { DeskConfiguration } from '../desk/ports.ts';
import type { Credential } from '../keyring/credential.ts';
import { Keyring } from '../keyring/keyring.ts';
import { letterLease } from '../keyring/letters.ts';
import { isOfKeyring, RECORD_ID } from '../keyring/records.ts';
import { isDesk } from '../keyring/rights.ts';
import { type LogDocument, RECORD_PREFIX, type SignedDocument } from '../log/records.ts';
import { SealError } from '../seal/errors.ts';
import { hashOf } from '../seal/hash.ts';
import { type ParsedJws, parseCompact, payloadBytes, payloadOf } from '../seal/jws.ts';
import type { PublicJwk } from '../seal/keys.ts';
import { parseDeskConfiguration } from '../vault/kit.ts';
import type { DeskRequest } from './desk-request.ts';
import { EnrolmentError } from './errors.ts';
import { type AnswerForm, linesOf, readLines, readPayload, unreadable, writeLines } from './texts.ts';

/** characters; a ministry of thousands of officers, with its catalogue, stays far below */
export const DESK_ANSWER_LIMIT = 64 << 20;

const CATALOGUE = /^(?:release|definition):/;
const FORM: AnswerForm<LogDocument> = {
  name: 'deskAnswer',
  longest: DESK_ANSWER_LIMIT,
  most: 200_000,
  holds: (one): one is LogDocument => 'json' in one || isOfKeyring(one._id) || CATALOGUE.test(one._id),
};

export const DeskAnswerPayload = Type.Object(
  {
    v: Type.Literal(1),
    request: Type.String(),
    /** kid of the desk's own credential */
    transport: Type.String(),
    /** kid of its first officer's */
    to: Type.String(),
    jwe: Type.Unknown(),
    /** a desk's configuration (vault/kit.ts) without `root` and `seed`, which are known and which follow */
    setting: Type.Record(Type.String(), Type.Unknown()),
    /** hash of the lines that follow */
    rest: Type.String(),
  },
  { additionalProperties: false },
);

/** How the desk is set up: what its kit would have said. */
export type DeskSetting = Omit<DeskConfiguration, 'root' | 'seed' | 'introduction'>;

export interface DeskAnswerMembers {
  /** hash of the request's text */
  readonly request: RecordHash;
  readonly transport: Kid;
  readonly to: Kid;
  /** key of the mission's lists for the officer, as in an officer's answer (0014); null where the approver has none to give */
  readonly jwe: unknown;
  readonly setting: DeskSetting;
}

export interface DeskAnswer extends DeskAnswerMembers {
  readonly desk: Credential;
  readonly credential: Credential;
  /** complete: with root, seed, and what the gateway may not have heard of yet */
  readonly configuration: DeskConfiguration;
}

/** What the approver signs. */
export async function deskAnswerPayload(
  { request, transport, to, jwe, setting }: DeskAnswerMembers,
  documents: readonly LogDocument[],
): Promise<Uint8Array> {
  const rest = await hashOf(linesOf(documents));
  return payloadBytes({ v: 1, request, transport, to, jwe, setting, rest });
}

export const writeDeskAnswer = (answer: string, documents: readonly LogDocument[]): string =>
  writeLines(FORM.name, answer, documents);

/** The request that an answer is for, before anything is verified. @throws EnrolmentError EN-001 */
export const requestOfDeskAnswer = (text: string): RecordHash => readFirst(readLines(FORM, text).jws).request;

/**
 * Reads an answer and verifies all of it from the root.
 * @param root the ministry's root credential, as it was compared with the ministry's paper
 * @throws EnrolmentError EN-001 not such an answer, EN-003 something in it does not verify back to this root
 */
export async function readDeskAnswer(text: string, root: string): Promise<DeskAnswer> {
  const { jws, documents } = readLines(FORM, text);
  const { parsed, rest, ...members } = readFirst(jws);
  if (rest !== (await hashOf(linesOf(documents)))) throw new EnrolmentError('EN-003');
  const keyring = await Keyring.from(
    root,
    documents.filter(({ _id }) => isOfKeyring(_id)),
  );
  const [desk, credential] = [keyring.credential(members.transport), keyring.credential(members.to)];
  const configuration = readSetting(members.setting, root, documents);
  const isWhole =
    keyring.problems.length === 0 && keyring.waiting.length === 0 && keyring.ofNewerVersion.size === 0;
  if (!isWhole || !desk || !credential || parsed.kid === null) throw new EnrolmentError('EN-003');
  const fits =
    isDesk(desk) &&
    [desk, credential].every((one) => one.issuer === parsed.kid && one.desk === configuration.desk) &&
    [desk, credential].every((one) => one.scope === configuration.mission) &&
    [desk, credential].every(({ kid }) => !keyring.isRevoked(kid)) &&
    isGatewayOf(keyring, configuration);
  if (!fits) throw new EnrolmentError('EN-003');
  try {
    await keyring.verify(parsed);
    await requireCatalogue(keyring, documents);
  } catch (cause) {
    throw new EnrolmentError('EN-003', { cause });
  }
  const introduction = introductionOf(keyring, desk, credential, documents);
  return { ...members, desk, credential, configuration: { ...configuration, introduction } };
}

/** A desk of a mission carries that mission and no other. */
function readSetting(setting: unknown, root: string, seed: readonly LogDocument[]): DeskConfiguration {
  try {
    const configuration = parseDeskConfiguration({ ...(setting as object), root, seed: [...seed] });
    const { desk, mission, missions } = configuration;
    const isOwn = mission === 'CENTRAL' || (missions.length === 1 && missions[0] === mission);
    if (isOwn && desk.startsWith(`${mission}/`)) return configuration;
  } catch (cause) {
    throw new EnrolmentError('EN-001', { cause });
  }
  throw new EnrolmentError('EN-001');
}

const isGatewayOf = (keyring: Keyring, { gateway }: DeskConfiguration): boolean =>
  gateway === null ||
  (keyring.credential(gateway.kid)?.roles.includes('gateway') === true && !keyring.revocation(gateway.kid));

/** Every release that came is whole and signed by the catalogue's key; there is one at least. */
async function requireCatalogue(keyring: Keyring, documents: readonly LogDocument[]): Promise<void> {
  const releases = releasesAmong(documents);
  if (releases.length === 0) throw new SealError('SEAL-014', 'no release');
  const definitions = definitionsAmong(documents);
  for (const one of releases) await readOne(one, definitions, keyring);
}

/**
 * What an answer carries of what the approver's desk knows: the keyring's own documents, as far as they verified here, and
 * the releases that can be read here, with their definitions. Whose definitions have not come yet, or are of a newer
 * version, is handed to nobody: the asking computer believes all of the answer, or none of it.
 */
export async function soundAmong(
  keyring: Keyring,
  documents: readonly LogDocument[],
): Promise<readonly LogDocument[]> {
  const { problems, waiting, ofNewerVersion } = keyring;
  const unsound = new Set([...problems.map(({ id }) => id), ...waiting, ...ofNewerVersion]);
  const whole = new Set<string>();
  const definitions = definitionsAmong(documents);
  for (const one of releasesAmong(documents)) {
    const release = await readOne(one, definitions, keyring).catch(() => null);
    if (release === null) continue;
    whole.add(one._id);
    for (const [, hash] of release.manifest.services) whole.add(`${RECORD_PREFIX.definition}${hash}`);
  }
  return documents.filter(({ _id }) => (isOfKeyring(_id) ? !unsound.has(_id) : whole.has(_id)));
}

const releasesAmong = (documents: readonly LogDocument[]): readonly SignedDocument[] =>
  documents.flatMap((one) => (one._id.startsWith(RECORD_PREFIX.release) && 'jws' in one ? [one] : []));

const definitionsAmong = (documents: readonly LogDocument[]): readonly string[] =>
  documents.flatMap((one) => ('json' in one ? [one.json] : []));

async function readOne(
  { _id, jws }: SignedDocument,
  definitions: readonly string[],
  keyring: Keyring,
): Promise<Release> {
  const release = await readRelease(jws, definitions, async (text) => {
    const parsed = parseCompact(text);
    const by = parsed.kid === null ? undefined : keyring.credential(parsed.kid);
    if (!by?.roles.includes('catalogue')) throw new SealError('SEAL-006', 'not the catalogue key');
    await keyring.verify(parsed);
  });
  if (_id !== `${RECORD_PREFIX.release}${release.hash}`)
    throw new SealError('SEAL-014', 'id is not the hash');
  return release;
}

/** What was given just now, with all that it hangs on: enough for a gateway that has heard of none of it. */
function introductionOf(
  keyring: Keyring,
  desk: Credential,
  credential: Credential,
  documents: readonly LogDocument[],
): readonly SignedDocument[] {
  const by = desk.issuer === null ? undefined : keyring.credential(desk.issuer);
  const chain = [credential, ...keyring.chain(desk.kid)]
    .filter(({ issuer }) => issuer !== null)
    .map(({ kid }) => `credential:${kid}`);
  const ids = new Set<string>([...chain, `directory:${credential.kid}`]);
  if (by?.desk && desk.desk)
    ids.add(RECORD_ID['guichet-lease+jws'](letterLease(by.desk, desk.desk), credential.kid as never));
  return documents.filter(
    (one): one is SignedDocument =>
      'jws' in one &&
      (ids.has(one._id) || (one._id.startsWith('grant:') && granteeOf(one) === credential.kid)),
  );
}

const granteeOf = ({ jws }: SignedDocument): unknown => payloadOf(parseCompact(jws)).to;

/** @throws EnrolmentError EN-002 unless this answer puts this very desk into service, with this officer's keys */
export function requireDeskFit(answer: DeskAnswer, request: DeskRequest): void {
  const { desk, credential, configuration } = answer;
  const same = (a: PublicJwk | null, b: PublicJwk) => a !== null && a.x === b.x && a.y === b.y;
  const fits =
    answer.request === request.id &&
    same(desk.sig, request.transport) &&
    same(credential.sig, request.sig) &&
    same(credential.enc, request.enc) &&
    configuration.mission === request.mission &&
    credential.roles.every((role) => (request.roles as readonly string[]).includes(role));
  if (!fits) throw new EnrolmentError('EN-002');
}

function readFirst(jws: string): DeskAnswerMembers & { parsed: ParsedJws; rest: RecordHash } {
  try {
    const { parsed, payload } = readPayload(jws, 'guichet-desk-answer+jws', DeskAnswerPayload);
    const { request, transport, to, jwe, setting, rest } = payload;
    return {
      parsed,
      request: parseRecordHash(request),
      transport: parseKid(transport),
      to: parseKid(to),
      jwe,
      setting: setting as unknown as DeskSetting,
      rest: parseRecordHash(rest),
    };
  } catch (cause) {
    throw unreadable(cause);
  }
}
