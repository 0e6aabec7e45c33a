/** Applications of one visit: begun from one another, shown together, sealed one after the other. */
import type { Money } from '../../app/acts/bodies.ts';
import type { DossierId, DraftId, ServiceCode } from '../../app/acts/ids.ts';
import { carriedAnswers, carriedDocuments, type Visitor } from '../../app/catalogue/carry-over.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { Draft } from '../../app/desk/draft.ts';
import type { VisitApplication, VisitOutcome, VisitSealed, VisitView } from '../../app/desk/visit.ts';
import { isAllowed } from '../../app/dossier/allowed-acts.ts';
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
import { isTheirs } from './theirs.ts';
import { Turn } from './turn.ts';
import { waitedFor } from './waited-for.ts';

type Application = OpenDraft<ApplicationContent>;

export class Visits {
  readonly #desk: DeskContext;
  readonly #drafts: DraftEditing;
  readonly #sealing: DraftSealing;
  readonly #dossiers: Dossiers;
  /** one is added after the other: two at once would begin two visits */
  readonly #adding = new Turn();

  constructor(desk: DeskContext, drafts: DraftEditing, sealing: DraftSealing, dossiers: Dossiers) {
    this.#desk = desk;
    this.#drafts = drafts;
    this.#sealing = sealing;
    this.#dossiers = dossiers;
  }

  add(id: DraftId, service: ServiceCode, visitor: Visitor): Promise<Draft> {
    return this.#adding.run(() => this.#add(id, service, visitor));
  }

