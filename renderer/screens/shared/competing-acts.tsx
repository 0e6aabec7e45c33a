/** DO-030: who moved this file while the officer worked on it. Both are kept; said until they are reconciled. */
import type { ActId } from '../../../app/acts/ids.ts';
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import { ErrorLine } from '../../ui/error-line.tsx';
import { useI18n } from '../../ui/i18n.tsx';

export interface CompetingActsProps {
  readonly view: DossierView;
  /** of the outcome of what was sealed here: an act is said once it stands in the timeline */
  readonly acts: readonly ActId[];
}

export function CompetingActs({ view, acts }: CompetingActsProps) {
  const { t } = useI18n();
  if (view.mainHeads.length < 2) return null;
  return view.timeline
    .filter(({ act }) => acts.includes(act))
    .map(({ act, by, desk }) => (
      <ErrorLine
        key={act}
        code="DO-030"
        tone="wait"
        assertive
        values={{ who: by.name ?? t('desk.entry.unknown-officer'), desk: deskOf(desk) }}
      />
    ));
}

/** `ML-PAR/A` is « guichet A »; the centre's desks are « le centre », whichever. */
const deskOf = (desk: string): string =>
  desk.startsWith('CENTRAL/') ? 'CENTRAL' : desk.slice(desk.indexOf('/') + 1);
