/** Décision: what was decided, by whom, on which grounds, how to appeal; and what was issued. */
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import { DefinitionList } from '../../ui/definition-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { StatusChip, ToneChip } from '../../ui/status-chip.tsx';
import { say } from '../shared/texts.ts';

export function DecisionTab({ view }: { readonly view: DossierView }) {
  const { t } = useI18n();
  const { decision, instrument, definition } = view;
  if (decision === null && instrument === null) {
    return (
      <EmptyState>
        {t('desk.dossier.no-decision')}{' '}
        {definition && t(`desk.dossier.no-decision-where.${definition.decision.by}`)}
      </EmptyState>
    );
  }
  return (
    <>
      {decision && <DecisionPart view={view} decision={decision} />}
      {instrument && <InstrumentPart view={view} instrument={instrument} />}
    </>
  );
}

interface DecisionPartProps {
  readonly view: DossierView;
  readonly decision: NonNullable<DossierView['decision']>;
}

function DecisionPart({ view, decision }: DecisionPartProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const grounds = decision.grounds.map((code) => {
    const ground = view.definition?.grounds.find((one) => one.code === code);
    return ground ? say(i18n, ground.text) : code;
  });
  return (
    <section className="decision-part">
      <p>
        <StatusChip
          state={decision.outcome}
          word={view.definition?.statusWords?.[decision.outcome]?.[i18n.locale]}
        />
      </p>
      <DefinitionList
        items={[
          {
            key: 'by',
            term: t('desk.dossier.decided-by'),
            value: decision.by ?? t('desk.entry.unknown-officer'),
          },
          { key: 'at', term: t('desk.dossier.decided-at'), value: i18n.moment(decision.at, true), ltr: true },
        ]}
      />
      {grounds.length > 0 && (
        <>
          <h2 className="section">{t('desk.dossier.grounds')}</h2>
          <ul className="reading">
            {grounds.map((ground) => (
              <li key={ground}>{ground}</li>
            ))}
          </ul>
        </>
      )}
      {decision.explanation !== '' && (
        <>
          <h2 className="section">{t('desk.dossier.explanation')}</h2>
          <p className="reading" dir="auto" lang={view.language}>
            {decision.explanation}
          </p>
        </>
      )}
      {decision.appeal !== '' && (
        <>
          <h2 className="section">{t('desk.dossier.appeal')}</h2>
          <p className="reading" dir="auto" lang={view.language}>
            {decision.appeal}
          </p>
        </>
      )}
    </section>
  );
}

interface InstrumentPartProps {
  readonly view: DossierView;
  readonly instrument: NonNullable<DossierView['instrument']>;
}

function InstrumentPart({ view, instrument }: InstrumentPartProps) {
  const i18n = useI18n();
  const { t } = i18n;
  const title = view.definition ? say(i18n, view.definition.instrument.title) : instrument.instrument;
  return (
    <section>
      <h2 className="section">{t('desk.dossier.instrument')}</h2>
      <DefinitionList
        items={[
          { key: 'title', term: title, value: instrument.number, ltr: true },
          {
            key: 'from',
            term: t('desk.dossier.instrument-from'),
            value: i18n.shortDate(instrument.validFrom),
            ltr: true,
          },
          ...(instrument.validUntil === null
            ? []
            : [
                {
                  key: 'until',
                  term: t('desk.dossier.instrument-until'),
                  value: i18n.shortDate(instrument.validUntil),
                  ltr: true,
                },
              ]),
        ]}
      />
      {instrument.voided && <ToneChip tone="bad">{t('desk.dossier.instrument-voided')}</ToneChip>}
    </section>
  );
}
