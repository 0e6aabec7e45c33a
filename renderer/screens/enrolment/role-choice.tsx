/** Roles to tick, each with what it may do in plain words. */
import type { OfficerRole } from '../../../app/keyring/roles.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { withRole } from './enrolment-roles.ts';

export interface RoleChoiceProps {
  readonly legend: string;
  readonly help?: string;
  readonly offered: readonly OfficerRole[];
  readonly chosen: readonly OfficerRole[];
  readonly onChange: (roles: readonly OfficerRole[]) => void;
  /** why a role cannot be ticked here; undefined: it can */
  readonly barred?: (role: OfficerRole) => string | undefined;
}

export function RoleChoice({ legend, help, offered, chosen, onChange, barred }: RoleChoiceProps) {
  const { t } = useI18n();
  return (
    <fieldset className="enrol-roles">
      <legend className="field-label">{legend}</legend>
      {help !== undefined && <p className="help">{help}</p>}
      {offered.map((role) => {
        const why = barred?.(role);
        return (
          <label key={role} className="enrol-role" data-barred={why !== undefined || undefined}>
            <input
              type="checkbox"
              checked={chosen.includes(role)}
              disabled={why !== undefined}
              onChange={(event) => onChange(withRole(offered, chosen, role, event.target.checked))}
            />
            <span className="enrol-role-words">
              <span className="name">{t(`desk.role.${role}`)}</span>
              <span className="enrol-role-may">{why ?? t(`enrolment.role.${role}`)}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
