/** What a person must know before reading on: two versions, a newer version, what is held or not admitted. */
import type { ActId } from '../../../app/acts/ids.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';
import { CompetingActs } from '../shared/competing-acts.tsx';

export interface DossierWarningsProps {
  readonly view: DossierView;
  /** what the entry sealed on this page competes with */
  readonly competing: readonly ActId[];
}

export function DossierWarnings({ view, competing }: DossierWarningsProps) {
  const { t } = useI18n();
  const verdicts = view.timeline.filter(({ verdictCode }) => verdictCode !== null);
  const update =
    view.row.entry === 'needs-update' || view.row.notices.some(({ code }) => code === 'needs-update');
  const two = view.versions.length > 1;
  const erased = view.row.procedure === 'erased';
  if (verdicts.length === 0 && !update && !two && !erased && !view.legalHold) return null;
  return (
    <div className="dossier-warnings">
      {erased && (
        <p className="warning">
          {t('desk.dossier.erased')}{' '}
          {view.erasedFor !== null &&
            t('desk.dossier.erased-ground', { ground: t(`desk.ground.${view.erasedFor}`) })}
        </p>
      )}
      {view.legalHold && !erased && <p className="warning">{t('desk.dossier.held-by-law')}</p>}
      {update && <p className="warning">{t('desk.dossier.needs-update')}</p>}
      <CompetingActs view={view} acts={competing} />
      {two && <p className="warning">{t('desk.dossier.two-versions')}</p>}
      {verdicts.map(({ act, verdictCode, state }) => (
        <ErrorLine
          key={act}
          code={verdictCode ?? 'UI-000'}
          tone={state === 'held' ? 'wait' : 'bad'}
          assertive={state === 'not-admitted'}
        />
      ))}
    </div>
  );
}
