/**
 * The documents of a dossier, one at a time: 1-9 choose, R turns, + and - zoom. It says of each whether it has been
 * on screen (`onDisplayed`: drawn whole and painted), because no decision may rest on what was not displayed.
 */
import { Check, RotateCw, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { EvidenceContent } from '../../../../app/desk/evidence-content.ts';
import { Bdi } from '../../../ui/bdi.tsx';
import { useCommands } from '../../../ui/commands.tsx';
import { useI18n } from '../../../ui/i18n.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { ScanPane } from './scan-pane.tsx';
import { type Quarter, turned, type Zoom, zoomed } from './scan-picture.ts';
import type { ViewedDocument } from './viewed-document.ts';
import './evidence-viewer.css';

export interface EvidenceViewerProps {
  readonly documents: readonly ViewedDocument[];
  readonly current: string | undefined;
  readonly onCurrent: (key: string) => void;
  readonly load: (key: string) => Promise<EvidenceContent>;
  readonly onDisplayed?: (key: string) => void;
  readonly displayed?: ReadonlySet<string>;
  /** Shown where there is no document at all. */
  readonly empty: ReactNode;
}

export function EvidenceViewer(props: EvidenceViewerProps) {
  const { documents, onCurrent, displayed } = props;
  const { t, bytes } = useI18n();
  const id = useId();
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [turns, setTurns] = useState<Readonly<Record<string, Quarter>>>({});
  const at = documents.findIndex(({ key }) => key === props.current);
  const shown = documents[at];
  const quarter = shown ? (turns[shown.key] ?? 0) : 0;

  const turn = () => shown && setTurns({ ...turns, [shown.key]: turned(quarter) });
  const choose = (index: number): boolean => {
    const document = documents[index];
    if (document) onCurrent(document.key);
    return document !== undefined;
  };
  useCommands({
    document: { run: ({ digit }) => choose((digit ?? 1) - 1), disabled: documents.length === 0 },
    turn: { run: turn, disabled: !shown },
    'zoom-in': { run: () => setZoom(zoomed(zoom, 1)), disabled: !shown },
    'zoom-out': { run: () => setZoom(zoomed(zoom, -1)), disabled: !shown },
  });
  const onTabKey = (event: KeyboardEvent) => {
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key !== forward && event.key !== back) return;
    event.preventDefault();
    const next = at + (event.key === forward ? 1 : -1);
    if (choose(next)) document.getElementById(`${id}-tab-${next}`)?.focus();
  };

  if (!shown) return <div className="scans scans-empty">{props.empty}</div>;
  return (
    <div className="scans">
      <div className="scan-tabs" role="tablist" aria-label={t('central.scans.documents')}>
        {documents.map((one, index) => (
          <button
            key={one.key}
            id={`${id}-tab-${index}`}
            type="button"
            role="tab"
            className="scan-tab"
            aria-selected={index === at}
            aria-controls={`${id}-pane`}
            tabIndex={index === at ? 0 : -1}
            title={one.label || undefined}
            onClick={() => onCurrent(one.key)}
            onKeyDown={onTabKey}
          >
            <span className="scan-number">{index + 1}</span> <Bdi>{one.title}</Bdi>
            {!one.here && (
              <span className="scan-coming">{t('central.scans.coming', { size: bytes(one.bytes) })}</span>
            )}
            {displayed?.has(one.key) && (
              <>
                <Icon of={Check} />
                <span className="visually-hidden">{t('central.scans.seen')}</span>
              </>
            )}
          </button>
        ))}
      </div>
      <ScanPane
        key={shown.key}
        id={`${id}-pane`}
        labelledBy={`${id}-tab-${at}`}
        number={at + 1}
        document={shown}
        quarter={quarter}
        zoom={zoom}
        load={props.load}
        onDisplayed={props.onDisplayed}
      />
      <div className="scans-foot">
        <p className="scan-said">
          {t('central.scans.said', { n: at + 1, size: bytes(shown.bytes) })}
          {shown.label !== '' && (
            <>
              {' · '}
              <Bdi>{shown.label}</Bdi>
            </>
          )}
        </p>
        <div className="scan-tools" role="toolbar" aria-label={t('central.scans.tools')}>
          <Tool icon={RotateCw} label={t('central.scans.turn')} onPress={turn} />
          <Tool icon={ZoomOut} label={t('central.scans.smaller')} onPress={() => setZoom(zoomed(zoom, -1))} />
          <Tool icon={ZoomIn} label={t('central.scans.larger')} onPress={() => setZoom(zoomed(zoom, 1))} />
        </div>
      </div>
    </div>
  );
}

interface ToolProps {
  readonly icon: typeof Check;
  readonly label: string;
  readonly onPress: () => void;
}

/** A word with its icon: no icon stands alone. */
function Tool({ icon, label, onPress }: ToolProps) {
  return (
    <button type="button" className="scan-tool" onClick={onPress}>
      <Icon of={icon} />
      <span>{label}</span>
    </button>
  );
}
