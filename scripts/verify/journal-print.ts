/** An audit of journals as plain text: a conclusion, what was found, the chains, and who did what. */
import type { AuditReport } from '../../app/audit/audit-report.ts';
import { type FindingCode, isFault } from '../../app/audit/findings.ts';
import { FINDING_TEXTS, JOURNAL_WORDS } from './journal-texts.ts';
import type { Language } from './texts.ts';

export type PrintedAudit = Pick<
  AuditReport,
  'whole' | 'journals' | 'receipts' | 'chains' | 'findings' | 'officers' | 'deeds'
>;

/** Enough of a hash to tell two apart on a page; the whole is in `--json`. */
const SHORT = 12;
const short = (hash: string): string => hash.slice(0, SHORT);
const time = (iso: string): string => iso.replace('T', ' ').replace('Z', '');

export function printedAudit(audit: PrintedAudit, verified: boolean, language: Language): string {
  const words = JOURNAL_WORDS[language];
  const faults = audit.findings.filter(isFault).length;
  const lines = [faults === 0 ? words.whole : words.faulty(faults)];
  if (!verified) lines.push(words.noSignatures);
  if (audit.receipts === 0) lines.push(words.noReceipts);
  audit.journals.forEach(({ desk, files }, index) => {
    const journal = words.journal(index + 1, desk);
    lines.push(files.length === 0 ? `${journal}, ${words.heldAtCentre}` : journal);
  });
  for (const finding of audit.findings.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)))
    lines.push('', ...findingLines(finding, language));
  lines.push(...chainTable(audit, language), ...officerTable(audit, language), ...deedTable(audit, language));
  return lines.join('\n');
}

function findingLines(finding: PrintedAudit['findings'][number], language: Language): string[] {
  const { code, journal, of, desk, mission, epoch, seq, until, record, detail } = finding;
  const words = JOURNAL_WORDS[language];
  const numbers = seq === null ? null : seq === until ? `n° ${seq}` : `n° ${seq}–${until}`;
  const place = [words.journal(journal, desk ?? '-'), mission, of && words.of[of], epoch, numbers, record];
  // A report of a newer version may name what this one does not know.
  const text = FINDING_TEXTS[code as FindingCode]?.[language] ?? '';
  return [
    `${code}  ${text}`,
    `        ${place.filter((part) => part !== null).join(', ')}`,
    `        ${detail}`,
  ];
}

function chainTable({ chains }: PrintedAudit, language: Language): string[] {
  const words = JOURNAL_WORDS[language];
  return table(
    words.chains,
    chains.map(({ journal, of, mission, epoch, first, last, records, withoutReceipt, branch }) => [
      String(journal),
      words.of[of],
      mission ?? '-',
      epoch,
      String(first),
      String(last),
      String(records),
      withoutReceipt === null ? '-' : String(withoutReceipt),
      branch ? words.branch : '',
    ]),
  );
}

function officerTable({ officers }: PrintedAudit, language: Language): string[] {
  return table(
    JOURNAL_WORDS[language].officers,
    officers.map(({ kid, subject, desk, roles, from, until, acts, audits }) => {
      const done = Object.entries({ ...acts, ...audits }).map(([kind, count]) => `${kind} ${count}`);
      const who = [short(kid), subject === null ? '-' : short(subject), desk, roles.join('+') || '-'];
      return [...who, time(from), time(until), done.join(', ')];
    }),
  );
}

function deedTable({ deeds }: PrintedAudit, language: Language): string[] {
  const words = JOURNAL_WORDS[language];
  return table(
    words.deeds,
    deeds.map(({ group, kind, kid, desk, seq, dossier, ref, claimedAt }) => [
      words.group[group as keyof typeof words.group] ?? group,
      kind,
      short(kid),
      desk,
      String(seq),
      ref ?? dossier,
      time(claimedAt),
    ]),
  );
}

/** Nothing where there is no row. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const widths = head.map((title, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), title.length),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return ['', line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)];
}
