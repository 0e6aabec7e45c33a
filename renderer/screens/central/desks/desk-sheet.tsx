/** One desk: since when it is silent, what is there and not here, what it last said of its link. Facts only. */
import type { Fleet, FleetDesk, LinkTrouble } from '../../../../app/desk/fleet.ts';
import { type Definition, DefinitionList } from '../../../ui/definition-list.tsx';
import { useErrorText } from '../../../ui/error-line.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { DeskStateMark } from './desk-state.tsx';
import { clockText, contactText, dayText, deskName, stateText, usualText } from './desk-text.ts';
import { isOlder, newestVersion } from './fleet-order.ts';

export interface DeskSheetProps {
  readonly fleet: Fleet;
  readonly desk: FleetDesk;
  readonly onClose: () => void;
}

export function DeskSheet({ fleet, desk, onClose }: DeskSheetProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const listAt = Date.parse(fleet.at);
  const trouble = desk.report?.lastError ?? null;
  return (
    <Sheet title={deskName(desk, i18n)} isOpen onClose={onClose}>
      <div>
        <DeskStateMark state={desk.state}>{stateText(desk, listAt, i18n)}</DeskStateMark>
        {desk.state === 'silent' && <p className="text-2">{t('central.desks.cause')}</p>}
      </div>
      <Waiting desk={desk} listAt={listAt} />
      <DefinitionList label={t('central.desks.facts')} items={useFacts(fleet, desk)} />
      {trouble && <Trouble trouble={trouble} listAt={listAt} />}
    </Sheet>
  );
}

interface PartProps {
  readonly desk: FleetDesk;
  readonly listAt: number;
}

/** What is there and not answered for by the centre; and that it is kept there. */
function Waiting({ desk, listAt }: PartProps) {
  const i18n = useI18n();
  const { t } = i18n;
  if (desk.lastContactAt === null) return null;
  if (desk.report === null) return <p>{t('central.desks.tells-nothing')}</p>;
  if (desk.report.backlog === null) return <p>{t('central.desks.waiting.locked')}</p>;
  const { entries, bytes, oldestAt } = desk.report.backlog;
  if (entries === 0) return <p>{t('central.desks.waiting.none')}</p>;
  const said = [
    t('central.desks.waiting', { n: entries, size: i18n.bytes(bytes) }),
    oldestAt !== null && t('central.desks.waiting.oldest', { day: dayText(oldestAt, listAt, i18n) }),
    t('central.desks.waiting.kept'),
  ];
  return <p>{said.filter(Boolean).join(' ')}</p>;
}

function useFacts(fleet: Fleet, desk: FleetDesk): readonly Definition[] {
  const i18n = useI18n();
  const { t, number } = i18n;
  const listAt = Date.parse(fleet.at);
  const { report } = desk;
  const newest = newestVersion(fleet.desks);
  const fact = (key: string, term: string, value: string): Definition => ({ key, term, value });
  const facts = [
    fact('contact', t('central.desks.column.contact'), contactText(desk, listAt, i18n)),
    fact(
      'usual',
      t('central.desks.fact.usual'),
      usualText(desk, i18n) ?? t('central.desks.fact.usual-unknown'),
    ),
  ];
  if (report === null) return facts;
  const older = newest !== null && isOlder(report.version, newest);
  return [
    ...facts,
    fact(
      'journal',
      t('central.desks.fact.journal'),
      report.journal === null
        ? t('central.desks.fact.journal-none')
        : t('central.desks.fact.journal-said', {
            sealed: number(report.journal.seq),
            received: number(desk.receivedSeq ?? 0),
          }),
    ),
    fact(
      'version',
      t('central.desks.column.version'),
      older
        ? t('central.desks.fact.version-older', { version: report.version, newest })
        : t('central.desks.fact.version-newest', { version: report.version }),
    ),
    ...(desk.clockOffset === null
      ? []
      : [
          fact(
            'clock',
            t('central.desks.fact.clock'),
            clockText(desk, i18n) ?? t('central.desks.fact.clock-right'),
          ),
        ]),
    fact('said', t('central.desks.fact.said'), dayText(report.receivedAt, listAt, i18n)),
  ];
}

/** The desk's own words for its officer, said as such: « Rien à faire ici » is not about this console. */
function Trouble({ trouble, listAt }: { readonly trouble: LinkTrouble; readonly listAt: number }) {
  const i18n = useI18n();
  const errorText = useErrorText();
  const [fact, ...there] = errorText(trouble.code);
  return (
    <section>
      <h3 className="section">{i18n.t('central.desks.trouble')}</h3>
      <p>
        {fact}{' '}
        <span className="error-code" dir="ltr">
          {trouble.code}
        </span>
      </p>
      <p className="text-2">
        {i18n.t('central.desks.trouble.at', { day: dayText(trouble.at, listAt, i18n) })}
      </p>
      {there.length > 0 && (
        <p className="text-2">{i18n.t('central.desks.trouble.there', { text: there.join(' ') })}</p>
      )}
    </section>
  );
}
