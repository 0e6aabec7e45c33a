/** The entries of a file, newest first: who, when, where each now is, and what is held or not admitted. */
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { Trace } from '../../../app/desk/access.ts';
import type { TimelineEntry } from '../../../app/desk/dossier-view.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx';
import { Timeline, type TimelineItem } from '../../ui/timeline.tsx';
import { entryDetails, entryTitle, entryWho, whoText } from './entry-text.tsx';
import { evidenceText, oddityText } from './oddity-text.ts';

export interface DossierTimelineProps {
  readonly entries: readonly TimelineEntry[];
  readonly definition: ServiceDefinition | null;
  /** copies that left stand among the entries, by the time they claim */
  readonly traces?: readonly Trace[];
}

const EXPORTS: ReadonlySet<string> = new Set(['exported', 'exported-in-clear']);

export function DossierTimeline({ entries, definition, traces = [] }: DossierTimelineProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const items = [...entries].reverse().map((entry): TimelineItem => {
    const details = entryDetails(entry, i18n, definition);
    const standing = entry.standing === 'folded' ? undefined : t(`desk.entry.${entry.standing}`);
    const received =
      entry.receivedAt === null || i18n.moment(entry.receivedAt) === i18n.moment(entry.claimedAt)
        ? undefined
        : t('desk.entry.received-at', { at: i18n.moment(entry.receivedAt) });
    const verdict = entry.verdictCode !== null && (
      <ErrorLine code={entry.verdictCode} tone={entry.state === 'held' ? 'wait' : 'bad'} />
    );
    const lines = [...details, standing, received, evidenceText(entry, i18n)].filter(
      (line) => line !== undefined,
    );
    return {
      key: entry.act,
      entry: entry.state,
      title: entryTitle(entry, i18n),
      who: entryWho(entry, i18n),
      at: entry.claimedAt,
      doubt: oddityText(entry, i18n),
      ...(lines.length === 0 && !verdict
        ? {}
        : {
            detail: (
              <>
                {lines.map((line) => (
                  <p key={line}>
                    <bdi>{line}</bdi>
                  </p>
                ))}
                {verdict}
              </>
            ),
          }),
    };
  });
  for (const trace of traces.filter(({ what }) => EXPORTS.has(what))) {
    const item = {
      key: trace.record,
      title: i18n.lookUp(`access.trace.${trace.what}`) ?? trace.what,
      who: whoText(trace, i18n),
      at: trace.claimedAt,
    };
    // Entries keep their causal order; an export stands before the first that claims to be no newer.
    const before = items.findIndex(({ at }) => at <= trace.claimedAt);
    items.splice(before === -1 ? items.length : before, 0, item);
  }
  return (
    <SidePanel>
      <PanelSection title={t('ui.region.timeline')} note={i18n.number(entries.length)}>
        <Timeline label={t('ui.region.timeline')} items={items} />
      </PanelSection>
    </SidePanel>
  );
}