  async #add(id: DraftId, service: ServiceCode, visitor: Visitor): Promise<Draft> {
    const all = await this.#all(id);
    const [source] = all;
    const visit = source.content.visit?.id ?? toBase64url(this.#desk.random.bytes(16));
    const others = membersOf(all);
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
    try {
      await this.#copyFiles(source, begun.id, carriedDocuments(former, definition, visitor));
      const { content: made } = await this.#application(begun.id);
      // Each knows the others: a dossier is told to be of this visit when its draft is gone.
      for (const { id: mate } of this.#theirs(all)) await this.#tell(mate, visit, memberOf(made));
    } catch (error) {
      // Nobody was shown it: the next press is to begin one, not one more.
      await this.#drafts.discard(begun.id).catch((left: unknown) => this.#desk.trouble(left));
      throw error;
    }
    this.#desk.emit({ type: 'drafts-changed' });
    return this.#drafts.draft(begun.id);
  }

  async #tell(mate: DraftId, id: string, made: VisitMember): Promise<void> {
    await this.#drafts.change(mate, (old) => {
      if (old.purpose !== 'application') return old;
      const { place = 0, others = [] } = old.visit ?? {};
      return { ...old, visit: { id, place, others: [...others, made] } };
    });
  }

  async view(id: DraftId): Promise<VisitView> {
    const all = await this.#all(id);
    const drafts = this.#inOrder(this.#theirs(all));
    const applications = this.#shown(drafts, all);
    const { rows } = this.#desk.model;
    return {
      applications,
      sealed: this.#others(drafts).flatMap(({ dossier }) => {
        const row = rows.get(dossier);
        return row && isTheirs(this.#desk.session.credential, row) ? [this.#dossiers.shownRow(row)] : [];
      }),
      due: sums(applications.flatMap(({ fee }) => (fee ? [fee.due] : []))),
    };
  }

  /** No secret is asked in between: none is asked to lodge. What is sealed is told, whatever fails after it. */
  async seal(id: DraftId, listed: readonly DraftId[]): Promise<VisitSealed> {
    const sealed: VisitOutcome[] = [];
    const order = this.#inOrder(this.#theirs(await this.#all(id)));
    for (const { id: draft } of order.filter((one) => listed.includes(one.id)))
      try {
        // Looked at anew: what was typed, sealed or discarded meanwhile in another window counts.
        const all = await this.#all(draft);
        const [now] = all;
        const [shown] = this.#shown([now], [now]);
        if (shown?.state !== 'ready' || this.#waitsOn(now, all).length > 0) continue;
        const outcome = await this.#sealing.seal(draft);
        sealed.push({ ...outcome, draft, applicant: shown.draft.applicant });
      } catch (error) {
        return { sealed, stopped: { draft, ...told(error) } };
      }
    return { sealed, stopped: null };
  }

  async #application(id: DraftId): Promise<Application> {
    const draft = await this.#desk.drafts.open(id, this.#desk.session.reader);
    if (!isApplication(draft)) throw new DeskError('DR-001');
    return draft;
  }

  /** The drafts of the visit, the one that is named first. */
  async #all(id: DraftId): Promise<readonly [Application, ...Application[]]> {
    const source = await this.#application(id);
    const { visit } = source.content;
    if (!visit) return [source];
    const all = await this.#desk.drafts.all(this.#desk.session.reader);
    const mates = all.filter(isApplication).filter((one) => one.content.visit?.id === visit.id);
    return [source, ...mates.filter((one) => one.id !== id)];
  }

  /** Those that this officer may lodge, and those of a service that is not here: nobody can say of them. */
  #theirs(drafts: readonly Application[]): readonly Application[] {
    return drafts.filter((draft) => {
      const definition = this.#definition(draft);
      return !definition || isAllowed('opened', null, definition, this.#desk.session.credential);
    });
  }

  /** Whoever is waited for goes first; else as they were begun. */
  #inOrder(drafts: readonly Application[]): readonly Application[] {
    const begun = [...drafts].sort((a, b) => (a.content.visit?.place ?? 0) - (b.content.visit?.place ?? 0));
    const waited = new Set(begun.flatMap((one) => this.#waitsOn(one, begun)));
    return [...begun.filter((one) => waited.has(one)), ...begun.filter((one) => !waited.has(one))];
  }

  #definition({ content: { release, service } }: Application): ServiceDefinition | undefined {
    return this.#desk.reference.definition(release, service) ?? undefined;
  }

  #waitsFor(draft: Application): ReturnType<typeof waitedFor> {
    const definition = this.#definition(draft);
    return definition ? waitedFor(this.#desk, draft.content, definition) : [];
  }

  /** The drafts that are to be sealed before this one: its file names theirs. One that is sealed already is enough. */
  #waitsOn(draft: Application, drafts: readonly Application[]): readonly Application[] {
    const waited = this.#waitsFor(draft).filter(
      ({ dossiers }) => !dossiers.some((one) => this.#isOpened(one)),
    );
    const dossiers = new Set(waited.flatMap((one) => one.dossiers));
    return drafts.filter((one) => one.id !== draft.id && dossiers.has(one.content.dossier));
  }

  #isOpened(dossier: DossierId): boolean {
    return this.#desk.numbers?.hasOpened(dossier) || this.#desk.model.rows.has(dossier);
  }

  /** @param drafts in their order @param all those of the visit, whoever may lodge them */
  #shown(drafts: readonly Application[], all: readonly Application[]): readonly VisitApplication[] {
    const ready = new Set<DraftId>();
    const isHere = (dossier: DossierId): boolean =>
      this.#isOpened(dossier) || all.some((one) => one.content.dossier === dossier);
    return drafts.map((draft) => {
      const { content } = draft;
      const definition = this.#definition(draft);
      const known = { draft: draftRow(this.#desk, draft), means: content.fee.means };
      if (!definition) return { ...known, state: 'unknown', issues: 0, fee: null, waitsFor: [] };
      const review = reviewApplication(this.#desk, content, definition);
      const issues = review.issues.length + (content.urgentReason?.trim() === '' ? 1 : 0);
      const waits = this.#waitsOn(draft, all).some((one) => !ready.has(one.id));
      if (issues === 0 && !waits) ready.add(draft.id);
      const { fee } = review;
      return {
        ...known,
        state: issues > 0 ? 'incomplete' : waits ? 'waiting' : 'ready',
        issues,
        fee: fee && fee.due.amount > 0 ? { due: fee.due, collected: fee.collected } : null,
        waitsFor: this.#waitsFor(draft).map(({ service, dossiers }) => ({
          service,
          here: dossiers.some(isHere),
        })),
      };
    });
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

/** A failure of any kind, as it is shown: a round that is cut still tells what it has sealed. */
function told(error: unknown): Pick<NonNullable<VisitSealed['stopped']>, 'code' | 'values'> {
  if (error instanceof DeskError) return { code: error.code, values: error.values };
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return { code: typeof code === 'string' ? code : 'UI-000', values: {} };
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
