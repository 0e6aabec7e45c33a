import { type DossierId, dossierIdFrom } from '../../../../app/acts/ids.ts';

/** A well-formed dossier id that is the same at each start. */
export function crockfordId(serial: number): DossierId {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(8, serial);
  return dossierIdFrom(bytes);
}
