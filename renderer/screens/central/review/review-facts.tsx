/** The 430 px of facts: who, what was answered, what was asked before, what is to be checked. */
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import { Button } from '../../../ui/button.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { useAction, useDesk, useShell } from '../../app/desk-context.tsx';
import { AnswerList } from '../../shared/answer-list.tsx';
import { IdentityBand } from '../../shared/identity-band.tsx';
import { CheckList } from './check-list.tsx';
import { checksOf } from './readiness.ts';
import type { Review } from './use-review.ts';

export interface ReviewFactsProps {
  readonly view: DossierView;
  readonly review: Review;
}

export function ReviewFacts({ view, review }: ReviewFactsProps) {
  const { t } = useI18n();
  // The band says it already where the reason travels in the notice.
  const unsaidReason =
    view.urgentReason !== null &&
    !view.row.notices.some(({ code, values }) => code === 'urgent' && values.reason);
  return (
    <>
      <IdentityBand row={view.row} definition={view.definition} />
      <div className="facts">
        {unsaidReason && (
          <p className="facts-urgent">{t('central.urgent', { reason: view.urgentReason ?? '' })}</p>
        )}
        {view.definition === null ? (
          <p>{t('central.left.needs-update')}</p>
        ) : (
          <AnswerList definition={view.definition} answers={view.answers} mission={view.row.mission} />
        )}
        <Requests view={view} />
        <ExportLine view={view} />
      </div>
      {review.kind === 'approved' && view.definition !== null && (
        <CheckList
          key={view.row.id}
          checks={checksOf(view, review.context)}
          marks={review.work.marks}
          documents={view.documents}
          onMark={(code, change) => review.memory.mark(review.id, code, change)}
        />
      )}
    </>
  );
}

/** What was asked before, and what came of it. */
function Requests({ view }: { readonly view: DossierView }) {
  const { t, shortDate } = useI18n();
  if (view.requests.length === 0) return null;
  return (
    <section className="requests">
      <h2 className="section">{t('central.requests')}</h2>
      <ul>
        {view.requests.map((item) => (
          <li key={item.id}>
            <Bdi>{item.what}</Bdi>
            <span className="text-2">
              {item.supplied
                ? t('central.requests.supplied')
                : t('central.requests.waits', { date: shortDate(item.dueBy) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A file of the whole dossier, for `verify`; recorded as an audit entry. The web console exports and does not print. */
function ExportLine({ view }: { readonly view: DossierView }) {
  const { t, lookUp } = useI18n();
  const desk = useDesk();
  const shell = useShell();
  const exporting = useAction();
  const run = async () => {
    const bytes = await desk.exportDossier(view.row.id);
    await shell.saveFile(`${view.row.ref}.guichet`, bytes);
  };
  return (
    <div className="export-line">
      <Button size="small" onPress={() => void exporting.run(run)} disabled={exporting.busy}>
        {t('central.export')}
      </Button>
      <span className="help" role="status">
        {exporting.error
          ? `${lookUp(`errors.${exporting.error.code}.fact`) ?? lookUp('errors.UI-000.fact')} ${exporting.error.code}`
          : t('central.export.said')}
      </span>
    </div>
  );
}
