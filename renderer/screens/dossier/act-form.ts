/** What every form of an entry to be sealed on a file is given. */
import type { DossierView } from '../../../app/desk/dossier-view.ts';
import type { SealOutcome } from '../../../app/desk/seal-outcome.ts';

export interface ActFormProps {
  /** as it was when the sheet opened: what is sealed stands on what its officer saw (decision 0008) */
  readonly view: DossierView;
  readonly onClose: () => void;
  readonly onSealed: (outcome: SealOutcome) => void;
}
