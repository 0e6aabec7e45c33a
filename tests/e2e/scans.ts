/** Scans made for the test: pictures as a scanner gives them, drawn by the browser that is at hand. */
import type { Page } from '@playwright/test';

export interface Scan {
  readonly name: string;
  readonly mimeType: 'image/jpeg' | 'image/png';
  readonly buffer: Buffer;
}

/** An A4 page at 100 dpi with a title, lines of text and paper's grain; JPEG for an even `seed`, PNG for an odd one. */
export async function drawScan(page: Page, title: string, seed: number): Promise<Scan> {
  const mimeType = seed % 2 === 0 ? 'image/jpeg' : 'image/png';
  const base64 = await page.evaluate(
    async ([heading, type, start]) => {
      const [width, height] = [827, 1169];
      const canvas = new OffscreenCanvas(width, height);
      const pen = canvas.getContext('2d');
      if (!pen) throw new Error('no canvas');
      pen.fillStyle = '#f4f1ea';
      pen.fillRect(0, 0, width, height);
      let state = (start as number) + 1;
      const next = (): number => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return state / 2147483648;
      };
      for (let i = 0; i < 9000; i++) {
        pen.fillStyle = `rgb(60 50 40 / ${next() * 0.12})`;
        pen.fillRect(next() * width, next() * height, 2, 2);
      }
      pen.fillStyle = '#26221c';
      pen.font = '600 30px sans-serif';
      pen.fillText('SPECIMEN', 70, 90);
      pen.font = '24px sans-serif';
      pen.fillText(heading as string, 70, 140);
      for (let line = 0; line < 24; line++) {
        pen.fillStyle = `rgb(60 55 48 / ${0.55 + next() * 0.3})`;
        for (let x = 70; x < 660; ) {
          const word = 20 + next() * 70;
          pen.fillRect(x, 200 + line * 34, word, 9);
          x += word + 12;
        }
      }
      pen.strokeStyle = '#5a2e91';
      pen.lineWidth = 4;
      pen.beginPath();
      pen.arc(620, 1020, 80, 0, 7);
      pen.stroke();
      const blob = await canvas.convertToBlob({ type: type as string, quality: 0.85 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = '';
      for (let i = 0; i < bytes.length; i += 0x8000)
        text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
      return btoa(text);
    },
    [title, mimeType, seed],
  );
  return {
    name: `scan-${seed}.${mimeType === 'image/jpeg' ? 'jpg' : 'png'}`,
    mimeType,
    buffer: Buffer.from(base64, 'base64'),
  };
}
