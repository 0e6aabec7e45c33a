import { useState } from 'react';
import type { AuditView } from '../../../app/desk/audit.ts';
import type { DeskError } from '../../../app/desk/desk-error.ts';
import { deskErrorOf, useAction, useSession } from '../app/desk-context.tsx';

/** The secret was not confirmed within the last minutes. */
const SECRET_NEEDED = 'PN-002';

export interface ReportExport {
  readonly save: () => void;
  readonly busy: boolean;
  readonly error: DeskError | undefined;
  /** when it was last written to a file */
  readonly savedAt: number | null;
  readonly asking: boolean;
  readonly closeAsking: () => void;
  readonly confirmed: () => void;
}

/** Signs the report and has it saved; asks for the secret where the signer wants it again. */
export function useReportExport(view: AuditView): ReportExport {
  const { desk, shell, now } = useSession();
  const action = useAction();
  const [asking, setAsking] = useState(false);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const save = () => {
    if (action.busy) return;
    void action.run(async () => {
      try {
        const bytes = await desk.auditReport();
        if (await shell.saveFile(fileName(view), bytes)) setSavedAt(now());
      } catch (error) {
        if (deskErrorOf(error).code !== SECRET_NEEDED) throw error;
        setAsking(true);
      }
    });
  };
  return {
    save,
    busy: action.busy,
    error: action.error,
    savedAt,
    asking,
    closeAsking: () => setAsking(false),
    confirmed: () => {
      setAsking(false);
      save();
    },
  };
}

/** `rapport-2026-11-21-ML-PAR-B.jws`: a desk's name is nobody's. */
function fileName({ at, journals }: AuditView): string {
  const desks = new Set(journals.map(({ desk }) => desk));
  const [only] = desks;
  const whose = desks.size === 1 && only ? `-${only.replace('/', '-')}` : '';
  return `rapport-${at.slice(0, 10)}${whose}.jws`;
}
