/** « Effacer »: what will be lost, why it is done, and the code again; then it counts down like a decision. */
import { useState } from 'react';
import { isoTime } from '../../../../app/acts/clock.ts';
import { ERASURE_GROUNDS, type ErasureGround } from '../../../../app/acts/envelope.ts';
import type { DossierId } from '../../../../app/acts/ids.ts';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import { isPast } from '../../../../app/dossier/retention.ts';
import { Button } from '../../../ui/button.tsx';
import { Check, SelectField } from '../../../ui/choice-field.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { ErrorLine } from '../../../ui/error-line.tsx';
import { FormGrid } from '../../../ui/form-grid.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextAreaField } from '../../../ui/text-field.tsx';
import { useAction, useDesk, useDeskData, useSession } from '../../app/desk-context.tsx';
import { Loading } from '../../shared/loading.tsx';
import { useCentral } from '../central-context.tsx';

export interface EraseSheetProps {
  readonly id: DossierId;
  readonly onClose: () => void;
}

interface Draft {
  readonly ground: ErasureGround | '';
  readonly reason: string;
  readonly sure: boolean;
}

/** What is filled in outlives the sheet, which makes way while the code is asked for. */
export function EraseSheet({ id, onClose }: EraseSheetProps) {
  const { t } = useI18n();
  const { askingSecret } = useCentral();
  const [draft, setDraft] = useState<Draft>({ ground: '', reason: '', sure: false });
  const loaded = useDeskData(`erase ${id}`, (desk) => desk.dossier(id));
  return (
    <Sheet title={t('central.erase.title')} isOpen={!askingSecret} lightDismiss={false} onClose={onClose}>
      <Loading of={loaded}>
        {(view) =>
          view.allowed.includes('erased') ? (
            <EraseForm view={view} draft={draft} onChange={setDraft} onClose={onClose} />
          ) : (
            <p>{t(view.legalHold ? 'desk.dossier.held-by-law' : 'central.erase.not-allowed')}</p>
          )
        }
      </Loading>
    </Sheet>
  );
}

interface FormProps {
  readonly view: DossierView;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onClose: () => void;
}

function EraseForm({ view, draft, onChange, onClose }: FormProps) {
  const { t, locale } = useI18n();
  const desk = useDesk();
  const { now } = useSession();
  const { withSecret } = useCentral();
  const action = useAction();
  const { ground, sure } = draft;
  const reason = draft.reason.trim();
  const isOver = isPast(view.retentionEnds, isoTime(now()));
  const able = ground !== '' && reason !== '' && sure && !action.busy;
  const erase = () => {
    if (ground === '' || !able) return;
    withSecret(() => {
      void action.run(async () => {
        const command = { kind: 'erased', body: { reason, rule: ground }, ground } as const;
        await desk.decide(view.row.id, command, view.heads, locale);
        onClose();
      });
    });
  };
  useCommands({ primary: { run: erase, label: t('central.erase.go') } });
  return (
    <>
      <p>{t('central.erase.what', { ref: view.row.ref })}</p>
      <p>{t('central.erase.lost', { n: view.timeline.length, documents: view.documents.length })}</p>
      <p className="text-2">{t('central.erase.kept')}</p>
      <FormGrid label={t('central.erase.title')}>
        <SelectField
          id="erase-ground"
          autoFocus
          span={6}
          label={t('central.erase.ground')}
          value={ground}
          onChange={(one) => onChange({ ...draft, ground: one })}
          choices={ERASURE_GROUNDS.filter((one) => one !== 'retention' || isOver).map((value) => ({
            value,
            label: t(`desk.ground.${value}`),
          }))}
          message={{ tone: 'help', text: t('central.erase.ground-help') }}
        />
        <TextAreaField
          id="erase-reason"
          label={t('central.erase.reason')}
          rows={3}
          value={draft.reason}
          onChange={(text) => onChange({ ...draft, reason: text })}
          message={{ tone: 'help', text: t('central.erase.reason-help') }}
        />
      </FormGrid>
      <Check
        label={t('central.erase.sure')}
        checked={sure}
        onChange={(checked) => onChange({ ...draft, sure: checked })}
      />
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      <div className="seal-buttons">
        <p className="seal-note" />
        <Button onPress={onClose}>{t('ui.cancel')}</Button>
        <Button kind="seal" onPress={erase} disabled={!able}>
          {t('central.erase.go')}
        </Button>
      </div>
    </>
  );
}
