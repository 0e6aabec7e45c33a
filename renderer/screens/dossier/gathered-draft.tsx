/** The draft in which documents for a file that exists are gathered: taken up again, or made when the sheet opens. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { BlobId, DossierId } from '../../../app/acts/ids.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useAction, useDesk } from '../app/desk-context.tsx';

export interface GatheredDraftProps {
  readonly dossier: DossierId;
  /** what was begun before; null: a new draft is made */
  readonly begun: Draft | null;
  readonly children: (draft: Draft, onDraft: (draft: Draft) => void) => ReactNode;
}

export function GatheredDraft({ dossier, begun, children }: GatheredDraftProps) {
  const desk = useDesk();
  const action = useAction();
  const [draft, setDraft] = useState(begun);
  const latest = useRef(draft);
  latest.current = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one draft for each opening of the sheet
  useEffect(() => {
    if (draft === null) void action.run(async () => setDraft(await desk.newSupply(dossier)));
  }, [dossier]);
  // Nothing was attached: however the sheet is left, no draft stays behind.
  useEffect(
    () => () => {
      const left = latest.current;
      if (left?.evidence.length === 0) void desk.discardDraft(left.id).catch(() => {});
    },
    [desk],
  );
  if (draft !== null) return children(draft, setDraft);
  return action.error ? <ErrorLine code={action.error.code} values={action.error.values} /> : null;
}

/** Files put into the draft and taken out again; what is no picture is refused with its code. */
export function useGathering(draft: Draft, onDraft: (draft: Draft) => void) {
  const desk = useDesk();
  const { run, busy, error } = useAction();
  const refresh = async () => onDraft(await desk.draft(draft.id));
  return {
    busy,
    error,
    add: (document: string, files: readonly File[]) =>
      run(async () => {
        for (const file of files) {
          const bytes = new Uint8Array(await file.arrayBuffer());
          await desk.addEvidence(draft.id, document, '', file.type, bytes);
        }
        await refresh();
        return true;
      }),
    remove: (blob: BlobId) =>
      void run(async () => {
        await desk.removeEvidence(draft.id, blob);
        await refresh();
      }),
  };
}
