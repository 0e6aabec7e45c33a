/** Draws a scan on a canvas, turned by quarters: no inline style, and nothing of it is ever written anywhere. */
import { acceptFile } from '../../../../app/evidence/media-type.ts';

export type Quarter = 0 | 1 | 2 | 3;
export const turned = (quarter: Quarter): Quarter => ((quarter + 1) % 4) as Quarter;

/** Fit, then parts of the pane's width; the names of the classes in evidence-viewer.css. */
export const ZOOMS = ['fit', '100', '150', '200', '300', '400'] as const;
export type Zoom = (typeof ZOOMS)[number];
export function zoomed(zoom: Zoom, step: 1 | -1): Zoom {
  return ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, ZOOMS.indexOf(zoom) + step))] ?? zoom;
}

/**
 * Looked at as where a file is taken in, before anything decodes it: another desk may have sealed what it should not.
 * @throws EvidenceError, DOMException when the bytes are not a picture that any screen can show
 */
export async function decodePicture(bytes: Uint8Array, mediaType: string): Promise<ImageBitmap> {
  const { mediaType: type } = acceptFile(bytes, mediaType);
  return createImageBitmap(new Blob([Uint8Array.from(bytes)], { type }));
}

export function drawPicture(canvas: HTMLCanvasElement, picture: ImageBitmap, quarter: Quarter): void {
  const sideways = quarter % 2 === 1;
  canvas.width = sideways ? picture.height : picture.width;
  canvas.height = sideways ? picture.width : picture.height;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((quarter * Math.PI) / 2);
  context.drawImage(picture, -picture.width / 2, -picture.height / 2);
}

/** Resolves when the browser has put a frame on the screen; never while the window is hidden. */
export const nextFrameShown = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));
