/** « Démarche groupée »: the applications of one visit, what they cost together, and one round that seals those that are ready. */
import { useRef, useState } from 'react';
import type { DraftId } from '../../../app/acts/ids.ts';
import type { VisitApplication, VisitSealed, VisitView } from '../../../app/desk/visit.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { Button } from '../../ui/button.tsx';
import { useCommands } from '../../ui/commands.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { BottomBar, PageHead } from '../../ui/page-head.tsx';
import { useAction, useDesk, useDeskData } from '../app/desk-context.tsx';
import { Frame } from '../app/frame.tsx';
import { goBack, navigate } from '../app/route.ts';
import { usePrinting } from '../sealed/printing.tsx';
import { Loading } from '../shared/loading.tsx';
import { useServiceTitle } from '../shared/services.tsx';
import { AddApplication } from './add-application.tsx';
import { SealRound } from './seal-round.tsx';
import './visit.css';
import { VisitFee } from './visit-fee.tsx';

const keyOf = ({ draft }: VisitApplication): DraftId => draft.id;
const open = ({ draft }: VisitApplication): void => navigate({ name: 'draft', id: draft.id, page: null });

/** @param id of any application of the visit */
export function VisitScreen({ id }: { readonly id: DraftId }) {
  const { t } = useI18n();
  const desk = useDesk();
  const action = useAction();
  /** whatever is sealed or discarded, here or in another window, the visit is shown from one that is left */
  const known = useRef<readonly DraftId[]>([id]);
  const [round, setRound] = useState<VisitSealed | null>(null);
  const [selected, setSelected] = useState<string>(id);
  const [adding, setAdding] = useState(false);
  const [sealing, setSealing] = useState(false);
  const visit = useDeskData(
    `visit ${id}`,
    async (from): Promise<VisitView> => {
      const still = new Set((await from.drafts()).map((draft) => draft.id));
      const left = known.current.find((one) => still.has(one));
      if (left === undefined) return { applications: [], sealed: [], due: [] };
      const view = await from.visit(left);
      known.current = [...new Set([...known.current, ...view.applications.map(keyOf)])];
      return view;
    },
    ({ type }) => type === 'drafts-changed',
  );
  const { applications = [], due = [] } = visit.value ?? {};
  const ready = applications.filter(({ state }) => state === 'ready');
  const chosen = applications.find((one) => keyOf(one) === selected) ?? applications[0];
  const seal = async () => {
    const listed = ready.map(keyOf);
    const done = await action.run(() => desk.sealVisit(listed[0] ?? id, listed));
    setSealing(false);
    if (done) setRound({ ...done, sealed: [...(round?.sealed ?? []), ...done.sealed] });
    visit.reload();
  };
  const back = () => goBack({ name: 'drafts' });
  const sealable = ready.length > 0;
  useCommands({
    back,
    primary: sealable
      ? { run: () => setSealing(true), label: t('desk.visit.seal', { n: ready.length }) }
      : { run: () => setAdding(true), label: t('desk.visit.add') },
  });
  return (
    <Frame
      current="drafts"
      bar={
        <BottomBar>
          <Button onPress={back}>{t('desk.visit.back')}</Button>
          {chosen && <Button onPress={() => setAdding(true)}>{t('desk.visit.add')}</Button>}
          {applications.length > 0 && (
            <Button kind="primary" onPress={() => setSealing(true)} disabled={!sealable}>
              {t('desk.visit.seal', { n: ready.length })}
            </Button>
          )}
        </BottomBar>
      }
    >
      <PageHead title={t('desk.visit.title')} note={t('desk.visit.note')} />
      <Loading of={visit}>
        {(view) => (
          <div className="visit">
            {(view.applications.length > 0 || round === null) && (
              <Applications
                view={view}
                selected={chosen ? keyOf(chosen) : undefined}
                onSelect={setSelected}
              />
            )}
            {round && <Sealed round={round} />}
            <VisitFee applications={view.applications} due={due} onPaid={visit.reload} />
          </div>
        )}
      </Loading>
      {action.error && <ErrorLine code={action.error.code} values={action.error.values} />}
      {chosen && <AddApplication to={chosen.draft} isOpen={adding} onClose={() => setAdding(false)} />}
      <SealRound
        ready={ready}
        left={applications.length - ready.length}
        busy={action.busy}
        isOpen={sealing && sealable}
        onClose={() => setSealing(false)}
        onSeal={() => void seal()}
      />
    </Frame>
  );
}

interface ApplicationsProps {
  readonly view: VisitView;
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
}

function Applications({ view, selected, onSelect }: ApplicationsProps) {
  const { t, money } = useI18n();
  const serviceTitle = useServiceTitle();
  const columns: readonly Column<VisitApplication>[] = [
    {
      id: 'applicant',
      header: t('desk.list.applicant'),
      width: 16,
      look: 'name',
      rowHeader: true,
      cell: ({ draft }) => <Bdi>{draft.applicant ?? t('desk.drafts.unnamed')}</Bdi>,
    },
    {
      id: 'service',
      header: t('desk.list.service'),
      width: 16,
      cell: ({ draft }) => serviceTitle(draft.service),
    },
    {
      id: 'state',
      header: t('desk.list.state'),
      width: 11,
      cell: ({ state, issues }) =>
        t(state === 'incomplete' ? 'desk.visit.issues' : `desk.visit.${state}`, { n: issues }),
    },
    {
      id: 'notice',
      header: t('desk.list.notice'),
      look: 'quiet',
      cell: ({ waitsFor }) =>
        waitsFor
          .map(({ service, here }) =>
            t(here ? 'desk.visit.waits-here' : 'desk.visit.waits', { service: serviceTitle(service) }),
          )
          .join(' · '),
    },
    {
      id: 'fee',
      header: t('desk.fee.title'),
      width: 9,
      align: 'end',
      cell: ({ fee }) => (fee ? <Bdi ltr>{money(fee.due.amount, fee.due.currency)}</Bdi> : t('desk.none')),
    },
  ];
  return (
    <DataTable
      label={t('desk.visit.title')}
      columns={columns}
      rows={view.applications}
      view={view.applications.map(keyOf).join(' ')}
      keyOf={keyOf}
      selected={selected}
      onSelect={onSelect}
      onOpen={open}
      isDraft={() => true}
      empty={<EmptyState>{t('desk.visit.empty')}</EmptyState>}
    />
  );
}

/** What this round has sealed, each with its récépissé; and why it ended early. */
function Sealed({ round }: { readonly round: VisitSealed }) {
  const { t, time } = useI18n();
  const printing = usePrinting();
  return (
    <section className="visit-sealed" aria-live="polite">
      <h2 className="section">{t('desk.visit.sealed', { n: round.sealed.length })}</h2>
      <ul>
        {round.sealed.map((one) => (
          <li key={one.dossier}>
            <Bdi ltr>{one.ref}</Bdi> <Bdi>{one.applicant ?? t('desk.drafts.unnamed')}</Bdi>{' '}
            <span className="text-3">{time(one.sealedAt, true)}</span>
            <Button size="small" onPress={() => printing.open(one.dossier)}>
              {t('desk.sealed.print')}
            </Button>
          </li>
        ))}
      </ul>
      {round.stopped && (
        <>
          <p>{t('desk.visit.stopped')}</p>
          <ErrorLine code={round.stopped.code} values={round.stopped.values} />
        </>
      )}
      {printing.view}
    </section>
  );
}
