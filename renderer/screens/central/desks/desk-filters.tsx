import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import type { FleetDesk } from '../../../../app/desk/fleet.ts';
import { useI18n } from '../../../ui/i18n.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { missionName } from './desk-text.ts';
import { desksByMission } from './fleet-order.ts';

export interface DeskFilter {
  /** empty: all */
  readonly mission: string;
  readonly text: string;
}

export interface DeskFiltersProps {
  readonly desks: readonly FleetDesk[];
  readonly found: number;
  readonly filter: DeskFilter;
  readonly onChange: (filter: DeskFilter) => void;
}

/** A list of missions, not a chip each: there may be a hundred. */
export function DeskFilters({ desks, found, filter, onChange }: DeskFiltersProps) {
  const i18n = useI18n();
  const { t, number } = i18n;
  const id = useId();
  return (
    <search className="filters desks-filters" aria-label={t('central.desks.filters')}>
      <label htmlFor={`${id}-mission`}>{t('central.desks.filter.mission')}</label>
      <span className="select-box">
        <select
          id={`${id}-mission`}
          className="input select"
          value={filter.mission}
          onChange={(event) => onChange({ ...filter, mission: event.target.value })}
        >
          <option value="">{t('central.desks.filter.all', { n: number(desks.length) })}</option>
          {desksByMission(desks).map(({ mission, count }) => (
            <option key={mission} value={mission}>
              {`${missionName(mission, i18n)} ${number(count)}`}
            </option>
          ))}
        </select>
        <Icon of={ChevronDown} />
      </span>
      <label htmlFor={`${id}-text`}>{t('central.desks.filter.text')}</label>
      <input
        id={`${id}-text`}
        type="text"
        className="input"
        dir="auto"
        autoComplete="off"
        spellCheck={false}
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
      <span className="text-2" role="status">
        {found < desks.length && t('central.desks.filter.found', { n: found })}
      </span>
    </search>
  );
}
