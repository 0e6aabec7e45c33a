/** Reads the numbers that quittances and instruments bear, in the files that the auditor at this desk may read. */
import type { ActBodies } from '../../app/acts/bodies.ts';
import type { DeskId } from '../../app/acts/ids.ts';
import { instrumentNumber, QUITTANCE, quittanceNumber } from '../../app/acts/numbers.ts';
import type { JournalsAudit } from '../../app/audit/audit-journals.ts';
import type { ChainRecord } from '../../app/audit/chain-record.ts';
import {
  type DrawnNumber,
  groupBy,
  judgeNumbers,
  NUMBERED,
  wholeDesks,
} from '../../app/audit/drawn-numbers.ts';
import { type Finding, finder } from '../../app/audit/findings.ts';
import type { DeskContext } from './desk-context.ts';
import type { DossierFile } from './mission-book.ts';
import { leaseOf } from './numbers.ts';

const seriesName = (desk: DeskId, series: string): string => `${desk} ${series}`;

/** @param check throws when the audit has been ended */
export async function withNumbers(
  desk: DeskContext,
  audit: JournalsAudit,
  check: () => void,
): Promise<JournalsAudit> {
  const drawn: DrawnNumber[] = [];
  const closed: ChainRecord[] = [];
  const numbered = audit.records.filter(({ of, kind }) => of === 'acts' && NUMBERED.has(kind));
  for (const [dossier, records] of groupBy(numbered, (record) => record.dossier)) {
    check();
    const mission = records[0]?.mission;
    const book = mission && desk.books.get(mission);
    const { groups } = desk.session;
    // Who reads names only need not have each file opened to be told that it stays closed.
    const file = book && dossier && groups.size > 0 ? await book.load(dossier, groups) : null;
    for (const record of records) {
      const one = file && numberIn(record, file);
      if (one) drawn.push(one);
      else closed.push(record);
    }
  }
  const findings: Finding[] = [];
  const firsts = await firstNumbers(desk, wholeDesks(audit.records), drawn);
  judgeNumbers(
    drawn,
    closed,
    (of) => finder(findings, audit.desks.indexOf(of) + 1),
    (of, series) => firsts.get(seriesName(of, series)),
  );
  return { ...audit, findings: [...audit.findings, ...findings] };
}

/** By desk and series. */
async function firstNumbers(
  { reference, stores }: DeskContext,
  whole: ReadonlySet<DeskId>,
  drawn: readonly DrawnNumber[],
): Promise<ReadonlyMap<string, number>> {
  const firsts = new Map<string, number>();
  for (const { record, series } of drawn) {
    const id = seriesName(record.desk, series);
    if (firsts.has(id) || !whole.has(record.desk)) continue;
    const lease = await leaseOf(reference.keyring, stores.keyring, record.desk, series);
    if (lease) firsts.set(id, lease.first);
  }
  return firsts;
}

/** @returns null where the body, or what its service is, cannot be read */
function numberIn(record: ChainRecord, { acts, bodies, definition }: DossierFile): DrawnNumber | null {
  const act = acts.find(({ id }) => id === record.id);
  const body = act && bodies.get(act.id);
  if (!body || !definition) return null;
  if (record.kind.startsWith('fee')) {
    const { quittance } = body as ActBodies['fee-collected' | 'fee-voided'];
    return { record, series: QUITTANCE, number: quittanceNumber(record.mission, quittance) };
  }
  const { number } = body as ActBodies['instrument-issued' | 'instrument-voided'];
  const series = definition.instrument.numbers;
  return { record, series, number: instrumentNumber(record.mission, number) };
}
