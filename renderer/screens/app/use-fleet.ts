import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { FleetView } from '../../../app/desk/fleet.ts';
import type { LinkStatus } from '../../../app/desk/link-status.ts';
import { parseCentralRoute } from '../central/central-route.ts';
import { type Loaded, useDeskData, useSession, useWorkplace } from './desk-context.tsx';
import { useRoute } from './route.ts';

const MINUTE = 60_000;
/** Asked so often while « Guichets » is shown, and so often for the number in the rail. */
const SHOWN = MINUTE;
const BESIDE = 10 * MINUTE;

/**
 * The ministry's desks, for the rail and the screen alike: asked again as time passes, and when the link comes or goes.
 * Null at a mission, which asks nothing.
 */
export function useFleet(link: LinkStatus | undefined): Loaded<FleetView> | null {
  const central = useWorkplace().officer.mission === 'CENTRAL';
  const route = useRoute();
  const { now } = useSession();
  const fleet = useDeskData('fleet', async (desk) => (central ? desk.fleet() : undefined));
  const { reload } = fleet;
  const askedAt = useRef(now());
  const ask = useCallback(() => {
    askedAt.current = now();
    reload();
  }, [now, reload]);

  const shown = route.name === 'central' && parseCentralRoute(route.path).name === 'desks';
  const period = shown ? SHOWN : BESIDE;
  useEffect(() => {
    if (!central) return;
    const askWhenDue = () => {
      if (document.visibilityState === 'visible' && now() - askedAt.current >= period) ask();
    };
    askWhenDue();
    // Looked at more often than it falls due: a window that comes back into sight is soon right.
    const timer = setInterval(askWhenDue, period / 4);
    return () => clearInterval(timer);
  }, [central, period, now, ask]);

  const reached = link && link.state !== 'no-link' && link.state !== 'foreign-answer';
  const before = useRef(reached);
  useEffect(() => {
    if (central && before.current !== undefined && before.current !== reached) ask();
    before.current = reached;
  }, [central, reached, ask]);

  const { value, error } = fleet;
  return useMemo(() => (central ? { value, error, reload: ask } : null), [central, value, error, ask]);
}
