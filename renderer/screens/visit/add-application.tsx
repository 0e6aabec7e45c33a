/** One more application of the visit: for whom, and which service. What the chosen one can give, it begins with. */
import { useState } from 'react';
import type { ServiceCode } from '../../../app/acts/ids.ts';
import { VISITORS, type Visitor } from '../../../app/catalogue/carry-over.ts';
import type { DraftRow } from '../../../app/desk/draft.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField, SelectField } from '../../ui/choice-field.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useAction, useDesk, useWorkplace } from '../app/desk-context.tsx';
import { navigate } from '../app/route.ts';
import { mayLodge, useServices } from '../shared/services.tsx';
import { say } from '../shared/texts.ts';

export interface AddApplicationProps {
  readonly to: DraftRow;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function AddApplication({ to, isOpen, onClose }: AddApplicationProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const desk = useDesk();
  const { officer } = useWorkplace();
  const action = useAction();
  const services = useServices().filter((service) => mayLodge(service, officer));
  const [visitor, setVisitor] = useState<Visitor>('same');
  const [service, setService] = useState<string>(to.service);
  const add = () =>
    void action.run(async () => {
      const { id } = await desk.addToVisit(to.id, service as ServiceCode, visitor);
      navigate({ name: 'draft', id, page: null });
    });
  return (
    <Sheet
      title={t('desk.visit.add')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" onPress={add} disabled={action.busy || service === ''}>
            {t('desk.visit.begin')}
          </Button>
        </>
      }
    >
      <AddKeys onAdd={action.busy || service === '' ? () => {} : add} />
      <FormGrid label={t('desk.visit.add')}>
        <ChoiceField
          id="visit-who"
          span={6}
          stacked
          autoFocus
          label={t('desk.visit.who', { who: to.applicant ?? t('desk.drafts.unnamed') })}
          value={visitor}
          onChange={setVisitor}
          choices={VISITORS.map((value) => ({ value, label: t(`desk.visit.who.${value}`) }))}
        />
        <SelectField
          id="visit-service"
          span={6}
          label={t('desk.list.service')}
          value={service}
          onChange={setService}
          choices={services.map(({ code, title }) => ({ value: code, label: say(i18n, title) }))}
        />
      </FormGrid>
      <p className="help">{t('desk.visit.carried')}</p>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
    </Sheet>
  );
}

function AddKeys({ onAdd }: { readonly onAdd: () => void }) {
  const { t } = useI18n();
  useCommands({ primary: { run: onAdd, label: t('desk.visit.begin') } });
  return null;
}
