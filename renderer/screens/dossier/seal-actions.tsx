/**
 * The end of every sheet: the code again where the kind asks for it, what went wrong, and the violet button. Ctrl+Entrée
 * seals from anywhere in the sheet.
 */
import { type ReactNode, useState } from 'react';
import type { ActKind } from '../../../app/acts/kinds.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { useAction, useDesk, useWorkplace } from '../app/desk-context.tsx';
import { SecretField } from '../unlock/secret-field.tsx';
import { TriesLeft } from '../unlock/tries-left.tsx';
import { useWait } from '../unlock/use-wait.ts';

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
  const desk = useDesk();
  const { officer, situation } = useWorkplace();
  const action = useAction();
  const [secret, setSecret] = useState('');
  const [waitUntil, setWaitUntil] = useState<string | null>(null);
  const [left, setLeft] = useState<number | undefined>(undefined);
  const wait = useWait(waitUntil);
  const asks = view.secretNeeded.includes(kind);
  const words = situation.slots.find(({ kid }) => kid === officer.kid)?.secret === 'passphrase';
  const able = ready && !action.busy && wait === 0 && (!asks || secret !== '');
  const word = label ?? t('desk.act.seal');
  const run = async () => {
    if (!able) return;
    const outcome = await action.run(async () => {
      if (asks) {
        const answer = await desk.confirmSecret(secret);
        setSecret('');
        if (!answer.confirmed) {
          setLeft(answer.left);
          setWaitUntil(answer.waitUntil);
          return null;
        }
      }
      return seal();
    });
    if (outcome) onSealed(outcome);
  };
  useCommands({ primary: { run: () => void run(), label: word } });
  return (
    <div className="seal-actions">
      {asks && (
        <SecretField
          id="act-secret"
          label={t(words ? 'desk.act.secret-words' : 'desk.act.secret')}
          words={words}
          value={secret}
          onChange={setSecret}
          message={wait > 0 ? { tone: 'bad', text: t('desk.act.secret-refused', { n: wait }) } : undefined}
        />
      )}
      <TriesLeft left={left} />
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
