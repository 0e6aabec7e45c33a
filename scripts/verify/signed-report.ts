/** `verify -- REPORT.jws`: an auditor's signed report, against the root. */
import { AuditReportError, verifyAuditReport } from '../../app/audit/audit-report.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { printedAudit } from './journal-print.ts';
import { JOURNAL_WORDS, REPORT_TEXTS } from './journal-texts.ts';
import type { Language } from './texts.ts';

/** @returns whether the report is an auditor's; what it found is printed with it */
export async function verifyReport(
  jws: string,
  rootJws: string,
  documents: readonly SignedDocument[],
  json: boolean,
  language: Language,
): Promise<boolean> {
  try {
    const { report, by } = await verifyAuditReport(jws, rootJws, documents);
    const words = JOURNAL_WORDS[language];
    const printed = `${words.reportGood(report.at, by.subject)}\n\n${printedAudit(report, true, language)}`;
    console.log(
      json ? JSON.stringify({ verified: true, kid: by.kid, subject: by.subject, report }, null, 2) : printed,
    );
    return true;
  } catch (error) {
    if (!(error instanceof AuditReportError)) throw error;
    const { code } = error;
    const printed = `${JOURNAL_WORDS[language].reportBad}\n\n${code}  ${REPORT_TEXTS[code][language]}`;
    console.log(json ? JSON.stringify({ verified: false, code }, null, 2) : printed);
    return false;
  }
}
