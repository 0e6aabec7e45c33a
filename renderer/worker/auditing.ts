/**
 * An auditor's work at this desk: journals and what the centre holds, audited by the core from envelopes alone. It runs
 * here, beside the screens, tells how far it is, and ends when it is told to, or when the desk is locked.
 */
import { isoTime } from '../../app/acts/clock.ts';
import type { Kid } from '../../app/acts/ids.ts';
import type { Receipt } from '../../app/admission/receipt.ts';
import { auditHoldings } from '../../app/audit/audit-holdings.ts';
import { auditJournals, type JournalsAudit, type JournalToAudit } from '../../app/audit/audit-journals.ts';
import { auditReportPayload, type ReportContent } from '../../app/audit/audit-report.ts';
import type { JudgedRecord } from '../../app/audit/chain-record.ts';
import { isChained, judgeAll, readCopies } from '../../app/audit/copies.ts';
import { digestOf } from '../../app/audit/file-digest.ts';
import { verifiedReceipts } from '../../app/audit/receipts.ts';
import type { AuditApi, AuditSubject, AuditView } from '../../app/desk/audit.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import type { JournalFileName } from '../../app/log/journal-frame.ts';
import type { ReadOnlyFile } from '../../app/log/read-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { utf8 } from '../../app/seal/bytes.ts';
import { parseCompact, payloadOf } from '../../app/seal/jws.ts';
import { LONGEST_REPORT } from '../../app/vault/signing-rules.ts';
import { withNumbers } from './audited-numbers.ts';
import { documentsIn, journalsIn } from './brought-journals.ts';
import type { DeskContext } from './desk-context.ts';
import { signWithSecret } from './sign-with-secret.ts';

const NAMES = ['acts', 'wraps', 'evidence'] as const satisfies readonly JournalFileName[];
/** Bytes of the journal asked for at once, and records of a log. */
const PORTION = 1 << 20;
const BATCH = 500;

/** One audit under way. `check` throws when it has been ended. */
interface Run {
  readonly check: () => void;
  readonly tell: (done: number, of: number | null) => void;
}

interface Found {
  readonly audit: JournalsAudit;
  readonly keyring: Keyring;
  readonly files: readonly ReportContent['journals'][number]['files'][];
  readonly receipts: readonly Receipt[];
  readonly copies: number;
  readonly leftAside: number;
}

export class Auditing implements AuditApi {
  readonly #desk: DeskContext;
  #run: object | null = null;
  #last: { readonly by: object; readonly report: ReportContent; readonly keyring: Keyring } | null = null;

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  async auditableDesks(): Promise<readonly string[]> {
    this.#requireAuditor();
    const { reference, configuration } = this.#desk;
    const scopes = new Set<string>([...configuration.missions, 'CENTRAL']);
    const desks = reference.keyring
      .credentials()
      .flatMap(({ desk, scope }) => (desk !== null && scopes.has(scope) ? [desk] : []));
    return [...new Set(desks)].sort();
  }

