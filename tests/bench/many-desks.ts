/** A ministry of hundreds of desks, 25 a mission, and what each has to send. */
import type { DeskId, MissionCode } from '../../app/acts/ids.ts';
import type { LogDocument } from '../../app/log/records.ts';
import { demoPlan } from '../../scripts/ministry/plan.ts';
import { readServices } from '../world/services.ts';
import { openedBody, World } from '../world/world.ts';

const DESKS_A_MISSION = 25;

export interface BusyDesk {
  readonly desk: DeskId;
  readonly mission: MissionCode;
  /** an application each: the wrap of its key, `opened` and `submitted` */
  readonly pushes: readonly (readonly LogDocument[])[];
}

export async function manyDesks(count: number, acts: number): Promise<{ world: World; desks: BusyDesk[] }> {
  const places = Array.from({ length: count }, (_, n) => {
    const mission = `ML-B${String(Math.floor(n / DESKS_A_MISSION)).padStart(2, '0')}` as MissionCode;
    return { mission, desk: `${mission}/${String.fromCharCode(65 + (n % DESKS_A_MISSION))}` as DeskId };
  });
  const plan = demoPlan('http://127.0.0.1:1');
  const [names] = Object.values(plan.missions);
  if (!names) throw new Error('the plan has no mission');
  const ids = places.map(({ desk }) => desk);
  const world = await World.open(readServices('ml').slice(0, 1), {
    ...plan,
    missions: { ...plan.missions, ...Object.fromEntries(places.map(({ mission }) => [mission, names])) },
    desks: [...plan.desks, ...ids],
    officers: [...plan.officers, { name: 'SPECIMEN Ali', initials: 'D. D.', roles: ['agent'], desks: ids }],
  });
  const desks: BusyDesk[] = [];
  for (const place of places) desks.push({ ...place, pushes: await pushesOf(world, place, acts) });
  return { world, desks };
}

async function pushesOf(
  world: World,
  { mission, desk }: { mission: MissionCode; desk: DeskId },
  acts: number,
): Promise<LogDocument[][]> {
  const by = world.officer('D. D.', desk);
  const [service] = world.definitions;
  if (!service) throw new Error('the catalogue is empty');
  const pushes: LogDocument[][] = [];
  for (let made = 0; made < acts; made += 2) {
    const dossier = await world.dossier(service, by, mission);
    const opened = await world.seal(dossier, by, { kind: 'opened', prior: [], body: openedBody() });
    const submitted = await world.seal(dossier, by, { kind: 'submitted', prior: [opened.id], body: {} });
    const { _id, _rev, jws } = dossier.wrap;
    pushes.push([{ _id, _rev, jws }, opened.document, submitted.document]);
  }
  return pushes;
}
