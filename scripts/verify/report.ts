/** A bundle's bytes → a report: what was found, and where. The same for people and for `--json`. */
import { BundleError, readBundle } from '../../app/export/bundle.ts';
import { FAULTS, verifyBundle } from '../../app/export/verify-bundle.ts';
import type { VerificationMemory } from '../../app/keyring/verification-memory.ts';
import { CODES, type Figures, type Language, WORDS } from './texts.ts';

export interface ReportedFault {
  readonly code: keyof typeof CODES;
  readonly record: string | null;
  readonly line: number | null;
  /** for engineers, in English, without content */
  readonly detail: string;
}

export interface Report {
  readonly verified: boolean;
  readonly reference: string | null;
  readonly dossier: string | null;
  readonly status: string | null;
  readonly contents: Figures;
  readonly actsWithoutReceipt: readonly string[];
  /** accepted by the centre, and a revocation or an end of a delegation is dated before that */
  readonly actsAcceptedSince: readonly string[];
  readonly faults: readonly ReportedFault[];
}

const NOTHING: Figures = { acts: 0, wraps: 0, receipts: 0, chunks: 0 };

/** @throws SealError when `rootJws` is no root. A bundle never makes it throw: what is wrong with it is reported. */
export async function reportOn(
  bytes: Uint8Array,
  rootJws: string,
  memory?: VerificationMemory,
): Promise<Report> {
  try {
    const bundle = readBundle(bytes);
    const { faults, state, acts, wraps, receipts, chunks, withoutReceipt, acceptedSince } =
      await verifyBundle(bundle, rootJws, memory);
    return {
      verified: faults.length === 0,
      reference: state?.ref ?? null,
      dossier: bundle.dossier,
      status: state?.status ?? null,
      contents: { acts: acts.length, wraps: wraps.length, receipts: receipts.length, chunks },
      actsWithoutReceipt: withoutReceipt,
      actsAcceptedSince: acceptedSince,
      faults: faults.map((fault) => ({ ...fault, detail: `${FAULTS[fault.code]}: ${fault.detail}` })),
    };
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const { code, line, message } = error;
    return {
      verified: false,
      reference: null,
      dossier: null,
      status: null,
      contents: NOTHING,
      actsWithoutReceipt: [],
      actsAcceptedSince: [],
      faults: [{ code, record: null, line, detail: message }],
    };
  }
}

export function printed(report: Report, language: Language): string {
  const words = WORDS[language];
  const { faults, reference, contents, actsWithoutReceipt } = report;
  const lines = [report.verified ? words.good : words.bad(faults.length)];
  if (reference !== null) lines.push(`${words.reference} ${reference}`, words.contents(contents));
  if (reference !== null && actsWithoutReceipt.length > 0)
    lines.push(words.withoutReceipt(actsWithoutReceipt.length));
  if (report.actsAcceptedSince.length > 0) lines.push(words.acceptedSince(report.actsAcceptedSince.length));
  for (const { code, record, line, detail } of faults) {
    const place = [record, line === null ? null : words.line(line)].filter((part) => part !== null);
    lines.push('', `${code}  ${CODES[code][language]}`, `        ${place.join(', ')}`, `        ${detail}`);
  }
  return lines.join('\n');
}
