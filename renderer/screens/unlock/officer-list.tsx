/** Officers by initials and role: the full names are encrypted until one of them opens. */
import { useRef } from 'react';
import type { OfficerSlot } from '../../../app/desk/officer.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { roleWords } from '../enrolment/enrolment-roles.ts';

export interface OfficerListProps {
  readonly slots: readonly OfficerSlot[];
  readonly chosen: OfficerSlot;
  /** @param byKey with the arrow keys, which may go on */
  readonly onChoose: (slot: OfficerSlot, byKey: boolean) => void;
}

export function OfficerList({ slots, chosen, onChoose }: OfficerListProps) {
  const i18n = useI18n();
  const byKey = useRef(false);
  return (
    <fieldset
      className="officers"
      onKeyDown={() => {
        byKey.current = true;
      }}
      onPointerDown={() => {
        byKey.current = false;
      }}
    >
      <legend className="label">{i18n.t('desk.unlock.who')}</legend>
      {slots.map((slot) => (
        <label key={slot.kid} className="officer">
          <input
            type="radio"
            name="officer"
            checked={slot.kid === chosen.kid}
            onChange={() => onChoose(slot, byKey.current)}
          />
          <strong className="officer-initials">
            <bdi>{slot.initials}</bdi>
          </strong>
          <span className="text-2">{roleWords(slot.roles, i18n)}</span>
        </label>
      ))}
    </fieldset>
  );
}
