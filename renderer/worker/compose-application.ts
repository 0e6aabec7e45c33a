/** The acts of a new application: `opened`, `submitted`, and `fee-collected` when paid, with the desk's next numbers. */
import type { ActBodies } from '../../app/acts/bodies.ts';
import type { DraftId, MissionCode, Reference } from '../../app/acts/ids.ts';
import { QUITTANCE, quittanceText } from '../../app/acts/numbers.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { sealableAnswers } from '../../app/catalogue/form.ts';
import { personOf } from '../../app/catalogue/person.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { DraftReview } from '../../app/desk/draft.ts';
import type { ApplicationContent } from '../drafts/draft-content.ts';
import type { Row } from '../read-model/project-row.ts';
import { formOf } from './application-review.ts';
import type { DeskContext } from './desk-context.ts';
import { groupsOf } from './entitled-groups.ts';
import { leaseOf } from './numbers.ts';
import { type ActToSeal, type Composed, listing } from './sealing.ts';
import { waitedFor } from './waited-for.ts';

/** @throws DeskError DR-001 when this file was opened before: its draft had outlived its sealing */
export async function composeApplication(
  desk: DeskContext,
  id: DraftId,
  content: ApplicationContent,
  definition: ServiceDefinition,
  review: DraftReview,
): Promise<Composed> {
  const { numbers, drafts, clock, model, random } = desk;
  if (!numbers) throw new DeskError('SL-001');
  await numbers.catchUp();
  if (numbers.hasOpened(content.dossier)) {
    await drafts.delete(id);
    throw new DeskError('DR-001');
  }
  const year = new Date(clock.now()).getUTCFullYear();
  return {
    ref: numbers.nextReference(year, refsOf(model.rows.values())),
    acts: await actsOf(desk, content, definition, review, year),
    key: {
      gen: 1,
      bytes: random.bytes(32),
      groups: groupsOf(desk, content.mission, definition).map(({ id }) => id),
    },
    meanwhile: [],
  };
}

async function actsOf(
  desk: DeskContext,
  content: ApplicationContent,
  definition: ServiceDefinition,
  review: DraftReview,
  year: number,
): Promise<ActToSeal[]> {
  const answers = sealableAnswers(
    definition,
    content.answers,
    formOf(desk, content),
  ) as ActBodies['opened']['answers'];
  const phone = personOf(definition, answers).phone;
  const opened: ActToSeal<'opened'> = {
    kind: 'opened',
    prior: [],
    priority: content.urgentReason ? 'urgent' : 'normal',
    blobs: content.evidence.map(listing),
    body: {
      person: content.person,
      answers,
      documents: [...content.evidence],
      originalsKept: [...content.originalsKept],
      missing: [...review.missingDocuments],
      language: content.language,
      phones: phone ? [phone] : [],
      ...(content.urgentReason ? { urgentReason: content.urgentReason } : {}),
      ...(review.fee ? { feeDue: review.fee.due } : {}),
    },
  };
  const acts: ActToSeal[] = [opened, { kind: 'submitted', prior: [0], blobs: [], body: {} }];
  // What is lodged already is under way: this file says that it waits for it.
  const [waited] = waitedFor(desk, content, definition).flatMap(({ dossiers, reason }) =>
    dossiers.filter((one) => desk.numbers?.hasOpened(one)).map((dossier) => ({ dossier, reason })),
  );
  if (waited) {
    const body = { dossier: waited.dossier, reason: waited.reason };
    acts.push({ kind: 'waits-for', prior: [1], blobs: [], body });
  }
  const { paid, collected, means } = content.fee;
  if (paid && review.fee) {
    const quittance = await quittanceOf(desk, content.mission, year);
    const rate = review.fee.rate ? { rate: review.fee.rate } : {};
    const body = {
      legal: review.fee.due,
      collected: collected ?? review.fee.collected,
      ...rate,
      quittance,
      means: means ?? 'cash',
    };
    acts.push({ kind: 'fee-collected', prior: [acts.length - 1], blobs: [], body });
  }
  return acts;
}

async function quittanceOf(
  { desk, reference, stores, numbers }: DeskContext,
  mission: MissionCode,
  year: number,
): Promise<string> {
  const lease = await leaseOf(reference.keyring, stores.keyring, desk, QUITTANCE);
  if (!numbers) throw new DeskError('NU-001');
  return quittanceText(mission, year, numbers.next(QUITTANCE, lease));
}

function* refsOf(rows: Iterable<Row>): Generator<Reference> {
  for (const { ref } of rows) yield ref;
}
