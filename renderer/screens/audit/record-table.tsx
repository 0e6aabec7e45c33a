/** Who did what: every record, readings and exports too, by officer, kind and day. */
import { ChevronDown } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import type { AuditedRecord, AuditView } from '../../../app/desk/audit.ts';
import { type Column, DataTable, type Sort } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { localDay } from '../../ui/format.ts';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import { kindText, nameOfDesk, namesOf, officerText } from './audit-text.ts';
import { sorted } from './sorted.ts';

/** Empty: all. */
interface Choice {
  readonly officer: string;
  /** `acts approved` */
  readonly kind: string;
  readonly day: string;
}
const ALL: Choice = { officer: '', kind: '', day: '' };

const kindOf = ({ of, kind }: AuditedRecord): string => `${of} ${kind}`;

export function RecordTable({ view }: { readonly view: AuditView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const [choice, setChoice] = useState(ALL);
  const [sort, setSort] = useState<Sort>({ column: 'claimed', direction: 'descending' });
  const [selected, select] = useState<string | undefined>(undefined);
  const names = useMemo(() => namesOf(view), [view]);
  const dated = useMemo(
    () => view.records.map((record) => ({ record, day: localDay(record.claimedAt) })),
    [view],
  );
  const rows = useMemo(() => {
    const { officer, kind, day } = choice;
    const chosen = dated
      .filter((one) => day === '' || one.day === day)
      .map(({ record }) => record)
      .filter(
        (record) => (officer === '' || record.kid === officer) && (kind === '' || kindOf(record) === kind),
      );
    return sorted(chosen, sort, {
      claimed: ({ claimedAt }) => claimedAt,
      officer: ({ kid }) => officerText(names, kid, i18n),
      kind: ({ of, kind: what }) => kindText(of, what, i18n),
      desk: ({ desk }) => desk,
    });
  }, [dated, choice, sort, names, i18n]);
  const columns = useMemo(() => columnsOf(names, i18n), [names, i18n]);
  const choose = (part: Partial<Choice>) => setChoice({ ...choice, ...part });
  return (
    <>
      <search className="filters audit-filters" aria-label={t('audit.filters')}>
        <Filter
          label={t('audit.column.officer')}
          value={choice.officer}
          onChange={(officer) => choose({ officer })}
          options={view.officers.map(({ kid }) => [kid, officerText(names, kid, i18n)])}
        />
        <Filter
          label={t('audit.column.kind')}
          value={choice.kind}
          onChange={(kind) => choose({ kind })}
          options={[...new Map(view.records.map((one) => [kindOf(one), one]))].map(([key, one]) => [
            key,
            kindText(one.of, one.kind, i18n),
          ])}
        />
        <Filter
          label={t('audit.column.day')}
          value={choice.day}
          onChange={(day) => choose({ day })}
          options={[...new Set(dated.map(({ day }) => day))]
            .sort()
            .reverse()
            .map((day) => [day, i18n.shortDate(day)])}
          inOrder
        />
        <span className="text-2" role="status">
          {t('audit.records-found', { n: rows.length })}
        </span>
      </search>
      <DataTable
        label={t('audit.part.records')}
        columns={columns}
        rows={rows}
        keyOf={({ record }) => record}
        selected={selected ?? rows[0]?.record}
        onSelect={select}
        onOpen={({ record }) => select(record)}
        view={`${sort.column} ${sort.direction} ${choice.officer} ${choice.kind} ${choice.day}`}
        sort={sort}
        onSort={setSort}
        empty={
          <EmptyState>
            {t(view.records.length === 0 ? 'audit.empty.records' : 'audit.empty.filter')}
          </EmptyState>
        }
      />
    </>
  );
}

interface FilterProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly (readonly [value: string, label: string])[];
  /** as they are given; by their words otherwise */
  readonly inOrder?: boolean;
}

function Filter({ label, value, onChange, options, inOrder = false }: FilterProps) {
  const { t, locale } = useI18n();
  const id = useId();
  const shown = inOrder ? options : options.toSorted((a, b) => a[1].localeCompare(b[1], locale));
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <span className="select-box">
        <select
          id={id}
          className="input select"
          value={value}
          onChange={({ target }) => onChange(target.value)}
        >
          <option value="">{t('audit.all')}</option>
          {shown.map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </select>
        <Icon of={ChevronDown} />
      </span>
    </>
  );
}

const columnsOf = (
  names: ReadonlyMap<string, string | null>,
  i18n: I18n,
): readonly Column<AuditedRecord>[] => {
  const { t, number } = i18n;
  return [
    {
      id: 'claimed',
      header: t('audit.column.claimed'),
      width: 9,
      sortable: true,
      cell: ({ claimedAt }) => <span dir="ltr">{i18n.moment(claimedAt, true)}</span>,
    },
    {
      id: 'officer',
      header: t('audit.column.officer'),
      width: 12,
      look: 'name',
      sortable: true,
      cell: ({ kid }) => <bdi>{officerText(names, kid, i18n)}</bdi>,
    },
    {
      id: 'kind',
      header: t('audit.column.kind'),
      rowHeader: true,
      sortable: true,
      cell: ({ of, kind }) => kindText(of, kind, i18n),
    },
    {
      id: 'dossier',
      header: t('audit.column.dossier'),
      width: 12,
      cell: ({ ref, dossier }) => <span dir="ltr">{ref ?? dossier ?? t('desk.none')}</span>,
    },
    {
      id: 'desk',
      header: t('audit.column.desk'),
      width: 11,
      look: 'quiet',
      sortable: true,
      cell: ({ desk }) => nameOfDesk(desk, i18n),
    },
    {
      id: 'receipt',
      header: t('audit.column.last-receipt'),
      width: 9,
      look: 'quiet',
      cell: ({ lastReceiptAt }) =>
        lastReceiptAt === null ? t('desk.none') : <span dir="ltr">{i18n.moment(lastReceiptAt, true)}</span>,
    },
    {
      id: 'number',
      header: t('audit.column.number'),
      width: 5,
      align: 'end',
      look: 'quiet',
      cell: ({ seq }) => number(seq),
    },
  ];
};
