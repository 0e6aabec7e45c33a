/** Journals that an auditor brings as files, and what they are held against: nothing is believed of a file's name but its kind. */
import { parseDeskId } from '../../app/acts/ids.ts';
import type { JournalToAudit } from '../../app/audit/audit-journals.ts';
import type { BroughtFile, ReadableFile } from '../../app/desk/audit.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import { BundleError, readBundle } from '../../app/export/bundle.ts';
import { documentsOfBundle } from '../../app/export/bundle-documents.ts';
import type { ReadOnlyFile } from '../../app/log/read-journal.ts';
import type { SignedDocument } from '../../app/log/records.ts';

/** What a desk's kit, or an exported dossier, may be long at most: it is read into memory. */
const LONGEST_KIT = 16 << 20;
const LONGEST_BUNDLE = 512 << 20;

const NO_FILE: ReadOnlyFile = { size: 0, read: async () => new Uint8Array(0) };

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** @throws DeskError AU-402 when there is no journal among them */
export async function journalsIn(files: readonly BroughtFile[]): Promise<readonly JournalToAudit[]> {
  const byPath = new Map(files.map(({ path, file }) => [path, file]));
  const places = [...byPath.keys()].filter((path) => /(^|\/)acts\.journal$/.test(path)).map(folderOf);
  if (places.length === 0) throw new DeskError('AU-402');
  return Promise.all(
    places.sort().map(async (place) => {
      const file = (name: string) => readOnly(byPath.get(`${place}${name}.journal`));
      const journal = { acts: file('acts'), wraps: file('wraps'), evidence: file('evidence') };
      // A profile keeps its kit beside its journal: an emptied journal is known for whose it was.
      const profile = folderOf(place.slice(0, -1));
      return { files: journal, desk: await deskOf(byPath.get(`${profile}desk/desk.json`)) };
    }),
  );
}

/** The signed records of the exported dossiers among them. @throws DeskError AU-402 when one is none */
export async function documentsIn(files: readonly BroughtFile[]): Promise<readonly SignedDocument[]> {
  const documents: SignedDocument[] = [];
  for (const { path, file } of files) {
    if (!path.endsWith('.guichet')) continue;
    if (file.size > LONGEST_BUNDLE) throw new DeskError('AU-402');
    try {
      documents.push(...(await documentsOfBundle(readBundle(await portion(file, 0, file.size)).lines)));
    } catch (cause) {
      throw cause instanceof BundleError ? new DeskError('AU-402', {}, { cause }) : cause;
    }
  }
  return documents;
}

const portion = async (file: ReadableFile, offset: number, length: number): Promise<Uint8Array> =>
  new Uint8Array(await file.slice(offset, Math.min(file.size, offset + length)).arrayBuffer());

const readOnly = (file: ReadableFile | undefined): ReadOnlyFile =>
  file ? { size: file.size, read: (offset, length) => portion(file, offset, length) } : NO_FILE;

async function deskOf(kit: ReadableFile | undefined): Promise<JournalToAudit['desk']> {
  if (!kit || kit.size > LONGEST_KIT) return null;
  try {
    const text = new TextDecoder().decode(await portion(kit, 0, kit.size));
    return parseDeskId((JSON.parse(text) as { desk?: unknown }).desk);
  } catch {
    return null;
  }
}
