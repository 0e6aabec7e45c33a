/** One file: who, what, where it stands; its entries at the side; the next thing to do at the end. */
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { DossierId } from '../../../app/acts/ids.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { Icon } from '../../ui/icon.tsx';
import { BottomBar } from '../../ui/page-head.tsx';
import { useDeskData, useShell } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { type DossierTab, goBack, navigate } from '../app/route.ts';
import { usePrinting } from '../sealed/printing.tsx';
import { DossierTimeline } from '../shared/dossier-timeline.tsx';
import { IdentityBand } from '../shared/identity-band.tsx';
import { Loading } from '../shared/loading.tsx';
import { AccessSheet } from './access-sheet.tsx';
import { ActSheet } from './act-sheet.tsx';
import { actionsOf, type DossierAction, feeOutstanding, type SheetKind } from './actions.ts';
import { DataTab } from './data-tab.tsx';
import { DecisionTab } from './decision-tab.tsx';
import { DocumentsTab } from './documents-tab.tsx';
import { DossierTabs } from './dossier-tabs.tsx';
import { DossierWarnings } from './dossier-warnings.tsx';
import { ExportSheet } from './export-sheet.tsx';
import './dossier.css';

export interface DossierScreenProps {
  readonly id: DossierId;
  readonly tab: DossierTab;
  /** a draft of what was asked, being prepared */
  readonly supply?: Draft;
}

export function DossierScreen({ id, tab, supply }: DossierScreenProps) {
  const loaded = useDeskData(
    `dossier ${id}`,
    (desk) => desk.dossier(id),
    (event) => event.type === 'dossiers-changed' && event.dossiers.includes(id),
  );
  if (loaded.value === undefined) {
    return (
      <Frame current="dossiers">
        <Loading of={loaded}>{() => null}</Loading>
      </Frame>
    );
  }
  return <DossierPage view={loaded.value} tab={tab} {...(supply ? { supply } : {})} />;
}

/** What a draft of documents is for: an answer to what was asked, or one more document. */
const gathering = ({ allowed }: DossierView): SheetKind =>
  allowed.includes('information-supplied') ? 'information-supplied' : 'evidence-attached';

/** What only adds to the file; what ends something comes last. */
const ADDING: ReadonlySet<DossierAction> = new Set(['contact-noted', 'annotated', 'evidence-attached']);
const ENDING: ReadonlySet<DossierAction> = new Set([
  'withdrawn',
  'closed',
  'instrument-voided',
  'held-by-law',
  'hold-lifted',
  'erase',
]);
const endingOf = (action: DossierAction): number => (ENDING.has(action) ? 1 : 0);

/** The file as it was when the sheet opened: what comes meanwhile is on the page beside it, not in what it seals. */
interface OpenSheet {
  readonly kind: SheetKind;
  readonly view: DossierView;
}

interface DossierPageProps {
  readonly view: DossierView;
  readonly tab: DossierTab;
  readonly supply?: Draft;
}

function DossierPage({ view, tab, supply }: DossierPageProps) {
  const { t, time, lookUp } = useI18n();
  const shell = useShell();
  const printing = usePrinting();
  const [sheet, setSheet] = useState<OpenSheet | null>(supply ? { kind: gathering(view), view } : null);
  const [exporting, setExporting] = useState<'bundle' | 'access' | null>(null);
  const traces = useTraces(view);
  const [sealed, setSealed] = useState<SealOutcome | null>(null);
  const { id } = view.row;
  const actions = actionsOf(view);
  const [primary, ...others] = actions;
  const run = (action: DossierAction) => {
    if (action === 'review') navigate({ name: 'central', path: ['review', id] });
    else if (action === 'erase') navigate({ name: 'central', path: ['erasures', id] });
    else setSheet({ kind: action, view });
  };
  const word = (action: DossierAction): string => t(`desk.act.${action}`);
  const prints = shell.kind === 'electron';
  useCommands({
    back: { run: () => goBack({ name: 'dossiers', filter: 'all' }), label: t('desk.dossier.back') },
    ...(primary ? { primary: { run: () => run(primary), label: word(primary) } } : {}),
    ...(prints ? { print: { run: () => printing.open(id), label: t('desk.dossier.print') } } : {}),
  });
  const small = others.filter((action) => action !== 'review').sort((a, b) => endingOf(a) - endingOf(b));
  return (
    <Frame
      layout={{
        kind: 'dossier',
        timeline: <DossierTimeline entries={view.timeline} definition={view.definition} traces={traces} />,
      }}
      current="dossiers"
      bar={
        <BottomBar
          note={sealed !== null && t('desk.dossier.sealed', { time: time(sealed.sealedAt, true) })}
          start={
            <>
              {prints && <Button onPress={() => printing.open(id)}>{t('desk.dossier.print')}</Button>}
              <Button onPress={() => setExporting('bundle')}>{t('desk.dossier.export')}</Button>
              <Button onPress={() => setExporting('access')}>{t('access.button')}</Button>
            </>
          }
        >
          {primary && (
            <Button kind="primary" onPress={() => run(primary)}>
              {word(primary)}
            </Button>
          )}
        </BottomBar>
      }
    >
      <IdentityBand row={view.row} definition={view.definition}>
        <FeeOutstanding fee={view.fee} />
      </IdentityBand>
      <div className="dossier-head">
        <DossierTabs id={id} tab={tab} documents={view.documents.length} />
        {small.length > 0 && (
          <fieldset className="dossier-actions" aria-label={t('desk.dossier.more')}>
            {small.map((action) => (
              <Button key={action} size="small" onPress={() => run(action)} label={word(action)}>
                {ADDING.has(action) && <Icon of={Plus} />}
                {lookUp(`desk.act-short.${action}`) ?? word(action)}
              </Button>
            ))}
          </fieldset>
        )}
      </div>
      <DossierWarnings view={view} competing={sealed?.meanwhile ?? []} />
      <div className="dossier-body" role="tabpanel" id="dossier-panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'data' && <DataTab view={view} />}
        {tab === 'documents' && <DocumentsTab view={view} />}
        {tab === 'decision' && <DecisionTab view={view} />}
      </div>
      <ActSheet
        kind={sheet?.kind ?? null}
        view={sheet?.view ?? view}
        supply={supply ?? null}
        onClose={() => {
          setSheet(null);
          if (supply) navigate({ name: 'dossier', id, tab }, true);
        }}
        onSealed={(outcome) => {
          setSealed(outcome);
          setSheet(null);
          if (supply) navigate({ name: 'dossier', id, tab }, true);
        }}
      />
      <ExportSheet view={view} isOpen={exporting === 'bundle'} onClose={() => setExporting(null)} />
      <AccessSheet view={view} isOpen={exporting === 'access'} onClose={() => setExporting(null)} />
      {printing.view}
    </Frame>
  );
}

/** Read beside the page, which never waits for them. */
function useTraces({ row: { id } }: DossierView) {
  const loaded = useDeskData(
    `traces ${id}`,
    (desk) => desk.traces(id),
    (event) => event.type === 'dossiers-changed' && event.dossiers.includes(id),
  );
  return loaded.value ?? [];
}

/** Somebody has something to do: it is said at the head, while the amounts stand among the data. */
function FeeOutstanding({ fee }: Pick<DossierView, 'fee'>) {
  const { t, money } = useI18n();
  if (fee.due === null || !feeOutstanding(fee)) return null;
  const amount = money(fee.due.amount, fee.due.currency);
  return <span className="band-notice">{t('desk.dossier.fee-outstanding', { amount })}</span>;
}
