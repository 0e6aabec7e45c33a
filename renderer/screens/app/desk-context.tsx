/** The desk, the program around the window, the clock and the officer, for every screen beneath. */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { DeskApi } from '../../../app/desk/desk-api.ts';
import { DeskError } from '../../../app/desk/desk-error.ts';
import type { DeskEvent } from '../../../app/desk/desk-event.ts';
import type { Officer } from '../../../app/desk/officer.ts';
import type { ShellApi } from '../../../app/desk/shell-api.ts';
import type { DeskSituation } from '../../../app/desk/situation.ts';
import type { DeskConnection } from '../../../app/desk/worker-start.ts';
import { oneAtATime } from './paced.ts';

export interface DeskSession extends DeskConnection {
  readonly shell: ShellApi;
  /** milliseconds since 1970: the computer's, or a test's */
  readonly now: () => number;
}

const SessionContext = createContext<DeskSession | null>(null);

export function DeskProvider({
  session,
  children,
}: {
  readonly session: DeskSession;
  readonly children: ReactNode;
}) {
  return <SessionContext.Provider value={session}>{children}</SessionContext.Provider>;
}

export function useSession(): DeskSession {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('no desk around this component');
  return session;
}
export const useDesk = (): DeskApi => useSession().desk;
export const useShell = (): ShellApi => useSession().shell;

/** Who is at the desk, and what the desk is; only inside the unlocked part. */
export interface Workplace {
  readonly officer: Officer;
  readonly situation: DeskSituation;
  /** this officer makes room for another */
  readonly onLeaving: () => void;
}
const WorkplaceContext = createContext<Workplace | null>(null);
export const WorkplaceProvider = WorkplaceContext.Provider;

export function useWorkplace(): Workplace {
  const workplace = useContext(WorkplaceContext);
  if (workplace === null) throw new Error('nobody has unlocked this desk');
  return workplace;
}

/** Any failure as the one kind that has a text. */
export function deskErrorOf(error: unknown): DeskError {
  if (error instanceof DeskError) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return new DeskError(typeof code === 'string' ? code : 'UI-000', {}, { cause: error });
}

export interface Loaded<T> {
  /** undefined until the first answer; then the newest one, also while it is read again */
  readonly value: T | undefined;
  readonly error: DeskError | undefined;
  readonly reload: () => void;
}

/**
 * Reads from the desk, and again whenever an event concerns it.
 * @param key what is read; another key empties the value
 * @param concerns which events make it stale; null: none
 */
export function useDeskData<T>(
  key: string,
  load: (desk: DeskApi) => Promise<T>,
  concerns: ((event: DeskEvent) => boolean) | null = null,
): Loaded<T> {
  const session = useSession();
  const [state, setState] = useState<{ key: string; value?: T; error?: DeskError }>({ key });
  const newest = useRef(load);
  useEffect(() => {
    newest.current = load;
  });
  const again = useRef(() => {});
  useEffect(() => {
    const reading = oneAtATime(async (isWanted) => {
      try {
        const value = await newest.current(session.desk);
        if (isWanted()) setState({ key, value });
      } catch (error) {
        if (isWanted()) setState((old) => ({ ...old, key, error: deskErrorOf(error) }));
      }
    });
    again.current = reading.ask;
    reading.ask();
    return reading.stop;
  }, [session, key]);
  const reload = useCallback(() => again.current(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what concerns a reader does not change while it lives
  useEffect(() => {
    if (concerns === null) return;
    return session.on((event) => {
      if (concerns(event)) reload();
    });
  }, [session, key]);
  const current = state.key === key ? state : { key };
  return useMemo(
    () => ({ value: current.value, error: current.error, reload }),
    [current.value, current.error, reload],
  );
}

/** Calls back at each event of the desk while the component is on screen. */
export function useDeskEvents(listener: (event: DeskEvent) => void): void {
  const session = useSession();
  // Renewed at each render: listeners close over state.
  useEffect(() => session.on(listener));
}

/** A press under way: the button waits, a failure is kept to be shown. */
export function useAction(): {
  readonly busy: boolean;
  readonly error: DeskError | undefined;
  readonly clear: () => void;
  readonly run: <T>(work: () => Promise<T>) => Promise<T | undefined>;
} {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<DeskError | undefined>(undefined);
  const run = useCallback(async <T,>(work: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setError(undefined);
    try {
      return await work();
    } catch (caught) {
      setError(deskErrorOf(caught));
      return undefined;
    } finally {
      setBusy(false);
    }
  }, []);
  const clear = useCallback(() => setError(undefined), []);
  return { busy, error, clear, run };
}
