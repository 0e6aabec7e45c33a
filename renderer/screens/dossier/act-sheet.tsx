/** The sheet of one entry to be sealed on a file: one small form a kind. */
import type { Draft } from '../../../app/desk/draft.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { ActFormProps } from './act-form.ts';
import type { SheetKind } from './actions.ts';
import { AttachForm } from './attach-form.tsx';
import { ContactForm } from './contact-form.tsx';
import { FeeForm } from './fee-form.tsx';
import { HandOverForm } from './hand-over-form.tsx';
import { IssueForm } from './issue-form.tsx';
import { ReasonForm } from './reason-form.tsx';
import { ReconcileForm } from './reconcile-form.tsx';
import { SupplyForm } from './supply-form.tsx';

export interface ActSheetProps extends ActFormProps {
  readonly kind: SheetKind | null;
  readonly supply: Draft | null;
}

const WIDE: ReadonlySet<SheetKind> = new Set(['reconciled', 'information-supplied', 'evidence-attached']);

export function ActSheet({ kind, supply, ...form }: ActSheetProps) {
  const { t } = useI18n();
  return (
    <Sheet
      title={kind === null ? '' : t(`desk.act.${kind}`)}
      isOpen={kind !== null}
      onClose={form.onClose}
      lightDismiss={false}
      width={kind !== null && WIDE.has(kind) ? 'wide' : 'normal'}
    >
      {kind !== null && <ActForm kind={kind} supply={supply} {...form} />}
    </Sheet>
  );
}

function ActForm({
  kind,
  supply,
  ...form
}: ActFormProps & { readonly kind: SheetKind; readonly supply: Draft | null }) {
  switch (kind) {
    case 'contact-noted':
      return <ContactForm {...form} />;
    case 'instrument-issued':
      return <IssueForm {...form} />;
    case 'handed-over':
      return <HandOverForm {...form} />;
    case 'reconciled':
      return <ReconcileForm {...form} />;
    case 'information-supplied':
      return <SupplyForm {...form} draft={supply} />;
    case 'evidence-attached':
      return <AttachForm {...form} draft={supply} />;
    case 'fee-collected':
      return <FeeForm {...form} />;
    case 'annotated':
    case 'withdrawn':
    case 'closed':
    case 'instrument-voided':
    case 'submitted':
    case 'held-by-law':
    case 'hold-lifted':
      return <ReasonForm kind={kind} {...form} />;
  }
}
