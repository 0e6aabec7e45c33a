/** The last look before sealing, at the side: one sentence, the number of documents, the fee, who signs. */

import { personOf } from '../../../app/catalogue/person.ts';
import type { Draft, DraftReview } from '../../../app/desk/draft.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useAction, useDesk, useWorkplace } from '../app/desk-context.tsx';
import { say } from '../shared/texts.ts';

export interface SealSheetProps {
  readonly draft: Draft;
  readonly review: DraftReview;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSealed: (outcome: SealOutcome) => void;
}

export function SealSheet({ draft, review, isOpen, onClose, onSealed }: SealSheetProps) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  const seal = async () => {
    if (action.busy) return;
    const outcome = await action.run(() => desk.sealDraft(draft.id, draft.release));
    if (outcome) onSealed(outcome);
  };
  return (
    <Sheet
      title={t('desk.seal.title')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="seal" onPress={() => void seal()} disabled={action.busy} autoFocus>
            {t('desk.seal.seal')}
          </Button>
        </>
      }
    >
      <SealKeys onSeal={() => void seal()} />
      <SealWords draft={draft} review={review} />
      {action.busy && <p role="status">{t('desk.seal.sealing')}</p>}
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </Sheet>
  );
}

function SealKeys({ onSeal }: { readonly onSeal: () => void }) {
  const { t } = useI18n();
  useCommands({ primary: { run: onSeal, label: t('desk.seal.seal') } });
  return null;
}

function SealWords({ draft, review }: { readonly draft: Draft; readonly review: DraftReview }) {
  const i18n = useI18n();
  const { t } = i18n;
  const { officer } = useWorkplace();
  const who = personOf(draft.definition, draft.answers).latin || t('desk.seal.nobody');
  return (
    <div className="seal-words">
      <p className="reading">
        {t('desk.seal.sentence', { who, service: say(i18n, draft.definition.title) })}
      </p>
      <DefinitionList
        items={[
          { key: 'documents', term: t('desk.seal.documents'), value: i18n.number(draft.evidence.length) },
          { key: 'fee', term: t('desk.seal.fee'), value: feeText(draft, review, i18n) },
          ...(draft.urgentReason === null
            ? []
            : [{ key: 'urgent', term: t('desk.seal.urgent'), value: draft.urgentReason }]),
          { key: 'who', term: t('desk.seal.who'), value: officer.name },
        ]}
      />
      <p className="help">{t('desk.seal.note')}</p>
    </div>
  );
}

function feeText(draft: Draft, review: DraftReview, i18n: I18n): string {
  if (review.fee === null || review.fee.due.amount === 0) return i18n.t('desk.seal.fee-none');
  const shown = draft.fee.paid ? (draft.fee.collected ?? review.fee.collected) : review.fee.due;
  const amount = i18n.money(shown.amount, shown.currency);
  return i18n.t(draft.fee.paid ? 'desk.seal.fee-paid' : 'desk.seal.fee-due', { amount });
}
