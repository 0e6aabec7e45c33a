/** Applications of one visit: begun from one another, shown together, sealed one after the other. */
import type { Money } from '../../app/acts/bodies.ts';
import type { DraftId, ServiceCode } from '../../app/acts/ids.ts';
import { carriedAnswers, carriedDocuments, type Visitor } from '../../app/catalogue/carry-over.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Draft } from '../../app/desk/draft.ts';
import type { SealOutcome } from '../../app/desk/seal-outcome.ts';
import type { VisitApplication, VisitSealed, VisitView } from '../../app/desk/visit.ts';
import type { Chunk } from '../../app/log/act-log.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import type { OpenDraft } from '../drafts/draft-book.ts';
import type { ApplicationContent, VisitMember } from '../drafts/draft-content.ts';
import { formOf, reviewApplication } from './application-review.ts';
import type { DeskContext } from './desk-context.ts';
import type { Dossiers } from './dossiers.ts';
import type { DraftEditing } from './draft-editing.ts';
import type { DraftSealing } from './draft-sealing.ts';
import { draftRow } from './shown-draft.ts';
import { waitedFor } from './waited-for.ts';

type Application = OpenDraft<ApplicationContent>;

export class Visits {
  readonly #desk: DeskContext;
  readonly #drafts: DraftEditing;
  readonly #sealing: DraftSealing;
  readonly #dossiers: Dossiers;

  constructor(desk: DeskContext, drafts: DraftEditing, sealing: DraftSealing, dossiers: Dossiers) {
    this.#desk = desk;
    this.#drafts = drafts;
    this.#sealing = sealing;
    this.#dossiers = dossiers;
  }

  async add(id: DraftId, service: ServiceCode, visitor: Visitor): Promise<Draft> {
    const source = await this.#application(id);
    const mates = await this.#mates(source);
    const visit = source.content.visit?.id ?? toBase64url(this.#desk.random.bytes(16));
    const others = membersOf([source, ...mates]);
    const definition = this.#drafts.newest(service);
    const { content } = source;
    const former = this.#drafts.definition(content);
    const answers = carriedAnswers(former, content.answers, definition, visitor, formOf(this.#desk, content));
    const from = { dossier: content.dossier, day: this.#desk.today() };
    const begun = await this.#drafts.begin(service, content.ticket, {
      answers: answers as ApplicationContent['answers'],
      reused: Object.fromEntries(Object.keys(answers).map((code) => [code, from])),
      language: content.language,
      visit: { id: visit, place: others.length, others },
      ...(visitor === 'same' ? { person: content.person, compared: content.compared ?? [] } : {}),
    });
    await this.#copyFiles(source, begun.id, carriedDocuments(former, definition, visitor));
    const { content: made } = await this.#application(begun.id);
    // Each knows the others: a dossier is told to be of this visit when its draft is gone.
    for (const { id: mate } of [source, ...mates])
      await this.#drafts.change(mate, (old) => {
        if (old.purpose !== 'application') return old;
        const { place = 0, others: known = [] } = old.visit ?? {};
        return { ...old, visit: { id: visit, place, others: [...known, memberOf(made)] } };
      });
    this.#desk.emit({ type: 'drafts-changed' });
    return this.#drafts.draft(begun.id);
  }

  async view(id: DraftId): Promise<VisitView> {
    const source = await this.#application(id);
    const drafts = this.#inOrder([source, ...(await this.#mates(source))]);
    const applications = drafts.map((draft) => this.#shown(draft));
    const rows = this.#desk.model.rows;
    return {
      applications,
      sealed: this.#others(drafts).flatMap(({ dossier }) => {
        const row = rows.get(dossier);
        return row ? [this.#dossiers.shownRow(row)] : [];
      }),
      due: sums(applications.flatMap(({ fee }) => (fee ? [fee.due] : []))),
    };
  }

