import { X } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { createPortal } from 'react-dom';
import { useCommands } from './commands.tsx';
import { useI18n } from './i18n.tsx';
import { Icon } from './icon.tsx';

export interface SheetProps {
  readonly title: string;
  readonly isOpen: boolean;
  /** Échap, the close button, or a press outside. The focus goes back to where it came from. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Actions at the bottom, inline end: the primary one last. Those of a part of the content: {@link SheetActions}. */
  readonly actions?: ReactNode;
  /** `wide` for two versions side by side. */
  readonly width?: 'normal' | 'wide';
  /** A press outside closes it. Off where something typed would be lost from sight. */
  readonly lightDismiss?: boolean;
}

const Footer = createContext<HTMLElement | null>(null);

/** Actions that a part of the sheet's content knows, at the sheet's bottom like any other. */
export function SheetActions({ children }: { readonly children: ReactNode }) {
  const footer = useContext(Footer);
  return footer && createPortal(children, footer);
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
  const [footer, setFooter] = useState<HTMLElement | null>(null);
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
          <div className="sheet-body">
            <Footer value={footer}>{children}</Footer>
          </div>
          <footer className="sheet-actions" ref={setFooter}>
            {actions}
          </footer>
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