  async audit(subject: AuditSubject): Promise<AuditView> {
    this.#requireAuditor();
    const by = this.#desk.unlocked as object;
    const run = this.#begin(by);
    this.#last = null;
    const at = isoTime(this.#desk.clock.now());
    const found = await this.#find(subject, run);
    const audit = await withNumbers(this.#desk, found.audit, run.check);
    run.check();
    const { keyring, files, receipts, copies, leftAside } = found;
    const { desks, clocks, records, ...rest } = audit;
    const journals = desks.map((desk, index) => ({ desk, files: files[index] ?? [] }));
    const report = { at, ...rest, journals, receipts: receipts.length, copies } as unknown as ReportContent;
    this.#last = { by, report, keyring };
    const timeOf = new Map<string, string>(receipts.map((receipt) => [receipt.hash, receipt.at]));
    const kids = [...new Set(records.map(({ kid }) => kid))];
    // A reading names its file by id alone; an act of that file says how people call it.
    const refs = new Map(records.flatMap(({ dossier, ref }) => (dossier && ref ? [[dossier, ref]] : [])));
    return {
      of: subject.of,
      at,
      whole: audit.whole,
      journals: journals.map(({ desk, files: own }) => ({
        desk,
        files: own.map(({ name, bytes }) => ({ name, bytes })),
      })),
      receipts: receipts.length,
      copies,
      leftAside,
      findings: audit.findings,
      chains: audit.chains,
      clocks,
      officers: kids.map((kid) => ({ kid, name: this.#desk.session.names.get(kid as Kid) ?? null })),
      records: records.map(
        ({ id, prev: _prev, expected: _expected, revokedAt: _revoked, lastReceipt, ...record }) => ({
          ...record,
          ref: record.ref ?? (record.dossier && refs.get(record.dossier)) ?? null,
          record: id,
          lastReceiptAt: (lastReceipt !== null && timeOf.get(lastReceipt)) || null,
        }),
      ),
    };
  }

  async cancelAudit(): Promise<void> {
    this.#run = null;
  }

  async auditReport(): Promise<Uint8Array> {
    this.#requireAuditor();
    const { session, unlocked } = this.#desk;
    const last = this.#last;
    if (!last || last.by !== unlocked) throw new DeskError('AU-403');
    this.#desk.requireConfirmedSecret();
    const payload = auditReportPayload(last.report, last.keyring, session.credential);
    if (payload.length > LONGEST_REPORT) throw new DeskError('AU-404');
    return utf8(`${await signWithSecret(this.#desk, 'guichet-audit-report+jws', payload)}\n`);
  }

  #requireAuditor(): void {
    if (!this.#desk.session.officer.roles.includes('auditor')) throw new DeskError('DO-003');
  }

  #begin(by: object): Run {
    const run = {};
    this.#run = run;
    let told = -1;
    const check = () => {
      if (this.#run !== run || this.#desk.unlocked !== by) throw new DeskError('AU-401');
    };
    return {
      check,
      tell: (done, of) => {
        check();
        // Whole per cents, or hundreds of records: the screens are not woken for less.
        const step = of === null ? Math.floor(done / 100) : Math.floor((100 * done) / Math.max(1, of));
        if (step === told) return;
        told = step;
        this.#desk.emit({ type: 'audit-progress', done, of });
      },
    };
  }

  #find(subject: AuditSubject, run: Run): Promise<Found> {
    switch (subject.of) {
      case 'own':
        return this.#own(run);
      case 'files':
        return this.#brought(subject.files, run);
      case 'centre':
        return this.#held(subject.desk, run);
    }
  }

  async #own(run: Run): Promise<Found> {
    const { journal } = this.#desk.platform;
    if (!journal) throw new DeskError('SL-001');
    const [acts, wraps, evidence] = await Promise.all(NAMES.map((name) => fileOf(journal, name)));
    const files = { acts, wraps, evidence } as JournalToAudit['files'];
    return this.#journals([{ files, desk: this.#desk.desk }], [], run);
  }

  async #brought(files: Extract<AuditSubject, { of: 'files' }>['files'], run: Run): Promise<Found> {
    return this.#journals(await journalsIn(files), await documentsIn(files), run);
  }

  async #journals(
    journals: readonly JournalToAudit[],
    documents: readonly SignedDocument[],
    run: Run,
  ): Promise<Found> {
    const { reference, configuration, stores } = this.#desk;
    const keyring =
      documents.length === 0
        ? reference.keyring
        : await Keyring.from(configuration.root, [...(await stores.keyring.withPrefix('')), ...documents]);
    const brought = await verifiedReceipts(documents, keyring);
    const { receipts, leftAside } = this.#receipts(brought.receipts);
    const watched = watch(journals, run);
    const files: ReportContent['journals'][number]['files'][] = [];
    for (const { files: own } of watched.reading()) {
      const digests: ReportContent['journals'][number]['files'] = [];
      for (const name of NAMES)
        digests.push({ name, bytes: own[name].size, sha256: await digestOf(own[name]) });
      files.push(digests);
    }
    let count = 0;
    const copies = async (desks: ReadonlySet<string>) => {
      const held = await this.#judged(desks, keyring, run);
      const own = held.flatMap(({ record, fault }) => (record && !fault ? [record] : []));
      const found = [...own, ...(await readCopies(documents, keyring))];
      count = found.length;
      return found;
    };
    const audit = await auditJournals(watched.reading(), { keyring, receipts, copies });
    return { audit, keyring, files, receipts, copies: count, leftAside: leftAside + brought.leftAside };
  }

  async #held(desk: string | null, run: Run): Promise<Found> {
    const { keyring } = this.#desk.reference;
    const { receipts, leftAside } = this.#receipts([]);
    const present = new Set<string>();
    const judged = await this.#judged(desk === null ? null : new Set([desk]), keyring, run, present);
    const ground = { keyring, receipts, present, desk: desk as Parameters<typeof auditHoldings>[1]['desk'] };
    const audit = auditHoldings(judged, ground);
    return { audit, keyring, files: [], receipts, copies: judged.length, leftAside };
  }

