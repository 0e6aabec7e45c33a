/** The last look before the round: every file that will be sealed, in its order, and who signs. */
import type { VisitApplication } from '../../../app/desk/visit.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useWorkplace } from '../app/desk-context.tsx';
import { useServiceTitle } from '../shared/services.tsx';

export interface SealRoundProps {
  readonly ready: readonly VisitApplication[];
  /** how many stay drafts */
  readonly left: number;
  readonly busy: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSeal: () => void;
}

export function SealRound({ ready, left, busy, isOpen, onClose, onSeal }: SealRoundProps) {
  const { t } = useI18n();
  const { officer } = useWorkplace();
  const serviceTitle = useServiceTitle();
  return (
    <Sheet
      title={t('desk.visit.seal', { n: ready.length })}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="seal" onPress={onSeal} disabled={busy} autoFocus>
            {t('desk.seal.seal')}
          </Button>
        </>
      }
    >
      <RoundKeys onSeal={busy ? () => {} : onSeal} />
      <p className="reading">{t('desk.visit.each')}</p>
      <ol className="visit-round">
        {ready.map(({ draft }) => (
          <li key={draft.id}>
            <Bdi>{draft.applicant ?? t('desk.drafts.unnamed')}</Bdi>
            {' · '}
            {serviceTitle(draft.service)}
          </li>
        ))}
      </ol>
      {left > 0 && <p>{t('desk.visit.left', { n: left })}</p>}
      <p className="help">
        {t('desk.seal.who')} <Bdi>{officer.name}</Bdi>
      </p>
      {busy && <p role="status">{t('desk.seal.sealing')}</p>}
    </Sheet>
  );
}

function RoundKeys({ onSeal }: { readonly onSeal: () => void }) {
  const { t } = useI18n();
  useCommands({ primary: { run: onSeal, label: t('desk.seal.seal') } });
  return null;
}
