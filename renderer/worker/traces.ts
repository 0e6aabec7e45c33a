/**
 * What audit records tell of a file: who read it, took a copy of it, took over a draft. They are named by their hash, so
 * which are a file's is noted once for each unlocking, in batches beside what else this thread does (it stores drafts);
 * afterwards only what the log has gained is looked at.
 */
import type { DossierId, MissionCode } from '../../app/acts/ids.ts';
import { judgeRecord } from '../../app/audit/chain-record.ts';
import type { Trace } from '../../app/desk/access.ts';
import type { OfficerRole } from '../../app/keyring/roles.ts';
import { type LogDocument, RECORD_PREFIX } from '../../app/log/records.ts';
import { parseCompact, payloadOf } from '../../app/seal/jws.ts';
import type { DeskContext } from './desk-context.ts';
import type { MissionBook } from './mission-book.ts';
import { Turn } from './turn.ts';

const BATCH = 500;

/** What a mission's audit records claim to tell, by the file that they claim to be of and their ids. */
interface Noted {
  readonly byDossier: Map<string, Map<string, unknown>>;
  since: string | null;
}

export class Traces {
  readonly #desk: DeskContext;
  readonly #turn = new Turn();
  /** of whoever is unlocked: at a lock it goes with them */
  #noted: { readonly by: object; readonly missions: Map<MissionCode, Noted> } | null = null;

  constructor(desk: DeskContext) {
    this.#desk = desk;
  }

  /**
   * Oldest first by the time they claim. What does not verify says nothing.
   * @param kinds that are wanted; all, where absent
   */
  async of(id: DossierId, kinds?: ReadonlySet<unknown>): Promise<readonly Trace[]> {
    const desk = this.#desk;
    const book = desk.book(desk.row(id).mission);
    const { names } = desk.session;
    const { byDossier } = await this.#turn.run(() => this.#note(book));
    const found: Trace[] = [];
    for (const [name, claimed] of byDossier.get(id) ?? []) {
      if (kinds && !kinds.has(claimed)) continue;
      const document = await book.log.get(name);
      if (!document || !('jws' in document)) continue;
      const { record, fault } = await judgeRecord(document, desk.reference.keyring);
      const signer = record && desk.reference.keyring.credential(record.kid as never);
      if (!record || fault || !signer || record.dossier !== id || record.mission !== book.mission) continue;
      found.push({
        record: record.id,
        what: record.kind,
        by: {
          subject: signer.subject,
          name: names.get(signer.kid) ?? null,
          roles: signer.roles as readonly OfficerRole[],
        },
        mission: record.mission,
        desk: record.desk,
        claimedAt: record.claimedAt,
      });
    }
    return found.sort((a, b) => (a.claimedAt === b.claimedAt ? 0 : a.claimedAt < b.claimedAt ? -1 : 1));
  }

  async #note(book: MissionBook): Promise<Noted> {
    const by = this.#desk.unlocked as object;
    if (this.#noted?.by !== by) this.#noted = { by, missions: new Map() };
    const { missions } = this.#noted;
    let noted = missions.get(book.mission);
    if (!noted) {
      // Where the rows stand is asked first: what comes between is then seen twice, and never not at all.
      noted = { byDossier: new Map(), since: this.#desk.model.position(book.mission) };
      // Where nothing is read yet the changes are all there is.
      if (noted.since !== null) await add(noted, await book.log.withPrefix(RECORD_PREFIX.audit));
      missions.set(book.mission, noted);
    }
    for (let more = true; more; ) {
      const { documents, last } = await book.log.changes(noted.since, BATCH);
      await add(noted, documents);
      more = last !== noted.since;
      noted.since = last;
    }
    return noted;
  }
}

async function add({ byDossier }: Noted, documents: readonly LogDocument[]): Promise<void> {
  for (const [at, document] of documents.entries()) {
    if (at > 0 && at % BATCH === 0) await turnForOthers();
    if (!document._id.startsWith(RECORD_PREFIX.audit) || !('jws' in document)) continue;
    const claimed = claimedIn(document.jws);
    if (claimed === null) continue;
    const { dossier, what } = claimed;
    byDossier.set(dossier, (byDossier.get(dossier) ?? new Map()).set(document._id, what));
  }
}

const turnForOthers = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

/** What it claims; whoever is asked for it reads it properly. */
function claimedIn(jws: string): { readonly dossier: string; readonly what: unknown } | null {
  try {
    const { dossier, what } = payloadOf(parseCompact(jws));
    return typeof dossier === 'string' ? { dossier, what } : null;
  } catch {
    return null;
  }
}
