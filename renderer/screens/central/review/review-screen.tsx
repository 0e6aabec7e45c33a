/** « Examen »: queue, facts and checks, scans side by side. Nothing is approved that was not on this screen. */
import { useEffect, useState } from 'react';
import type { BlobId, DossierId } from '../../../../app/acts/ids.ts';
import { addDays } from '../../../../app/catalogue/days.ts';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import { useCommands } from '../../../ui/commands.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { useDesk, useDeskData } from '../../app/desk-context.tsx';
import { Frame } from '../../app/frame.tsx';
import { EvidenceViewer } from '../../shared/evidence-viewer/evidence-viewer.tsx';
import { Loading } from '../../shared/loading.tsx';
import { useCentral } from '../central-context.tsx';
import { goTo } from '../central-route.ts';
import { USUAL_DAYS } from './complement.ts';
import { ComplementSheet } from './complement-sheet.tsx';
import { DeclineSheet } from './decline-sheet.tsx';
import { viewedDocuments } from './documents.ts';
import { RefusalSheet } from './refusal-sheet.tsx';
import { ReviewBar } from './review-bar.tsx';
import { ReviewFacts } from './review-facts.tsx';
import { ReviewQueue } from './review-queue.tsx';
import { type Review, useReview, usualAppeal } from './use-review.ts';

export function ReviewScreen({ id }: { readonly id: DossierId }) {
  const { t } = useI18n();
  const desk = useDesk();
  const central = useCentral();
  const [queueShown, showQueue] = useState(true);
  const dossier = useDeskData(
    `dossier ${id}`,
    (api) => api.dossier(id),
    (event) => event.type === 'dossiers-changed' && event.dossiers.includes(id),
  );
  const rows = central.queue.value?.rows ?? [];
  const [ahead] = central.following(id, 1);
  const nextIds = central
    .following(id, 2)
    .map((row) => row.id)
    .join(' ');
  // All scans of this file come first, then those of the next two, while this one is read.
  useEffect(() => {
    const wanted = [id, ...nextIds.split(' ').filter((next) => next !== '')] as DossierId[];
    desk.prefetch(wanted).catch(() => undefined);
  }, [desk, id, nextIds]);
  // Another file is open: what is read aloud, and what Espace would press, must not be the last file's button.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each file
  useEffect(() => {
    const { activeElement } = document;
    if (!activeElement?.closest('[data-region=queue]')) document.getElementById('content')?.focus();
  }, [id]);

  const step = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.id === id);
    const row = at < 0 ? rows[0] : rows[at + by];
    if (row) goTo({ name: 'review', id: row.id });
  };
  const leave = () => {
    const counting = central.decisions.counting.at(-1);
    if (counting) central.decisions.cancel(counting.decision.id);
    else goTo({ name: 'queue' });
  };
  useCommands({
    'next-row': () => step(1),
    'previous-row': () => step(-1),
    'toggle-queue': () => showQueue(!queueShown),
    back: { run: leave, quiet: true },
  });
  const openNext = () => goTo(ahead ? { name: 'review', id: ahead.id } : { name: 'queue' });
  const review = useReview(id, dossier, openNext);
  return (
    <Frame
      current="central"
      layout={{
        kind: 'review',
        queue: queueShown ? <ReviewQueue rows={rows} current={id} /> : undefined,
        scans: dossier.value ? <ReviewScans view={dossier.value} review={review} /> : null,
      }}
      bar={dossier.value && <ReviewBar view={dossier.value} review={review} />}
    >
      <Loading of={dossier}>{(view) => <ReviewFacts view={view} review={review} />}</Loading>
      {dossier.value && <ReviewSheets view={dossier.value} review={review} />}
      <p className="visually-hidden" aria-live="polite">
        {dossier.value && t('central.opened', { ref: dossier.value.row.ref })}
      </p>
    </Frame>
  );
}

interface PartProps {
  readonly view: DossierView;
  readonly review: Review;
}

function ReviewScans({ view, review }: PartProps) {
  const i18n = useI18n();
  const desk = useDesk();
  return (
    <EvidenceViewer
      documents={viewedDocuments(view, i18n)}
      current={review.current}
      onCurrent={review.show}
      load={(blob) => desk.evidence(view.row.id, blob as BlobId)}
      onDisplayed={(blob) => review.displayed(blob as BlobId)}
      displayed={review.work.displayed}
      empty={<p>{i18n.t('central.scans.none')}</p>}
    />
  );
}

function ReviewSheets({ view, review }: PartProps) {
  const { askingSecret } = useCentral();
  const close = () => review.open('none');
  return (
    <>
      <ComplementSheet
        view={view}
        lines={review.work.complement}
        today={review.today}
        usualDueBy={addDays(review.today, USUAL_DAYS) ?? ''}
        isOpen={review.sheet === 'complement'}
        onClose={close}
        onChange={(complement) => review.memory.write(review.id, { complement })}
        onSeal={review.request}
      />
      <RefusalSheet
        view={view}
        draft={review.work.refusal}
        usualAppeal={usualAppeal(view)}
        isOpen={review.sheet === 'refusal' && !askingSecret}
        onClose={close}
        onChange={(refusal) => review.memory.write(review.id, { refusal })}
        onRefuse={review.refuse}
      />
      <DeclineSheet isOpen={review.sheet === 'decline'} onClose={close} onDecline={review.decline} />
    </>
  );
}
