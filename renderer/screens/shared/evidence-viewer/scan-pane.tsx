import { useEffect, useRef, useState } from 'react';
import type { EvidenceContent } from '../../../../app/desk/evidence-content.ts';
import { useI18n } from '../../../ui/i18n.tsx';
import { decodePicture, drawPicture, nextFrameShown, type Quarter, type Zoom } from './scan-picture.ts';
import type { ViewedDocument } from './viewed-document.ts';

type Content =
  | { readonly state: 'reading' }
  | { readonly state: 'picture'; readonly picture: ImageBitmap }
  | { readonly state: 'on-its-way'; readonly done: number; readonly of: number }
  /** here, but no picture that can be drawn */
  | { readonly state: 'unreadable' }
  | { readonly state: 'trouble' };

async function contentOf(load: () => Promise<EvidenceContent>): Promise<Content> {
  const found = await load().catch(() => null);
  if (found === null) return { state: 'trouble' };
  if (!found.here) return { state: 'on-its-way', done: found.chunksHere, of: found.chunks };
  const picture = await decodePicture(found.bytes, found.mediaType).catch(() => null);
  return picture === null ? { state: 'unreadable' } : { state: 'picture', picture };
}

export interface ScanPaneProps {
  readonly id: string;
  readonly labelledBy: string;
  readonly number: number;
  readonly document: ViewedDocument;
  readonly quarter: Quarter;
  readonly zoom: Zoom;
  readonly load: (key: string) => Promise<EvidenceContent>;
  readonly onDisplayed: ((key: string) => void) | undefined;
}

export function ScanPane(props: ScanPaneProps) {
  const { document: shown, quarter, load, onDisplayed } = props;
  const { t, bytes, number } = useI18n();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [content, setContent] = useState<Content>({ state: 'reading' });
  const latest = useRef({ load, onDisplayed });
  latest.current = { load, onDisplayed };

  // Read again when the last part has arrived.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `here` says that there is more to read
  useEffect(() => {
    let current = true;
    void contentOf(() => latest.current.load(shown.key)).then((found) => {
      if (current) setContent(found);
    });
    return () => {
      current = false;
    };
  }, [shown.key, shown.here]);

  const picture = content.state === 'picture' ? content.picture : null;
  useEffect(() => {
    if (!picture || !canvas.current) return;
    drawPicture(canvas.current, picture, quarter);
    let current = true;
    void nextFrameShown().then(() => {
      if (current) latest.current.onDisplayed?.(shown.key);
    });
    return () => {
      current = false;
    };
  }, [picture, quarter, shown.key]);

  const text = ((): string | null => {
    const values = { n: props.number, size: bytes(shown.bytes) };
    switch (content.state) {
      case 'picture':
      case 'reading':
        return null;
      case 'on-its-way':
        return t('central.scans.on-its-way', {
          ...values,
          done: number(content.done),
          of: number(content.of),
        });
      case 'unreadable':
        return t('central.scans.unreadable', values);
      case 'trouble':
        return t('central.scans.trouble', values);
    }
  })();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <div className="scan-pane" id={props.id} role="tabpanel" aria-labelledby={props.labelledBy} tabIndex={0}>
      {picture && (
        <canvas
          ref={canvas}
          className={`scan-canvas zoom-${props.zoom}`}
          role="img"
          aria-label={[shown.title, shown.label].filter(Boolean).join(', ')}
          data-state="shown"
        />
      )}
      {text !== null && <p className="scan-text">{text}</p>}
    </div>
  );
}
