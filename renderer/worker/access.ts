/**
 * Right of access: a whole file in clear, for the person it is about. Only for an officer who reads all of it, after their
 * secret; what is not here is fetched, and named where it cannot be; that it left is recorded before it is given.
 */
import { isoTime } from '../../app/acts/clock.ts';
import type { BlobId, DossierId } from '../../app/acts/ids.ts';
import type { AccessExport, AccessScan } from '../../app/desk/access.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { DossierState } from '../../app/dossier/dossier-state.ts';
import type { DossierData } from '../../app/dossier/fold-data.ts';
import { EvidenceError } from '../../app/evidence/errors.ts';
import {
  type AccessDocument,
  accessFile,
  manifestsOf,
  writeAccessFile,
} from '../../app/export/access-file.ts';
import { recordAudit } from './audit.ts';
import type { DeskContext } from './desk-context.ts';
import type { Dossiers } from './dossiers.ts';
import { type DossierFile, wrapHashes } from './mission-book.ts';
import type { Papers } from './papers.ts';
import type { Traces } from './traces.ts';

type Manifest = ReturnType<typeof manifestsOf>[number];
type Readable = DossierFile & {
  readonly state: DossierState;
  readonly data: DossierData;
  readonly definition: NonNullable<DossierFile['definition']>;
};

export class Access {
  readonly #desk: DeskContext;
  readonly #dossiers: Dossiers;
  readonly #papers: Papers;
  readonly #traces: Traces;

  constructor(desk: DeskContext, dossiers: Dossiers, papers: Papers, traces: Traces) {
    this.#desk = desk;
    this.#dossiers = dossiers;
    this.#papers = papers;
    this.#traces = traces;
  }

  /** @throws DeskError DO-001, PN-002, AX-001 to AX-003, and what recording may say (audit.ts) */
  async file(id: DossierId): Promise<AccessExport> {
    const desk = this.#desk;
    const { mission } = desk.row(id);
    const { unlocked } = desk;
    const { officer } = desk.session;
    const book = desk.book(mission);
    const file = readable(await book.load(id, desk.session.groups));
    desk.requireConfirmedSecret();
    const scans: AccessScan[] = [];
    const missing = new Map<string, AccessDocument['missing']>();
    for (const manifest of manifestsOf(file.state.acts, file.bodies)) {
      const found = await this.#content(id, manifest);
      if (typeof found === 'string') missing.set(manifest.id, found);
      else scans.push({ blob: manifest.id as BlobId, mediaType: manifest.mediaType, bytes: found });
    }
    const content = accessFile({
      ...file,
      madeAt: isoTime(desk.clock.now()),
      madeBy: officer,
      missionName: desk.configuration.missionNames[mission] ?? { fr: mission, en: mission, ar: mission },
      filingReceipt: await this.#papers.words(id),
      traces: await this.#traces.of(id),
      unverified: file.unverified.length,
      receivedAt: (act) => book.receipts.receivedAt(act, wrapHashes(file, act)),
      verdictCode: (act) => {
        const code = file.doubted.get(act.id)?.code ?? book.receipts.codeOf(act.id);
        return code === 'AD-000' ? null : code;
      },
      missing: (blob) => missing.get(blob) ?? null,
    });
    const bytes = new Map<string, Uint8Array>(scans.map((scan) => [scan.blob, scan.bytes]));
    const json = writeAccessFile(content, (blob) => bytes.get(blob) ?? null);
    // Whoever came to the desk meanwhile has not asked for it, and signs nothing for who has left.
    await recordAudit(desk, mission, { what: 'exported-in-clear', dossier: id }, unlocked);
    if (desk.unlocked !== unlocked) throw new DeskError('LK-001');
    desk.emit({ type: 'dossiers-changed', dossiers: [id] });
    return { json, file: content, scans };
  }

  /** One that does not open is named, and keeps nobody from the rest. */
  async #content(id: DossierId, manifest: Manifest): Promise<Uint8Array | 'not-at-this-desk' | 'damaged'> {
    try {
      const content = await this.#dossiers.content(id, manifest);
      return content.here ? content.bytes : 'not-at-this-desk';
    } catch (error) {
      if (error instanceof EvidenceError) return 'damaged';
      throw error;
    }
  }
}

/** Part of a file is no answer to who asks for all of it. */
function readable(file: DossierFile): Readable {
  const { state, data, definition, acts, bodies } = file;
  if (state?.status === 'erased') throw new DeskError('AX-002');
  if (state?.needsUpdate) throw new DeskError('AX-003');
  const isOpen = acts.every(({ id }) => bodies.has(id));
  if (!isOpen || !state || !data?.opened || !definition) throw new DeskError('AX-001');
  return { ...file, state, data, definition };
}
