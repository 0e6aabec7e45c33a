import { useMemo } from 'react';
import { qrPath } from './qr-path.ts';

/** What a hand scanner still reads from a screen at arm's length: version 25, 125 modules with the quiet zone. */
export const LONGEST_QR_BYTES = 1200;
/** 3 px: a whole number, so that every module is as wide as the next. */
const MODULE_REM = 0.1875;

export const fitsQr = (text: string): boolean => new TextEncoder().encode(text).length <= LONGEST_QR_BYTES;

export interface QrCodeProps {
  /** at most {@link LONGEST_QR_BYTES} */
  readonly text: string;
  /** what it is, for those who do not see it */
  readonly label: string;
}

/** Dark on light in both themes: a scanner does not read the negative. Never mirrored. */
export function QrCode({ text, label }: QrCodeProps) {
  const { side, path } = useMemo(() => qrPath(text, 'L'), [text]);
  const size = `${side * MODULE_REM}rem`;
  return (
    <svg
      className="qr"
      data-theme="light"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      style={{ inlineSize: size, blockSize: size }}
      shapeRendering="crispEdges"
    >
      <path d={path} />
    </svg>
  );
}
