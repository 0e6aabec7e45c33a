/** What one day brings to a mission. */
import type { SignedDocument } from '../../../app/log/records.ts';
import { approval, openedBody, refusal, type World } from '../../world/world.ts';
import { BY_CENTRE, BY_MISSION, documentOfText, documentsOfActs, lift, wrapOf } from './support.ts';

/** Two files that meet everything a day brings: decisions, competing heads, wrong roles, forgeries, things missing. */
export async function aDay(world: World): Promise<SignedDocument[]> {
  const { agent, head, reviewer, supervisor } = world;
  const file = await world.lodged(BY_CENTRE);
  const submitted = file.acts[1]!;
  const approved = await world.seal(file.dossier, reviewer, {
    kind: 'approved',
    prior: [submitted.id],
    body: approval,
  });
  const refused = await world.seal(file.dossier, supervisor, {
    kind: 'refused',
    prior: [submitted.id],
    body: refusal,
  });
  const note = await world.seal(file.dossier, agent, {
    kind: 'annotated',
    prior: [approved.id],
    body: { note: 'a' },
  });
  const wrong = await world.seal(file.dossier, head, {
    kind: 'approved',
    prior: [submitted.id],
    body: approval,
  });
  const onWrong = await world.seal(file.dossier, agent, {
    kind: 'annotated',
    prior: [wrong.id],
    body: { note: 'b' },
  });
  const mine = await world.dossier(BY_MISSION);
  const opened = await world.seal(mine, agent, { kind: 'opened', prior: [], body: openedBody() });
  const sent = await world.seal(mine, agent, { kind: 'submitted', prior: [opened.id], body: {} });
  const decided = await world.seal(mine, head, { kind: 'approved', prior: [sent.id], body: approval });
  const orphan = await world.seal(mine, agent, {
    kind: 'annotated',
    prior: ['A'.repeat(43) as never],
    body: { note: 'c' },
  });
  const doubtful = await world.seal(mine, agent, {
    kind: 'annotated',
    prior: [decided.id],
    body: { note: 'd' },
    but: { claimedAt: '2099-01-01T00:00:00Z' },
  });
  const spoiled = await documentOfText(mine.id, opened.jws.replace(/.$/, '='));
  const acts = [
    ...file.acts,
    approved,
    refused,
    note,
    wrong,
    onWrong,
    opened,
    sent,
    decided,
    orphan,
    doubtful,
  ];
  return [
    ...documentsOfActs(acts),
    spoiled,
    wrapOf(file.dossier),
    wrapOf(mine),
    await lift(doubtful.id, 'accepted', supervisor),
  ].map(({ _id, _rev, jws }) => ({ _id, _rev, jws }));
}
