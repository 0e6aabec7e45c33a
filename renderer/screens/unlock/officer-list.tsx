/** Officers by initials and role: the full names are encrypted until one of them opens. */
import type { OfficerSlot } from '../../../app/desk/officer.ts';
import { useI18n } from '../../ui/i18n.tsx';

export interface OfficerListProps {
  readonly slots: readonly OfficerSlot[];
  readonly chosen: OfficerSlot;
  readonly onChoose: (slot: OfficerSlot) => void;
}

export function OfficerList({ slots, chosen, onChoose }: OfficerListProps) {
  const { t } = useI18n();
  return (
    <fieldset className="officers">
      <legend className="label">{t('desk.unlock.who')}</legend>
      {slots.map((slot) => (
        <label key={slot.kid} className="officer">
          <input
            type="radio"
            name="officer"
            checked={slot.kid === chosen.kid}
            onChange={() => onChoose(slot)}
          />
          <strong className="officer-initials">
            <bdi>{slot.initials}</bdi>
          </strong>
          <span className="text-2">{slot.roles.map((role) => t(`desk.role.${role}`)).join(', ')}</span>
        </label>
      ))}
    </fieldset>
  );
}