  /** Those that this desk has pulled, with those that were brought. */
  #receipts(brought: readonly Receipt[]): { receipts: readonly Receipt[]; leftAside: number } {
    const books = [...this.#desk.books.values()];
    const all = [...brought, ...books.flatMap((book) => book.verifiedReceipts)];
    const receipts = [...new Map(all.map((receipt) => [receipt.hash, receipt])).values()];
    return { receipts, leftAside: books.reduce((sum, book) => sum + book.unverifiedReceipts, 0) };
  }

  /**
   * Acts and audit records of these desks (null: of all) in this desk's replicas; a batch at a time, bodies let go.
   * @param present takes the hashes of all that are there, of whatever desk
   */
  async #judged(
    desks: ReadonlySet<string> | null,
    keyring: Keyring,
    run: Run,
    present = new Set<string>(),
  ): Promise<JudgedRecord[]> {
    const judged: JudgedRecord[] = [];
    let looked = 0;
    for (const { log } of this.#desk.stores.missions.values()) {
      let since: string | null = null;
      for (;;) {
        const { documents, last } = await log.changes(since, BATCH);
        const own = documents.filter(
          (document): document is SignedDocument =>
            'jws' in document && isChained(document) && (desks === null || desks.has(deskIn(document))),
        );
        judged.push(...(await judgeAll(own, keyring)));
        for (const { _id } of documents.filter(isChained)) present.add(_id.slice(_id.lastIndexOf(':') + 1));
        looked += documents.length;
        run.tell(looked, null);
        if (last === since) break;
        since = last;
      }
    }
    return judged;
  }
}

/** What it claims; the audit reads it properly. */
function deskIn({ jws }: SignedDocument): string {
  try {
    return String(payloadOf(parseCompact(jws)).desk);
  } catch {
    return '';
  }
}

/** A file of this desk's own journal as it is at this moment: what is written meanwhile is not read. */
async function fileOf(journal: DurableJournal, name: JournalFileName): Promise<ReadOnlyFile> {
  const { size } = await journal.raw(name, 0, 0);
  return {
    size,
    read: async (offset, length) => {
      const wanted = Math.max(0, Math.min(length, size - offset));
      const bytes = new Uint8Array(wanted);
      for (let done = 0; done < wanted; ) {
        const part = await journal.raw(name, offset + done, Math.min(PORTION, wanted - done));
        if (part.bytes.length === 0) return bytes.subarray(0, done);
        bytes.set(part.bytes, done);
        done += part.bytes.length;
      }
      return bytes;
    },
  };
}

/** Each file is read twice, for its hash and for its records: how far both are, of the whole. */
function watch(journals: readonly JournalToAudit[], run: Run) {
  const whole =
    2 * journals.reduce((sum, { files }) => sum + NAMES.reduce((n, name) => n + files[name].size, 0), 0);
  let before = 0;
  const watched = ({ size, read }: ReadOnlyFile, reached: { at: number }): ReadOnlyFile => ({
    size,
    read: async (offset, length) => {
      const next = Math.max(reached.at, Math.min(size, offset + length));
      before += next - reached.at;
      reached.at = next;
      run.tell(before, whole);
      return read(offset, length);
    },
  });
  return {
    /** the same journals, for one reading from the beginning */
    reading: (): JournalToAudit[] =>
      journals.map(({ files, desk }) => ({
        desk,
        files: {
          acts: watched(files.acts, { at: 0 }),
          wraps: watched(files.wraps, { at: 0 }),
          evidence: watched(files.evidence, { at: 0 }),
        },
      })),
  };
}
