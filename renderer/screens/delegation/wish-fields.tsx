/** To whom, which right, for which services, from when until when. */
import type { DelegationOffer } from '../../../app/desk/delegation.ts';
import { Check, SelectField } from '../../ui/choice-field.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { FormGrid } from '../../ui/form-grid.tsx';
import { localDay } from '../../ui/format.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { useSession } from '../app/desk-context.tsx';
import { withRole } from '../enrolment/enrolment-roles.ts';
import { useServices, useServiceTitle } from '../shared/services.tsx';
import { missingIn, type WishForm } from './wish.ts';

export interface WishFieldsProps {
  readonly offer: DelegationOffer;
  readonly form: WishForm;
  readonly onForm: (form: WishForm) => void;
}

export function WishFields({ offer, form, onForm }: WishFieldsProps) {
  const { t, shortDate } = useI18n();
  const { now } = useSession();
  const services = useServices();
  const titleOf = useServiceTitle();
  const missing = missingIn(form, offer.longestUntil, localDay(now()));
  const wrongDate = missing === 'until-early' || missing === 'until-late';
  const latest = shortDate(localDay(offer.longestUntil));
  const withService = (code: (typeof services)[number]['code'], wanted: boolean) =>
    services.flatMap((one) =>
      (one.code === code ? wanted : form.services.some((chosen) => chosen === one.code))
        ? [one.code as WishForm['services'][number]]
        : [],
    );
  return (
    <div className="enrol-form">
      <FormGrid label={t('desk.delegation.form')}>
        <SelectField
          id="delegate-to"
          span={6}
          autoFocus
          label={t('desk.delegation.whom')}
          value={form.to}
          onChange={(to) => onForm({ ...form, to })}
          choices={offer.officers.map(({ subject, name }) => ({
            value: subject,
            label: name ?? t('desk.entry.unknown-officer'),
          }))}
        />
        <fieldset className="enrol-roles">
          <legend className="field-label">{t('desk.delegation.roles')}</legend>
          <p className="help">{t('desk.delegation.roles-help')}</p>
          {offer.roles.map((role) => (
            <Check
              key={role}
              label={t(`desk.role.${role}`)}
              checked={form.roles.includes(role)}
              onChange={(wanted) =>
                onForm({ ...form, roles: withRole(offer.roles, form.roles, role, wanted) })
              }
            />
          ))}
        </fieldset>
        <fieldset className="enrol-roles">
          <legend className="field-label">{t('desk.delegation.services')}</legend>
          <p className="help">{t('desk.delegation.services-help')}</p>
          {services.map(({ code }) => (
            <Check
              key={code}
              label={titleOf(code)}
              checked={form.services.some((one) => one === code)}
              onChange={(wanted) => onForm({ ...form, services: withService(code, wanted) })}
            />
          ))}
        </fieldset>
        <DateField
          id="delegate-from"
          span={3}
          label={t('desk.delegation.from')}
          value={form.from}
          onChange={(from) => onForm({ ...form, from })}
        />
        <DateField
          id="delegate-until"
          span={3}
          label={t('desk.delegation.until')}
          value={form.until}
          onChange={(until) => onForm({ ...form, until })}
          message={
            wrongDate ? { tone: 'bad', text: t(`desk.delegation.${missing}`, { date: latest }) } : undefined
          }
        />
      </FormGrid>
    </div>
  );
}
