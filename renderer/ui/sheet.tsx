import { X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useCommands } from './commands.tsx';
import { useI18n } from './i18n.tsx';
import { Icon } from './icon.tsx';

export interface SheetProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** Échap, the close button, or a press outside. The focus goes back to where it came from. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Actions at the bottom, inline end: the primary one last. */
  readonly actions?: ReactNode;
  /** `wide` for two versions side by side. */
  readonly width?: 'normal' | 'wide';
  /** A press outside closes it. Off where something typed would be lost from sight. */
  readonly lightDismiss?: boolean;
}

/** A sheet at the inline end, never a dialogue in the middle. The commands of the screen beneath it rest. */
export function Sheet({
  title,
  isOpen,
  onClose,
  children,
  actions,
  width = 'normal',
  lightDismiss = true,
}: SheetProps) {
  const { t, locale } = useI18n();
  const heading = useId();
  return (
    <ModalOverlay
      className="sheet-overlay"
      isOpen={isOpen}
      isDismissable={lightDismiss}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={`sheet sheet-${width}`}>
        <Dialog className="sheet-dialog" aria-labelledby={heading}>
          <SheetKeys onClose={onClose} />
          <header className="sheet-head" lang={locale}>
            <h2 className="section" id={heading}>
              {title}
            </h2>
            <button
              type="button"
              className="icon-button"
              aria-label={t('ui.close')}
              title={t('ui.close')}
              onClick={onClose}
            >
              <Icon of={X} />
            </button>
          </header>
          <div className="sheet-body">{children}</div>
          {actions && <footer className="sheet-actions">{actions}</footer>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Stands before the sheet's content, so that the content's own commands lie above the barrier. */
function SheetKeys({ onClose }: { readonly onClose: () => void }) {
  useCommands({ back: onClose }, { barrier: true });
  return null;
}
