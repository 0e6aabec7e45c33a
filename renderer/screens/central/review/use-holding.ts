/** Opening a file assigns it for 30 minutes, so that others see it; leaving it frees it. */
import { useCallback, useEffect, useRef } from 'react';
import type { DossierId } from '../../../../app/acts/ids.ts';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import { useSession, useWorkplace } from '../../app/desk-context.tsx';
import { takenByOther } from './readiness.ts';

export const HOLD_MS = 30 * 60_000;
/** Walking through the queue with J and K must not seal an entry at each file. */
const SETTLE_MS = 600;

export interface Holding {
  /** holds the file now, also when it is another's */
  readonly take: () => Promise<void>;
  /** the file was decided or sent back: leaving it has nothing to free */
  readonly settled: (id: DossierId) => void;
}

export function useHolding(id: DossierId, view: DossierView | undefined): Holding {
  const { desk, now } = useSession();
  const { officer } = useWorkplace();
  const me = officer.subject;
  const latest = useRef(view);
  latest.current = view;
  const held = useRef(new Set<DossierId>());
  const done = useRef(new Set<DossierId>());

  const take = useCallback(async () => {
    const current = latest.current;
    if (!current?.allowed.includes('assigned')) return;
    done.current.delete(id);
    held.current.add(id);
    const until = new Date(now() + HOLD_MS).toISOString();
    await desk.seal(id, { kind: 'assigned', body: { until }, assignee: me }, current.heads);
  }, [desk, now, id, me]);

  const loaded = view !== undefined && view.row.id === id;
  useEffect(() => {
    const current = latest.current;
    if (!loaded || !current) return;
    const mine =
      current.row.assignee?.subject === me &&
      (current.row.assignee.until === null || Date.parse(current.row.assignee.until) > now());
    if (mine) held.current.add(id);
    const free = !mine && !takenByOther({ view: current, me, now: now() });
    const timer = free ? setTimeout(() => void take().catch(() => undefined), SETTLE_MS) : undefined;
    return () => {
      clearTimeout(timer);
      if (!held.current.delete(id) || done.current.has(id)) return;
      desk.leave(id).catch(() => undefined);
    };
  }, [id, loaded, desk, now, me, take]);

  return { take, settled: useCallback((settled) => done.current.add(settled), []) };
}
