/** What every unlocked screen shares: the link, the numbers of the rail, the battery, what is open over the screen. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import type { FleetView } from '../../../app/desk/fleet.ts';
import type { LinkStatus } from '../../../app/desk/link-status.ts';
import type { ListFilter } from '../../../app/desk/lists.ts';
import { type Counting, useCounting } from '../shared/decision-countdown.tsx';
import { type Loaded, useDeskData, useDeskEvents, useShell } from './desk-context.tsx';
import { atMostEvery } from './paced.ts';
import { useFleet } from './use-fleet.ts';

export interface RailCounts {
  readonly drafts: number;
  readonly lists: Readonly<Record<ListFilter, number>>;
}

export interface Trouble {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface Workspace {
  readonly link: LinkStatus | undefined;
  readonly counts: RailCounts | undefined;
  /** null at a mission */
  readonly fleet: Loaded<FleetView> | null;
  readonly batteryMinutes: number | null;
  readonly over: 'search' | 'link' | 'keys' | null;
  readonly open: (over: Workspace['over']) => void;
  readonly troubles: readonly Trouble[];
  readonly dismissTrouble: (code: string) => void;
  /** a decision within its eight seconds */
  readonly counting: Counting | null;
  readonly rebuild: { readonly done: number; readonly of: number } | null;
}

const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error('not inside the unlocked part');
  return workspace;
}

const changesLists = ({ type }: DeskEvent): boolean =>
  type === 'dossiers-changed' || type === 'drafts-changed';

/** The indicator is repainted at most once a second (UI.md section 12). */
const REPAINT = 1000;

export function WorkspaceProvider({ children }: { readonly children: ReactNode }) {
  const [over, open] = useState<Workspace['over']>(null);
  const [troubles, setTroubles] = useState<readonly Trouble[]>([]);
  const [rebuild, setRebuild] = useState<Workspace['rebuild']>(null);
  const link = useLinkStatus();
  const fleet = useFleet(link);
  const { value: counts } = useDeskData(
    'rail',
    async (desk): Promise<RailCounts> => {
      const [page, drafts] = await Promise.all([desk.list('all', 0, 1), desk.drafts()]);
      return { drafts: drafts.length, lists: page.counts };
    },
    changesLists,
  );
  useDeskEvents((event) => {
    if (event.type === 'trouble') {
      setTroubles((old) => [...old.filter(({ code }) => code !== event.code), event]);
    }
    if (event.type === 'rebuild-progress') {
      setRebuild(event.done < event.of ? { done: event.done, of: event.of } : null);
    }
  });
  const dismissTrouble = useCallback(
    (code: string) => setTroubles((old) => old.filter((one) => one.code !== code)),
    [],
  );
  const batteryMinutes = useBattery();
  const counting = useCounting();
  const workspace = useMemo<Workspace>(
    () => ({ link, counts, fleet, batteryMinutes, over, open, troubles, dismissTrouble, counting, rebuild }),
    [link, counts, fleet, batteryMinutes, over, troubles, dismissTrouble, counting, rebuild],
  );
  return <WorkspaceContext.Provider value={workspace}>{children}</WorkspaceContext.Provider>;
}

function useLinkStatus(): LinkStatus | undefined {
  const { value, reload } = useDeskData('link', (desk) => desk.link());
  const paced = useMemo(() => atMostEvery(REPAINT, reload), [reload]);
  useEffect(() => paced.stop, [paced]);
  useDeskEvents((event) => {
    if (event.type === 'link-changed') paced.ask();
  });
  return value;
}

/** Asked once a minute; null on mains, and where the program cannot know. */
function useBattery(): number | null {
  const shell = useShell();
  const [minutes, setMinutes] = useState<number | null>(null);
  useEffect(() => {
    const ask = () =>
      void shell.batteryMinutes().then(setMinutes, () => {
        setMinutes(null);
      });
    ask();
    const timer = setInterval(ask, 60_000);
    return () => clearInterval(timer);
  }, [shell]);
  return minutes;
}
