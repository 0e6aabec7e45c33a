/** A delegation of signature reaches a real gateway with the acts that are sealed under it, in any order, by any carrier. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { documentsOf, KEYRING } from '../../../sync-server/admission/databases.ts';
import { delegation, delegationEnd, given, planWithDelegates } from '../../world/delegated.ts';
import { approval, World } from '../../world/world.ts';
import { BY_MISSION, Centre, documentsOfActs, SERVICES, wrapOf } from './support.ts';

let world: World;
let centre: Centre;
beforeEach(async () => {
  world = await World.open(SERVICES, planWithDelegates());
  centre = await Centre.open(world);
});
afterEach(() => centre.close());

const inKeyring = async (): Promise<string[]> => {
  const found: string[] = [];
  for await (const { id } of documentsOf((await centre.store.open(KEYRING))!)) found.push(id);
  return found;
};

it('holds the act until the delegation comes, spreads it with the keyring, and knows it after a restart', async () => {
  const delegate = world.officer('E. K.', 'ML-PAR/B');
  const { id, document } = await delegation(world.head, given(world, delegate));
  const { dossier, acts } = await world.lodged(BY_MISSION);
  const prior = [acts[1]!.id];
  const approved = await world.seal(dossier, delegate, {
    kind: 'approved',
    prior,
    body: approval,
    but: { under: id },
  });
  await centre.push([wrapOf(dossier), ...documentsOfActs([...acts, approved])]);
  expect((await centre.lastWords()).get(approved.id)).toBe('held AD-111');
  expect(await centre.push([document])).toMatchObject([{ id: document._id }]);
  expect((await centre.lastWords()).get(approved.id)).toBe('accepted AD-000');
  expect(await inKeyring()).toContain(document._id);

  // Its end first, and another file of the same delegate: what no earlier receipt covers waits.
  await centre.restart();
  const end = await delegationEnd(world.head, id, '2026-11-21T09:00:00Z');
  expect(await centre.push([end])).toMatchObject([{ id: end._id }]);
  const other = await world.lodged(BY_MISSION);
  const late = await world.seal(other.dossier, delegate, {
    kind: 'approved',
    prior: [other.acts[1]!.id],
    body: approval,
    but: { under: id },
  });
  await centre.push([wrapOf(other.dossier), ...documentsOfActs([...other.acts, late])]);
  const words = await centre.lastWords();
  expect([words.get(approved.id), words.get(late.id)]).toEqual(['accepted AD-000', 'held AD-108']);
  // One that nobody may give, and one under another's name, are forbidden.
  const widened = await delegation(delegate, given(world, world.agent));
  const renamed = { ...document, _id: widened.document._id };
  for (const bad of [widened.document, renamed])
    expect(await centre.push([bad])).toMatchObject([{ error: 'forbidden' }]);
  expect(await inKeyring()).not.toContain(widened.document._id);
}, 120_000);
