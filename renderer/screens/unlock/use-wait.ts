import { useEffect, useState } from 'react';
import { useSession } from '../app/desk-context.tsx';

/** Whole seconds until `until`; 0 when it has come. Ticks only while there is something to wait for. */
export function useWait(until: string | null): number {
  const { now } = useSession();
  const left = (): number =>
    until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new moment starts a new count
  useEffect(() => {
    setSeconds(left());
    if (until === null) return;
    const timer = setInterval(() => {
      const rest = left();
      setSeconds(rest);
      if (rest === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [until]);
  return seconds;
}
