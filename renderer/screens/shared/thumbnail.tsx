/** A small picture of a scan, drawn on a canvas: no address for the bytes is made. */
import { useEffect, useRef } from 'react';
import { decodePicture } from './evidence-viewer/scan-picture.ts';

export interface ThumbnailProps {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly label: string;
  readonly className?: string;
}

/** Longest side, in pixels of the canvas; its size on screen is the stylesheet's. */
const SIDE = 160;

export function Thumbnail({ bytes, mediaType, label, className }: ThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let gone = false;
    decodePicture(bytes, mediaType).then(
      (picture) => {
        if (!gone && canvas.current) draw(canvas.current, picture);
        picture.close();
      },
      // A file that cannot be drawn was refused before; an empty thumbnail says no more than its line does.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [bytes, mediaType]);
  return <canvas ref={canvas} className={className} role="img" aria-label={label} width={1} height={1} />;
}

function draw(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
}