  /** No secret is asked in between: none is asked to lodge. */
  async seal(id: DraftId): Promise<VisitSealed> {
    const source = await this.#application(id);
    const sealed: SealOutcome[] = [];
    for (const draft of this.#inOrder([source, ...(await this.#mates(source))])) {
      // Looked at anew: what was typed meanwhile in another window counts.
      if (this.#shown(await this.#application(draft.id)).issues > 0) continue;
      try {
        sealed.push(await this.#sealing.seal(draft.id));
      } catch (error) {
        if (!(error instanceof DeskError)) throw error;
        return { sealed, stopped: { draft: draft.id, code: error.code, values: error.values } };
      }
    }
    return { sealed, stopped: null };
  }

  async #application(id: DraftId): Promise<Application> {
    const draft = await this.#desk.drafts.open(id, this.#desk.session.reader);
    if (!isApplication(draft)) throw new DeskError('DR-001');
    return draft;
  }

  async #mates({ id, content: { visit } }: Application): Promise<readonly Application[]> {
    if (!visit) return [];
    const all = await this.#desk.drafts.all(this.#desk.session.reader);
    return all.filter(isApplication).filter((one) => one.id !== id && one.content.visit?.id === visit.id);
  }

  /** Whoever is waited for goes first; else as they were begun. */
  #inOrder(drafts: readonly Application[]): readonly Application[] {
    const begun = [...drafts].sort((a, b) => (a.content.visit?.place ?? 0) - (b.content.visit?.place ?? 0));
    const waited = (draft: Application): boolean =>
      begun.some(
        (one) =>
          one !== draft && this.#waitsFor(one).some(({ dossier }) => dossier === draft.content.dossier),
      );
    return [...begun.filter(waited), ...begun.filter((one) => !waited(one))];
  }

  #waitsFor({ content }: Application) {
    return waitedFor(this.#desk, content, this.#drafts.definition(content));
  }

  #shown(draft: Application): VisitApplication {
    const { content } = draft;
    const { issues, fee } = reviewApplication(this.#desk, content, this.#drafts.definition(content));
    return {
      draft: draftRow(this.#desk, draft),
      issues: issues.length + (content.urgentReason?.trim() === '' ? 1 : 0),
      fee: fee && fee.due.amount > 0 ? { due: fee.due, collected: fee.collected } : null,
      means: content.fee.means,
      waitsFor: this.#waitsFor(draft).map(({ service, dossier }) => ({ service, here: dossier !== null })),
    };
  }

  #others(drafts: readonly Application[]): readonly VisitMember[] {
    const all = drafts.flatMap(({ content }) => content.visit?.others ?? []);
    return [...new Map(all.map((one) => [one.dossier, one])).values()];
  }

  /** The manifest is copied, its key with it: the same bytes are listed by both dossiers (FORMATS.md). */
  async #copyFiles(from: Application, to: DraftId, documents: ReadonlySet<string>): Promise<void> {
    const { shelf } = this.#desk.drafts;
    const files = from.content.evidence.filter(({ document }) => documents.has(document));
    for (const { chunks } of files)
      for (const chunk of chunks as Chunk['id'][]) {
        const bytes = await shelf.chunk(from.id, chunk);
        if (!bytes) throw new DeskError('EV-001');
        await shelf.putChunks(to, [{ id: chunk, bytes }]);
      }
    await this.#drafts.change(to, (content) => ({ ...content, evidence: files }));
  }
}

const isApplication = (draft: OpenDraft): draft is Application => draft.content.purpose === 'application';

const memberOf = ({ dossier, service, person }: ApplicationContent): VisitMember => ({
  dossier,
  service,
  person,
});

const membersOf = (drafts: readonly Application[]): readonly VisitMember[] => {
  const all = drafts.flatMap(({ content }) => [...(content.visit?.others ?? []), memberOf(content)]);
  return [...new Map(all.map((one) => [one.dossier, one])).values()];
};

function sums(amounts: readonly Money[]): readonly Money[] {
  const totals = new Map<string, number>();
  for (const { amount, currency } of amounts) totals.set(currency, (totals.get(currency) ?? 0) + amount);
  return [...totals].map(([currency, amount]) => ({ amount, currency }));
}
