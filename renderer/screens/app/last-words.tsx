/**
 * A lock takes the drafts' keys away: what was typed in the moment before it is stored first. The desk says `locking`
 * when the officer has left, and waits a moment for this; an officer who locks waits for it too.
 */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef } from 'react';
import { useDesk, useDeskEvents, useWorkplace } from './desk-context.tsx';

type Store = () => Promise<void>;

/** A disk that hangs must not keep a desk open: longer than this is not waited for. */
const LAST_WORDS_MS = 1000;
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));

interface LastWords {
  /** @returns what takes it out again */
  readonly add: (store: Store) => () => void;
  readonly lock: () => void;
}

const LastWordsContext = createContext<LastWords | null>(null);

export function LastWordsProvider({ children }: { readonly children: ReactNode }) {
  const desk = useDesk();
  const stores = useRef(new Set<Store>());
  const lock = useCallback((): void => {
    // Settled, stored or not: what cannot be stored does not keep a desk open either.
    const stored = Promise.allSettled([...stores.current].map((store) => store()));
    void Promise.race([stored, aMoment()]).then(() => desk.lock());
  }, [desk]);
  const add = useCallback((store: Store) => {
    stores.current.add(store);
    return () => void stores.current.delete(store);
  }, []);
  useDeskEvents((event) => {
    if (event.type === 'locking') lock();
  });
  return (
    <LastWordsContext.Provider value={useMemo(() => ({ add, lock }), [add, lock])}>
      {children}
    </LastWordsContext.Provider>
  );
}

/** `store` is called, and waited for, before a lock. */
export function useStoredBeforeLock(store: Store): void {
  const words = useContext(LastWordsContext);
  useEffect(() => words?.add(store), [words, store]);
}

/** Makes room for another officer: locks, and the locked screen asks another first. */
export function useSwitchOfficer(): () => void {
  const lock = useLock();
  const { onLeaving } = useWorkplace();
  return () => {
    onLeaving();
    lock();
  };
}

/** Locks once everything typed is stored. */
export function useLock(): () => void {
  const words = useContext(LastWordsContext);
  const desk = useDesk();
  return words?.lock ?? (() => void desk.lock());
}
