import type { ReactNode } from 'react';

export interface EmptyStateProps {
  /** One sentence: « Aucun dossier sur ce guichet. F2 pour le premier. » */
  readonly children: ReactNode;
  /** One action. */
  readonly action?: ReactNode;
}

/** No drawing, no cartoon: a sentence and what to do. */
export function EmptyState({ children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}
