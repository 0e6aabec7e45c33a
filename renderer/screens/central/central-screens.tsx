/** The central office: File, Examen, À cosigner, Guichets. The frame around them is the application's. */
import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { DossierId } from '../../../app/acts/ids.ts';
import { useDesk, useDeskData, useDeskEvents, useSession, useWorkplace } from '../app/desk-context.tsx';
import { type Central, CentralProvider } from './central-context.tsx';
import { goTo, parseCentralRoute } from './central-route.ts';
import { DesksScreen } from './desks/desks-screen.tsx';
import { ErasuresScreen } from './erasures/erasures-screen.tsx';
import { HeldScreen } from './held/held-screen.tsx';
import { CountersignScreen } from './queue/countersign-screen.tsx';
import { followingFiles, heldByOther } from './queue/queue-order.ts';
import { QueueScreen } from './queue/queue-screen.tsx';
import { DecisionEnded } from './review/decision-ended.tsx';
import { useDecisions } from './review/decisions.ts';
import { useReviewMemory } from './review/review-memory.ts';
import { ReviewScreen } from './review/review-screen.tsx';
import { SecretSheet } from './review/secret-sheet.tsx';
import './central.css';

/** As many as a queue of several missions holds on a bad day; the worker pages beyond. */
const QUEUE_LIMIT = 1000;
/** The PIN is good for one round. */
const ROUND_MS = 15 * 60_000;

export interface CentralScreensProps {
  /** of the route `central` */
  readonly path: readonly string[];
  /** in place of the centre's own: what a mission that decides works from */
  readonly lists?: { readonly queue: ReactNode; readonly countersign: ReactNode };
}

export function CentralScreens({ path, lists }: CentralScreensProps) {
  const desk = useDesk();
  const { now } = useSession();
  const { officer } = useWorkplace();
  const queue = useDeskData(
    'queue',
    (api) => api.queue(0, QUEUE_LIMIT),
    ({ type }) => type === 'dossiers-changed' || type === 'decision-ended',
  );
  const memory = useReviewMemory();
  const decisions = useDecisions(
    useCallback((dossier: DossierId) => goTo({ name: 'review', id: dossier }), []),
  );
  const decided = useDecided();
  const secret = useSecretRound();
  const [noneWaits, setNoneWaits] = useState(false);

  const central: Central = {
    queue,
    memory,
    decisions,
    takeNext: async () => {
      const id = await desk.takeNext();
      setNoneWaits(id === null);
      if (id !== null) goTo({ name: 'review', id });
    },
    following: (id, count) =>
      followingFiles(
        queue.value?.rows ?? [],
        id,
        count,
        (row) =>
          heldByOther(row, officer.subject, now()) || decisions.isCounting(row.id) || decided.has(row.id),
      ),
    withSecret: secret.run,
    askingSecret: secret.asking,
  };
  const route = parseCentralRoute(path);
  return (
    <CentralProvider value={central}>
      {route.name === 'review' && <ReviewScreen id={route.id} />}
      {route.name === 'countersign' && (lists?.countersign ?? <CountersignScreen />)}
      {route.name === 'desks' && (lists?.queue ?? <DesksScreen />)}
      {route.name === 'erasures' && <ErasuresScreen id={route.id} />}
      {route.name === 'held' && <HeldScreen />}
      {route.name === 'queue' && (lists?.queue ?? <QueueScreen noneWaits={noneWaits} />)}
      <DecisionEnded decisions={decisions} />
      <SecretSheet isOpen={secret.asking} onClose={secret.close} onConfirmed={secret.confirmed} />
    </CentralProvider>
  );
}

/** What this window decided: the worker's queue may still list it for a moment. */
function useDecided(): ReadonlySet<DossierId> {
  const [decided, setDecided] = useState<ReadonlySet<DossierId>>(new Set());
  useDeskEvents((event) => {
    if (event.type === 'decision-ended' && event.end.end === 'sealed') {
      const { dossier } = event.end;
      setDecided((old) => new Set(old).add(dossier));
    }
  });
  return decided;
}

/** Asks for the PIN when the round is over, then goes on with what was pressed. */
function useSecretRound() {
  const { now } = useSession();
  const goodUntil = useRef(0);
  const waiting = useRef<(() => void) | null>(null);
  const [asking, setAsking] = useState(false);
  useDeskEvents((event) => {
    if (event.type === 'locked') goodUntil.current = 0;
  });
  const close = useCallback(() => {
    waiting.current = null;
    setAsking(false);
  }, []);
  return {
    asking,
    close,
    run: (work: () => void) => {
      if (now() < goodUntil.current) work();
      else {
        waiting.current = work;
        setAsking(true);
      }
    },
    confirmed: () => {
      goodUntil.current = now() + ROUND_MS;
      const work = waiting.current;
      close();
      work?.();
    },
  };
}
