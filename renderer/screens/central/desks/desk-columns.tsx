import { useMemo } from 'react';
import type { Fleet, FleetDesk } from '../../../../app/desk/fleet.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { useErrorText } from '../../../ui/error-line.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { backlogText, clockText, contactText, deskName, usualText } from './desk-text.ts';
import { isOlder, newestVersion } from './fleet-order.ts';

/** The columns of « Guichets ». What is not known is a dash; what is as it should be says nothing in « À savoir ». */
export function useDeskColumns(fleet: Fleet): readonly Column<FleetDesk>[] {
  const i18n = useI18n();
  return useMemo(() => {
    const { t, number } = i18n;
    const none = t('desk.none');
    const listAt = Date.parse(fleet.at);
    const newest = newestVersion(fleet.desks);
    const count = (value: number | undefined) => (value === undefined ? none : number(value));
    return [
      {
        id: 'desk',
        header: t('central.desks.column.desk'),
        width: 10,
        look: 'name',
        rowHeader: true,
        // In the direction of its language: it begins with a code, by which a guess would turn an Arabic name round.
        cell: (desk) => deskName(desk, i18n),
      },
      {
        id: 'contact',
        header: t('central.desks.column.contact'),
        width: 14.25,
        cell: (desk) => (
          <span className={desk.state === 'silent' ? 'desk-silent' : undefined}>
            {contactText(desk, listAt, i18n)}
          </span>
        ),
      },
      {
        id: 'usual',
        header: t('central.desks.column.usual'),
        width: 5.5,
        align: 'end',
        look: 'quiet',
        cell: (desk) => usualText(desk, i18n) ?? none,
      },
      {
        id: 'sealed',
        header: t('central.desks.column.sealed'),
        width: 4.5,
        align: 'end',
        cell: ({ report }) => count(report?.journal?.seq),
      },
      {
        id: 'received',
        header: t('central.desks.column.received'),
        width: 5,
        align: 'end',
        cell: ({ report, receivedSeq }) => count(report?.journal ? (receivedSeq ?? 0) : undefined),
      },
      {
        id: 'backlog',
        header: t('central.desks.column.backlog'),
        width: 10,
        cell: (desk) => backlogText(desk, listAt, i18n) ?? none,
      },
      {
        id: 'version',
        header: t('central.desks.column.version'),
        width: 8,
        look: 'quiet',
        cell: ({ report }) => <Version of={report?.version} newest={newest} />,
      },
      {
        id: 'know',
        header: t('central.column.know'),
        look: 'quiet',
        cell: (desk) => <Know desk={desk} />,
      },
    ];
  }, [i18n, fleet]);
}

function Version({
  of: version,
  newest,
}: {
  readonly of: string | undefined;
  readonly newest: string | null;
}) {
  const { t } = useI18n();
  if (version === undefined) return t('desk.none');
  return newest !== null && isOlder(version, newest) ? (
    t('central.desks.version.older', { version })
  ) : (
    <Bdi ltr>{version}</Bdi>
  );
}

/** The clock, when it is wrong; then what last went wrong with the link. */
function Know({ desk }: { readonly desk: FleetDesk }) {
  const i18n = useI18n();
  const errorText = useErrorText();
  const clock = clockText(desk, i18n);
  const trouble = desk.report?.lastError;
  const said = [
    clock && i18n.t('central.desks.know.clock', { clock }),
    trouble && errorText(trouble.code)[0],
  ].filter((text) => typeof text === 'string');
  return (
    <span className="desk-know" title={said.join(' · ') || undefined}>
      {said.map((text, index) => (
        <span key={text}>{index === 0 ? text : ` · ${text}`}</span>
      ))}
    </span>
  );
}
