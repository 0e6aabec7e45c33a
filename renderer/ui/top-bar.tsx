import type { EntryState } from '../../app/dossier/status.ts';
import { Bdi } from './bdi.tsx';
import { useCommandRegistry } from './commands.tsx';
import { useI18n } from './i18n.tsx';
import { KeyHint } from './key-hint.tsx';
import { OfficerMenu } from './officer-menu.tsx';
import { TransportMark } from './transport-mark.tsx';

export interface LinkState {
  /** The mark of what is least far; none when nothing was ever sealed. */
  readonly mark?: EntryState | undefined;
  /** Always a number or a time: « 37 à envoyer · hors liaison 2 j ». */
  readonly text: string;
  readonly tone: 'neutral' | 'wait' | 'bad';
}

export interface TopBarProps {
  /** `ML-PAR`. */
  readonly mission: string;
  /** « Guichet B ». */
  readonly desk: string;
  readonly link?: LinkState | undefined;
  /** « A. SPECIMEN ». */
  readonly officer?: string | undefined;
  /** « Batterie 38 min »: only on battery. */
  readonly battery?: string | undefined;
  /** Opens Ctrl+K. Without it the box is not shown (locked). */
  readonly onSearch?: (() => void) | undefined;
}

export function TopBar({ mission, desk, link, officer, battery, onSearch }: TopBarProps) {
  const { t } = useI18n();
  return (
    <>
      <p className="top-desk">
        <strong>
          <Bdi ltr>{mission}</Bdi>
        </strong>
        <span>{desk}</span>
      </p>
      {onSearch && (
        <button type="button" className="search-box" onClick={onSearch} aria-keyshortcuts="Control+K">
          <span>{t('ui.search')}</span>
          <KeyHint chord={{ ctrl: true, key: 'K' }} />
        </button>
      )}
      <span className="top-gap" />
      {battery !== undefined && <span className="top-battery">{battery}</span>}
      {link && <LinkIndicator link={link} />}
      {officer !== undefined && <OfficerMenu officer={officer} />}
    </>
  );
}

/** 232 px, fixed, so that a changing number moves nothing. Pressing it is F8. */
function LinkIndicator({ link }: { readonly link: LinkState }) {
  const { t } = useI18n();
  const registry = useCommandRegistry();
  return (
    <button
      type="button"
      className={`link-state link-${link.tone}`}
      aria-keyshortcuts="F8"
      aria-label={`${t('ui.link')}, ${link.text}`}
      onClick={() => registry.run('link-panel')}
    >
      {link.mark && <TransportMark state={link.mark} decorative />}
      <span aria-live="polite">{link.text}</span>
    </button>
  );
}
