/**
 * Rows of files that never were, of the size and make of real ones: an application with three entries, two scans of two
 * chunks each, all received; of one in twenty nothing has left yet. Names are put together of syllables and are nobody's.
 */
import { systemRandom } from '../../../app/acts/clock.ts';
import {
  type ActId,
  type DeskId,
  type DossierId,
  dossierIdFrom,
  type MissionCode,
  type PersonId,
} from '../../../app/acts/ids.ts';
import { makeReference } from '../../../app/acts/reference.ts';
import type { ActLog } from '../../../app/log/act-log.ts';
import type { LogDocument } from '../../../app/log/records.ts';
import { NO_TRAITS } from '../../../app/person/traits.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import type { Row } from '../../../renderer/read-model/project-row.ts';
import { searchText } from '../../../renderer/read-model/search-text.ts';

export const MISSION = 'ML-PAR' as MissionCode;
const DESK = `${MISSION}/B` as DeskId;
const SYLLABLES = 'ba do ki lu me ra so ti nu fa ga je mo pa ri sa te vo wa zi'.split(' ');
const ARABIC = 'با دو كي لو مي را سو تي نو فا'.split(' ');
const HASHES = 12;
const FIRST_DAY = Date.UTC(2020, 0, 1);
const DOCUMENTS_A_CALL = 500;

const syllable = (list: readonly string[], n: number): string => list[n % list.length] as string;
const word = (n: number): string =>
  syllable(SYLLABLES, n) +
  syllable(SYLLABLES, Math.floor(n / 20)) +
  syllable(SYLLABLES, Math.floor(n / 400)) +
  syllable(SYLLABLES, n * 7);

function rowOf(n: number, epoch: string): Row {
  const id = dossierIdFrom(systemRandom.bytes(16));
  const ref = makeReference(DESK, 2020 + (n % 7), n % 100_000);
  const at = (days: number) =>
    `${new Date(FIRST_DAY + n * 1_800_000 + days * 86_400_000).toISOString().slice(0, 19)}Z`;
  const random = systemRandom.bytes(32 * HASHES);
  const hash = (k: number) => toBase64url(random.subarray(32 * k, 32 * k + 32));
  const received = n % 20 !== 0;
  const entries = [0, 1, 2].map((k) => ({
    act: hash(k) as ActId,
    state: received ? ('received' as const) : ('sealed' as const),
    code: received ? 'AD-000' : null,
    at: at(k),
    own: k < 2,
    receivedAt: received ? at(k + 1) : null,
    bytes: 2900 + (n % 700),
  }));
  const surname = word(n * 13).toUpperCase();
  const givenNames = `${word(n * 5 + 1)} ${word(n * 3 + 2)}`;
  const surnameArabic = `${syllable(ARABIC, n * 7)}${syllable(ARABIC, n * 9)}`;
  const givenNamesArabic = `${syllable(ARABIC, n)}${syllable(ARABIC, n * 3)}`;
  const birthDate = new Date(Date.UTC(1940 + (n % 75), n % 12, 1 + (n % 28))).toISOString().slice(0, 10);
  const { numbers: _, ...traits } = {
    ...NO_TRAITS,
    ...{ surname, givenNames, surnameArabic, givenNamesArabic, birthDate },
    ...{ birthPlace: word(n * 17), sex: n % 2 ? 'female' : 'male', nationality: 'UTO' },
  };
  const found = {
    ref,
    applicant: `${surname} ${givenNames}`,
    applicantArabic: `${givenNamesArabic} ${surnameArabic}`,
    phones: [`+33 1 99 ${String(n).padStart(6, '0')}`],
    documentNumbers: [`SPE${String(n).padStart(7, '0')}`],
  };
  return {
    ...found,
    id,
    mission: MISSION,
    service: 'ml-passport-ordinary' as Row['service'],
    serviceClass: 'passport',
    decidedBy: 'centre',
    person: { id: hash(10).slice(0, 22) as PersonId, traits },
    search: searchText(found),
    entry: received ? 'received' : 'sealed',
    procedure: n % 50 === 0 ? 'issued' : 'handed-over',
    notices: n % 25 === 0 ? [{ code: 'missing-documents', values: { count: 1 } }] : [],
    urgent: n % 100 === 0,
    lastAt: at(2),
    openedAt: at(0),
    dueBy: at(30).slice(0, 10),
    assignee: null,
    lodgedBy: [hash(3)],
    approvedBy: hash(4),
    parts: [...entries.map(({ act }) => act as string), ...[5, 6, 7, 8, 9].map(hash)].sort(),
    receivedIn: received ? epoch : null,
    entries: entries.toSorted((a, b) => (a.act < b.act ? -1 : 1)),
    closed: false,
    legalHold: false,
    retentionEnds: null,
    keysHere: true,
    settled: received ? { own: 2, oldestAt: at(0), receivedAt: at(2) } : null,
    sent: false,
  };
}

/** A log that names so many files, and the row of each. @param last the position at its end */
export function syntheticLog(
  count: number,
  epoch: string,
  last: string,
): { log: ActLog; rows: Map<DossierId, Row> } {
  const rows = new Map<DossierId, Row>();
  for (let n = 0; n < count; n += 1) {
    const row = rowOf(n, epoch);
    rows.set(row.id, row);
  }
  const documents: LogDocument[] = [...rows.keys()].map((id) => ({
    _id: `act:${id}:specimen`,
    _rev: '1-0',
    json: '{}',
  }));
  const nothing = async (): Promise<never[]> => [];
  const log: ActLog = {
    put: async () => {},
    get: async () => undefined,
    dossier: nothing,
    withPrefix: nothing,
    changes: async (since) => {
      if (since === last) return { documents: [], last };
      const from = Number(since?.slice(1) ?? 0);
      const to = from + DOCUMENTS_A_CALL;
      return { documents: documents.slice(from, to), last: to >= count ? last : `n${to}` };
    },
    behind: async () => count,
    forget: async () => {},
    follow: () => () => {},
    close: async () => {},
  };
  return { log, rows };
}
