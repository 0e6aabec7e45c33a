/** Where the procedure is: a word on a tint, 22 high (UI.md section 2). */
import type { ProcedureState } from '../../app/dossier/status.ts';
import { useI18n } from './i18n.tsx';

export type Tone = 'info' | 'wait' | 'good' | 'bad' | 'neutral' | 'done';

/** A draft is no procedure yet: dashed edge, no tint. */
export type ChipState = ProcedureState | 'draft';

const TONES: Readonly<Record<ChipState, Tone | 'draft'>> = {
  draft: 'draft',
  lodged: 'info',
  submitted: 'info',
  'under-review': 'info',
  'information-requested': 'wait',
  'information-supplied': 'info',
  'waiting-on-other': 'wait',
  'to-countersign': 'wait',
  approved: 'good',
  refused: 'bad',
  issued: 'good',
  ready: 'good',
  'handed-over': 'done',
  withdrawn: 'neutral',
  closed: 'neutral',
  transferred: 'neutral',
  erased: 'neutral',
};

export interface StatusChipProps {
  readonly state: ChipState;
  /** The service's own word (« Transcrit »), from the catalogue. */
  readonly word?: string | undefined;
}

export function StatusChip({ state, word }: StatusChipProps) {
  const { t } = useI18n();
  return <span className={`chip chip-${TONES[state]}`}>{word ?? t(`status.procedure.${state}`)}</span>;
}

export interface ToneChipProps {
  readonly tone: Tone;
  readonly children: string;
}

/** A chip for other words than those of the procedure. */
export function ToneChip({ tone, children }: ToneChipProps) {
  return <span className={`chip chip-${tone}`}>{children}</span>;
}
