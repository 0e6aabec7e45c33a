/**
 * « Simplification »: per service, what it asked of a person before and what it asks now, as the catalogue says it, and
 * what this counter has measured. The same at a mission and at the centre, which seals no application and measures none.
 */
import { ArrowRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useCommands } from '../../ui/commands.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { useDeskData } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { goBack } from '../app/route.ts';
import { Loading } from '../shared/loading.tsx';
import { useServices } from '../shared/services.tsx';
import { say } from '../shared/texts.ts';
import { FIGURES, type Pair, rowsOf, type SimplificationRow } from './figures.ts';
import { SimplificationSheet } from './simplification-sheet.tsx';
import './simplification.css';

const keyOf = ({ service }: SimplificationRow): string => service.code;

export function SimplificationScreen() {
  const { t } = useI18n();
  const services = useServices();
  const loaded = useDeskData('measured', (desk) => desk.measured());
  const columns = useColumns();
  useCommands({ back: () => goBack({ name: 'desk' }) });
  const [selected, select] = useState<string | undefined>(undefined);
  const [opened, open] = useState<string | null>(null);
  const rows = useMemo(() => rowsOf(services, loaded.value ?? []), [services, loaded.value]);
  const shown = rows.find(({ service }) => service.code === opened);
  return (
    <Frame current="desk">
      <PageHead title={t('desk.simplification')} note={t('desk.simplification.note')} />
      <Loading of={loaded}>
        {() => (
          <DataTable
            label={t('desk.simplification')}
            columns={columns}
            rows={rows}
            keyOf={keyOf}
            selected={selected ?? rows[0]?.service.code}
            onSelect={select}
            onOpen={({ service }) => open(service.code)}
            empty={<EmptyState>{t('desk.simplification.empty')}</EmptyState>}
          />
        )}
      </Loading>
      {shown && <SimplificationSheet row={shown} onClose={() => open(null)} />}
    </Frame>
  );
}

function useColumns(): readonly Column<SimplificationRow>[] {
  const i18n = useI18n();
  return useMemo((): readonly Column<SimplificationRow>[] => {
    const { t, number } = i18n;
    return [
      {
        id: 'service',
        header: t('desk.simplification.service'),
        look: 'name',
        rowHeader: true,
        cell: ({ service }) => say(i18n, service.title),
      },
      ...FIGURES.map(
        (name): Column<SimplificationRow> => ({
          id: name,
          header: t(`desk.simplification.${name}`),
          width: 6.5,
          cell: ({ pairs }) => <PairText pair={pairs[name]} i18n={i18n} />,
        }),
      ),
      {
        id: 'standing',
        header: t('desk.simplification.standing'),
        width: 7.5,
        look: 'quiet',
        cell: ({ service: { simplification } }) =>
          t(simplification.toBeConfirmed ? 'desk.simplification.unknown' : 'desk.simplification.sourced'),
      },
      {
        id: 'measured',
        header: t('desk.simplification.measured'),
        width: 12,
        cell: ({ measured }) =>
          measured
            ? t('desk.simplification.minutes-of', { minutes: measured.minutes, n: measured.count })
            : t('desk.none'),
      },
      {
        id: 'brought',
        header: t('desk.simplification.brought'),
        width: 6,
        align: 'end',
        cell: ({ measured }) =>
          measured === null || measured.brought === null
            ? t('desk.none')
            : t('desk.simplification.per-cent', { n: number(measured.brought) }),
      },
    ];
  }, [i18n]);
}

/** Six, then none; and for who hears it: before six, after none. */
function PairText({ pair: { before, after }, i18n }: { readonly pair: Pair; readonly i18n: I18n }) {
  const { t, number } = i18n;
  if (before === null && after === null) return <span className="text-3">{t('desk.none')}</span>;
  const said = (value: number | null) => (value === null ? t('desk.simplification.unknown') : number(value));
  const seen = (value: number | null) => (value === null ? t('desk.none') : number(value));
  return (
    <>
      <span className="visually-hidden">
        {t('desk.simplification.pair', { before: said(before), after: said(after) })}
      </span>
      <span className="figure-pair" aria-hidden="true">
        <span>{seen(before)}</span>
        <Icon of={ArrowRight} directional />
        <strong>{seen(after)}</strong>
      </span>
    </>
  );
}
