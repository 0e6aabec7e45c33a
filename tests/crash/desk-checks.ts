/** What must hold on a desk whatever happened to the one before it: the laws of docs, asked of the screens' own contract. */
import { expect } from 'vitest';
import type { ActId, DossierId } from '../../app/acts/ids.ts';
import { readAct } from '../../app/acts/verify-act.ts';
import type { DossierView } from '../../app/desk/dossier-view.ts';
import type { NodeDesk } from '../world/desk-in-node.ts';
import type { MemoryCentre, MissionAtCentre } from '../world/memory-centre.ts';

/** Everything the screens show, without what a later look may change. */
export async function shown(at: NodeDesk): Promise<{ rows: unknown; views: DossierView[] }> {
  const page = await at.desk.list('all', 0, 1000);
  const ids = page.rows.map(({ id }) => id).sort();
  const views: DossierView[] = [];
  for (const id of ids) views.push(await at.desk.dossier(id));
  return { rows: page, views };
}

/** Law 4: the read model is what a rebuild makes of the log. */
export async function expectRebuildable(at: NodeDesk): Promise<void> {
  const before = await shown(at);
  await at.desk.rebuild();
  expect(await shown(at)).toEqual(before);
}

/** Each file was opened once, no number was given twice and none left out; what is sealed is whole, evidence too. */
export async function expectWhole(at: NodeDesk): Promise<void> {
  const opened = new Map<string, string>();
  const serials: number[] = [];
  let seq = new Map<string, number>();
  for (const { acts, mission, epoch } of await at.journal.replay(0, 1000)) {
    for (const { jws } of acts) {
      const { envelope } = await readAct(jws);
      const chain = `${mission} ${epoch}`;
      expect(envelope.seq).toBe((seq.get(chain) ?? 0) + 1);
      seq = seq.set(chain, envelope.seq);
      if (envelope.kind !== 'opened') continue;
      expect(opened.has(envelope.dossier)).toBe(false);
      opened.set(envelope.dossier, envelope.ref);
      serials.push(Number(envelope.ref.split('-')[3]));
    }
  }
  expect(serials).toEqual(serials.map((_, index) => index + 1));
  const { views } = await shown(at);
  const ids = new Set<string>(views.map(({ row }) => row.id));
  for (const dossier of opened.keys()) expect(ids.has(dossier)).toBe(true);
  const quittances = views.flatMap(({ fee }) => fee.paid.map(({ quittance }) => quittance));
  expect(new Set(quittances).size).toBe(quittances.length);
  for (const view of views) {
    expect(view.timeline.filter(({ kind }) => kind === 'opened')).toHaveLength(1);
    for (const { blob } of view.documents)
      expect((await at.desk.evidence(view.row.id, blob)).here, 'evidence of a sealed file').toBe(true);
  }
}

/** Law 6: what is shown as received is held by the centre, act, wrap and chunks, and receipted. */
export async function expectReceivedIsHeld(at: NodeDesk, centre: MemoryCentre): Promise<void> {
  const { views } = await shown(at);
  for (const { row, timeline } of views) {
    const centres = [centre.missions, ...centre.past].flatMap((all) => all.get(row.mission) ?? []);
    for (const { act, kind } of timeline.filter(({ state }) => state === 'received'))
      expect(
        centres.some((one) => holds(one, row.id, act)),
        `${kind} is received`,
      ).toBe(true);
  }
}

function holds(mission: MissionAtCentre, dossier: DossierId, act: ActId): boolean {
  const judged = mission.judged.get(`act:${dossier}:${act}`);
  const envelope = judged?.act?.envelope;
  const wraps = [...mission.judged].filter(([id]) => id.startsWith(`key:${dossier}:${envelope?.keyGen}:`));
  return (
    judged?.admission.verdict === 'accepted' &&
    mission.book.act(act)?.verdict === 'accepted' &&
    wraps.some(([, { admission }]) => admission.verdict === 'accepted') &&
    (envelope?.blobs ?? []).every((blob) =>
      blob.chunks.every(
        (chunk) => mission.chunks.ids.has(chunk) && mission.book.chunk(chunk)?.verdict === 'accepted',
      ),
    )
  );
}

export const rowOf = async (at: NodeDesk, id: DossierId) =>
  (await at.desk.list('all', 0, 1000)).rows.find((row) => row.id === id);
