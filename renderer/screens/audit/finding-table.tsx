/** Findings: what is wrong first, then what is only shown. Each opens with where it is and what to do. */
import { Info, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type Finding, isFault } from '../../../app/audit/findings.ts';
import type { AuditView } from '../../../app/desk/audit.ts';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { RowGroups } from '../../ui/row-groups.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { chainText, factOf, nameOfDesk, numbersText, placeText } from './audit-text.ts';

interface Row extends Finding {
  readonly key: string;
}

const GROUPS: RowGroups<Row> = {
  of: (row) => (isFault(row) ? 'fault' : 'shown'),
  title: (group, count) => <Gravity group={group === 'fault' ? 'fault' : 'shown'} count={count} />,
};

function Gravity({ group, count }: { readonly group: 'fault' | 'shown'; readonly count: number }) {
  const { t, number } = useI18n();
  return (
    <span className={`audit-gravity audit-gravity-${group}`}>
      <Icon of={group === 'fault' ? TriangleAlert : Info} />
      <span>
        {t(`audit.gravity.${group}`)} <span className="audit-count">{number(count)}</span>
      </span>
    </span>
  );
}

export function FindingTable({ view }: { readonly view: AuditView }) {
  const i18n = useI18n();
  const { t } = i18n;
  const rows = useMemo(() => inOrder(view.findings), [view]);
  const columns = useMemo(() => columnsOf(i18n), [i18n]);
  const [selected, select] = useState<string | undefined>(undefined);
  const [opened, open] = useState<Row | null>(null);
  return (
    <>
      <DataTable
        label={t('audit.part.findings')}
        columns={columns}
        rows={rows}
        keyOf={({ key }) => key}
        groups={GROUPS}
        selected={selected ?? rows[0]?.key}
        onSelect={select}
        onOpen={open}
        empty={<EmptyState>{t('audit.empty.findings')}</EmptyState>}
      />
      {opened && <FindingSheet finding={opened} onClose={() => open(null)} />}
    </>
  );
}

/** Faults first, then by code; within a code in the order in which they were found. */
const inOrder = (findings: readonly Finding[]): readonly Row[] =>
  findings
    .map((finding, index) => ({ ...finding, key: String(index) }))
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));

const columnsOf = (i18n: I18n): readonly Column<Row>[] => [
  {
    id: 'code',
    header: i18n.t('audit.column.code'),
    width: 5,
    look: 'quiet',
    cell: ({ code }) => <span dir="ltr">{code}</span>,
  },
  {
    id: 'fact',
    header: i18n.t('audit.column.fact'),
    rowHeader: true,
    look: 'name',
    cell: (finding) => <span title={factOf(finding, i18n)}>{factOf(finding, i18n)}</span>,
  },
  {
    id: 'desk',
    header: i18n.t('audit.column.desk'),
    width: 11,
    cell: ({ desk }) => nameOfDesk(desk, i18n),
  },
  {
    id: 'place',
    header: i18n.t('audit.column.place'),
    width: 17,
    look: 'quiet',
    cell: (finding) => placeText(finding, i18n),
  },
];

function FindingSheet({ finding, onClose }: { readonly finding: Finding; readonly onClose: () => void }) {
  const i18n = useI18n();
  const { t, lookUp } = i18n;
  const { code, desk, mission, of, epoch, record, detail } = finding;
  const facts = [
    { key: 'desk', term: t('audit.column.desk'), value: <span>{nameOfDesk(desk, i18n)}</span> },
    ...(mission === null
      ? []
      : [{ key: 'mission', term: t('audit.column.mission'), value: mission, ltr: true }]),
    ...(of === null ? [] : [{ key: 'chain', term: t('audit.column.chain'), value: chainText(of, i18n) }]),
    ...(finding.seq === null
      ? []
      : [{ key: 'number', term: t('audit.column.number'), value: numbersText(finding, i18n) }]),
    ...(epoch === null ? [] : [{ key: 'epoch', term: t('audit.column.epoch'), value: epoch, ltr: true }]),
    ...(record === null ? [] : [{ key: 'record', term: t('audit.column.record'), value: record, ltr: true }]),
  ];
  return (
    <Sheet title={t(`audit.gravity.${isFault(finding) ? 'fault' : 'shown'}-one`)} isOpen onClose={onClose}>
      <p>
        <strong>{factOf(finding, i18n)}</strong>{' '}
        <span className="error-code" dir="ltr">
          {code}
        </span>
      </p>
      <p>{lookUp(`errors.${code}.do`)}</p>
      <DefinitionList label={t('audit.column.place')} items={facts} />
      <p className="help">
        {t('audit.detail')} <span dir="ltr">{detail}</span>
      </p>
    </Sheet>
  );
}
