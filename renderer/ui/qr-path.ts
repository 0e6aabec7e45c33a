import { create } from 'qrcode';

/** Modules of the quiet zone on each side (ISO/IEC 18004). */
const QUIET = 4;

export interface QrPath {
  /** modules from edge to edge, the quiet zone included */
  readonly side: number;
  /** the dark modules as an SVG path, one unit a module */
  readonly path: string;
}

/**
 * A QR code as a path.
 * @param level `L` on a screen, where nothing is worn off; `M` on paper, which is folded and photocopied
 * @throws Error when the text is longer than any QR code holds
 */
export function qrPath(text: string, level: 'L' | 'M'): QrPath {
  const { modules } = create(text, { errorCorrectionLevel: level });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
    }
  }
  return { side: modules.size + 2 * QUIET, path };
}
