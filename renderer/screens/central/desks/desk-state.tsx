import { Ban, CircleCheck, CircleDashed, Clock, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DeskState } from '../../../../app/desk/fleet.ts';
import { useI18n } from '../../../ui/i18n.tsx';
import { Icon } from '../../../ui/icon.tsx';

const DRAWINGS: Readonly<Record<DeskState, LucideIcon>> = {
  silent: Clock,
  never: CircleDashed,
  regular: CircleCheck,
  revoked: Ban,
};

export interface DeskStateMarkProps {
  readonly state: DeskState;
  /** the words beside the mark: its shape tells, its colour repeats it */
  readonly children: ReactNode;
}

export function DeskStateMark({ state, children }: DeskStateMarkProps) {
  return (
    <span className={`desk-state desk-state-${state}`}>
      <Icon of={DRAWINGS[state]} />
      <span>{children}</span>
    </span>
  );
}

/** « Silencieux 2 ». */
export function DeskGroupTitle({ state, count }: { readonly state: DeskState; readonly count: number }) {
  const { t, number } = useI18n();
  return (
    <DeskStateMark state={state}>
      {t(`central.desks.state.${state}`)} <span className="desk-state-count">{number(count)}</span>
    </DeskStateMark>
  );
}
