/** What every form of an entry to be sealed on a file is given. */
import type { DossierView, SealOutcome } from '../../../app/desk/desk-api.ts';

export interface ActFormProps {
  readonly view: DossierView;
  readonly onClose: () => void;
  readonly onSealed: (outcome: SealOutcome) => void;
}
