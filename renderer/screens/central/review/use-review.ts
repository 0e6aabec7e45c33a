/** Everything that may be done on one file, and what it needs. */
import { useMemo, useState } from 'react';
import type { BlobId, DossierId } from '../../../../app/acts/ids.ts';
import type { ActCommand } from '../../../../app/desk/act-command.ts';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import type { SealOutcome } from '../../../../app/desk/seal-outcome.ts';
import { localDay } from '../../../ui/format.ts';
import { type Loaded, useAction, useDesk, useSession, useWorkplace } from '../../app/desk-context.tsx';
import { useCentral } from '../central-context.tsx';
import { itemsOf } from './complement.ts';
import { decisionBasis, type Obstacle, obstacles, takenByOther } from './readiness.ts';
import { useHolding } from './use-holding.ts';
import { useSeen } from './use-seen.ts';

type OpenSheet = 'none' | 'complement' | 'refusal' | 'decline';

export type Review = ReturnType<typeof useReview>;

export function useReview(id: DossierId, dossier: Loaded<DossierView>, openNext: () => void) {
  const desk = useDesk();
  const { now } = useSession();
  const { officer } = useWorkplace();
  const { memory, withSecret } = useCentral();
  const holding = useHolding(id, dossier.value);
  const [sheet, setSheet] = useState<OpenSheet>('none');
  const [shown, setShown] = useState<{ readonly id: DossierId; readonly blob: string } | null>(null);
  const action = useAction();
  const view = dossier.value;
  const work = memory.work(id);
  const today = localDay(now());
  const mission = view?.row.mission;
  const context = useMemo(() => ({ today, ...(mission ? { mission } : {}) }), [today, mission]);
  const kind: 'approved' | 'countersigned' = view?.allowed.includes('countersigned')
    ? 'countersigned'
    : 'approved';
  const seen = useSeen(id, view);
  const [sealed, setSealed] = useState<SealOutcome | null>(null);
  const left: readonly Obstacle[] = [
    ...(seen.changed ? [{ kind: 'changed' } as const] : []),
    ...(view ? obstacles({ view, work, context, me: officer.subject, now: now() }, kind) : []),
  ];

  const finished = () => {
    holding.settled(id);
    setSheet('none');
    openNext();
  };
  /** Two versions now: that is told here, before the next file is opened. */
  const told = (outcome: SealOutcome) => {
    if (outcome.meanwhile.length === 0) return finished();
    holding.settled(id);
    setSheet('none');
    setSealed(outcome);
  };
  const decide = (command: ActCommand) =>
    withSecret(
      () =>
        void action.run(async () => {
          await desk.decide(id, command, seen.heads);
          finished();
        }),
    );
  return {
    id,
    sheet,
    open: setSheet,
    action,
    work,
    memory,
    today,
    context,
    kind,
    left,
    changed: seen.changed,
    read: seen.read,
    /** what an entry sealed on this screen competes with */
    competing: sealed?.dossier === id ? sealed.meanwhile : [],
    taken: view !== undefined && takenByOther({ view, me: officer.subject, now: now() }),
    take: () => void action.run(holding.take),
    current: (shown?.id === id ? shown.blob : undefined) ?? view?.documents[0]?.blob,
    show: (blob: string) => setShown({ id, blob }),
    displayed: (blob: BlobId) => {
      if (memory.work(id).displayed.has(blob)) return;
      void desk.noteDisplayed(id, blob).then(
        () => memory.noteDisplayed(id, blob),
        () => undefined,
      );
    },
    approve: () => {
      if (!view || left.length > 0 || action.busy) return;
      const { displayed, checks } = decisionBasis(view, work, context);
      decide(
        kind === 'approved'
          ? { kind, body: { displayed, checks } }
          : { kind: 'countersigned', body: { displayed } },
      );
    },
    refuse: () => {
      if (!view) return;
      const { grounds, explanation, appeal } = work.refusal;
      decide({
        kind: 'refused',
        body: {
          ...decisionBasis(view, work, context),
          grounds: [...grounds],
          explanation: explanation.trim(),
          appeal: (appeal ?? usualAppeal(view)).trim(),
        },
      });
    },
    request: async () => {
      if (!view) return;
      const { language } = view;
      const body = { items: itemsOf(work.complement), language };
      const outcome = await desk.seal(id, { kind: 'information-requested', body }, seen.heads);
      memory.write(id, { complement: [] });
      told(outcome);
    },
    decline: async (reason: string) => {
      told(await desk.seal(id, { kind: 'countersignature-declined', body: { reason } }, seen.heads));
    },
  };
}

export const usualAppeal = (view: DossierView): string => view.definition?.appeal.text[view.language] ?? '';
