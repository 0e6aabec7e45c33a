/**
 * The end of every sheet: the code again where the kind asks for it, what went wrong, and the violet button. Ctrl+Entrée
 * seals from anywhere in the sheet.
 */
import type { ReactNode } from 'react';
import type { ActKind } from '../../../app/acts/kinds.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction } from '../app/desk-context.tsx';
import { useSecretAgain } from '../unlock/use-secret-again.tsx';

export interface SealActionsProps {
  readonly view: DossierView;
  readonly kind: ActKind;
  readonly ready: boolean;
  /** why it cannot be sealed yet */
  readonly note?: ReactNode;
  readonly label?: string;
  readonly onClose: () => void;
  readonly seal: () => Promise<SealOutcome>;
  readonly onSealed: (outcome: SealOutcome) => void;
}

export function SealActions({ view, kind, ready, note, label, onClose, seal, onSealed }: SealActionsProps) {
  const { t } = useI18n();
  const action = useAction();
  const secret = useSecretAgain('act-secret');
  const asks = view.secretNeeded.includes(kind);
  const able = ready && !action.busy && (!asks || secret.ready);
  const word = label ?? t('desk.act.seal');
  const run = async () => {
    if (!able) return;
    const outcome = await action.run(async () => (asks && !(await secret.confirm()) ? null : seal()));
    if (outcome) onSealed(outcome);
  };
  useCommands({ primary: { run: () => void run(), label: word } });
  return (
    <div className="seal-actions">
      {asks && secret.field}
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <div className="seal-buttons">
        <p className="seal-note">{note}</p>
        <Button onPress={onClose}>{t('ui.cancel')}</Button>
        <Button kind="seal" onPress={() => void run()} disabled={!able}>
          {word}
        </Button>
      </div>
    </div>
  );
}
