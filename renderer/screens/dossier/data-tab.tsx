/** Données: what was asked for, what is missing, every answer, how to reach the applicant, the fee. */
import type { DossierView, RequestView } from '../../../app/desk/dossier-view.ts';
import { Bdi } from '../../ui/bdi.tsx';
import { type Definition, DefinitionList } from '../../ui/definition-list.tsx';
import { type I18n, useI18n } from '../../ui/i18n.tsx';
import { ToneChip } from '../../ui/status-chip.tsx';
import { LANGUAGE_NAMES } from '../desk-settings/language-choice.tsx';
import { AnswerList } from '../shared/answer-list.tsx';
import { feeOutstanding } from './actions.ts';
import { documentTitle } from './document-title.ts';

export function DataTab({ view }: { readonly view: DossierView }) {
  const i18n = useI18n();
  const { t } = i18n;
  return (
    <>
      {view.urgentReason !== null && (
        <p className="warning">
          <strong>{t('desk.dossier.urgent')}</strong> <Bdi>{view.urgentReason}</Bdi>
        </p>
      )}
      {view.requests.length > 0 && (
        <section>
          <h2 className="section">{t('desk.dossier.requests')}</h2>
          <ul className="asked-list">
            {view.requests.map((request) => (
              <RequestLine key={request.id} request={request} />
            ))}
          </ul>
        </section>
      )}
      <Lines
        title={t('desk.dossier.missing')}
        lines={view.missing.map(({ document, dueBy }) =>
          t('desk.review.missing-line', {
            title: documentTitle(view, document, i18n),
            date: i18n.shortDate(dueBy),
          }),
        )}
      />
      {view.definition && (
        <AnswerList definition={view.definition} answers={view.answers} mission={view.row.mission} />
      )}
      <section>
        <h2 className="section">{t('desk.dossier.contact')}</h2>
        <DefinitionList
          items={[
            { key: 'language', term: t('desk.dossier.language'), value: LANGUAGE_NAMES[view.language] },
            ...view.phones.map(
              (phone): Definition => ({ key: phone, term: t('desk.dossier.phone'), value: phone, ltr: true }),
            ),
          ]}
        />
      </section>
      <Lines
        title={t('desk.dossier.originals')}
        lines={view.originalsKept.map(({ document, until }) =>
          t('desk.dossier.original-line', {
            title: documentTitle(view, document, i18n),
            when: untilText(until, i18n),
          }),
        )}
      />
      <FeePart view={view} />
    </>
  );
}

/** The desk's own words for when an original is given back; anything else was written by a person. */
const untilText = (until: string, { lookUp }: I18n): string => lookUp(`desk.docs.until.${until}`) ?? until;

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h2 className="section">{title}</h2>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function RequestLine({ request }: { readonly request: RequestView }) {
  const { t, shortDate } = useI18n();
  return (
    <li className="asked">
      <p className="asked-what">
        <strong className="name">
          <Bdi>{request.what}</Bdi>
        </strong>
        {request.supplied ? (
          <ToneChip tone="good">{t('desk.dossier.request-supplied')}</ToneChip>
        ) : (
          <ToneChip tone="wait">{t('desk.dossier.request-due', { date: shortDate(request.dueBy) })}</ToneChip>
        )}
      </p>
      <DefinitionList
        items={[
          { key: 'why', term: t('desk.dossier.request-why'), value: request.why },
          { key: 'satisfied', term: t('desk.dossier.request-satisfied'), value: request.satisfiedBy },
        ]}
      />
    </li>
  );
}

function FeePart({ view }: { readonly view: DossierView }) {
  const { t, money } = useI18n();
  const { due, paid } = view.fee;
  const lines = [
    ...(due === null
      ? []
      : [
          t(feeOutstanding(view.fee) ? 'desk.dossier.fee-due' : 'desk.dossier.fee-amount', {
            amount: money(due.amount, due.currency),
          }),
        ]),
    ...paid.map(({ quittance, collected, voided }) =>
      voided
        ? t('desk.dossier.fee-voided', { quittance })
        : t('desk.dossier.fee-paid', { amount: money(collected.amount, collected.currency), quittance }),
    ),
  ];
  return <Lines title={t('desk.dossier.fee')} lines={lines} />;
}
