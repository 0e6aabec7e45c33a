import type { KeyboardEvent } from 'react';
import type { DossierId } from '../../../app/acts/ids.ts';
import { useI18n } from '../../ui/i18n.tsx';
import { DOSSIER_TABS, type DossierTab, navigate } from '../app/route.ts';

export interface DossierTabsProps {
  readonly id: DossierId;
  readonly tab: DossierTab;
  readonly documents: number;
}

/** Données · Pièces · Décision; arrows walk them, mirrored right to left. */
export function DossierTabs({ id, tab, documents }: DossierTabsProps) {
  const { t, number, direction } = useI18n();
  const open = (to: DossierTab) => navigate({ name: 'dossier', id, tab: to }, true);
  const onKeyDown = (event: KeyboardEvent) => {
    const forward = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const step = event.key === forward ? 1 : event.key === back ? -1 : 0;
    const to = DOSSIER_TABS[DOSSIER_TABS.indexOf(tab) + step];
    if (step === 0 || to === undefined) return;
    event.preventDefault();
    open(to);
    document.getElementById(`tab-${to}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={t('desk.dossier.tabs')}>
      {DOSSIER_TABS.map((one) => (
        <button
          key={one}
          id={`tab-${one}`}
          type="button"
          role="tab"
          className="tab"
          aria-selected={one === tab}
          aria-controls="dossier-panel"
          tabIndex={one === tab ? 0 : -1}
          onClick={() => open(one)}
          onKeyDown={onKeyDown}
        >
          {t(`desk.dossier.tab.${one}`)}
          {one === 'documents' && <span className="text-3"> {number(documents)}</span>}
        </button>
      ))}
    </div>
  );
}
