/** A scan that another desk sealed is looked at before anything decodes it. */
import { afterEach, expect, test, vi } from 'vitest';
import { decodePicture } from '../../../renderer/screens/shared/evidence-viewer/scan-picture.ts';
import { png } from '../../app/evidence/images.ts';

afterEach(() => vi.unstubAllGlobals());

test('only a picture that would be taken in reaches the decoder, under the type that it is', async () => {
  const decoded: string[] = [];
  vi.stubGlobal('createImageBitmap', async (blob: Blob) => decoded.push(blob.type));
  const refused = (bytes: Uint8Array, type: string) =>
    decodePicture(bytes, type).then(
      () => 'decoded',
      (error: { code?: string }) => error.code,
    );
  expect(await refused(new TextEncoder().encode('%PDF-1.7'), 'application/pdf')).toBe('EV-016');
  expect(await refused(new TextEncoder().encode('<svg/>'), 'image/svg+xml')).toBe('EV-017');
  expect(await refused(png(7, 9), 'image/jpeg')).toBe('EV-012');
  expect(await refused(png(7, 9, { width: 20_000, height: 20_000 }), 'image/png')).toBe('EV-014');
  expect(decoded).toEqual([]);
  expect(await refused(png(7, 9), 'image/png')).toBe('decoded');
  expect(decoded).toEqual(['image/png']);
});
