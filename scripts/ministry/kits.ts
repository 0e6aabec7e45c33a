/**
 * Desks' kits in the ministry's folder, in their two forms of the same content:
 *
 *   desks/<ML-PAR-B>/            desk.json, transport.json, slots/<kid>.json
 *   desks/<ML-PAR-B>.kit.json    the same as one file, for a browser
 *
 * A form that was taken away, to the desk or out of the house, is not made again.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskId, Kid } from '../../app/acts/ids.ts';
import type { DeskConfiguration } from '../../app/desk/ports.ts';
import type { LogDocument, SignedDocument } from '../../app/log/records.ts';
import { KIT_VERSION, type TransportFile } from '../../app/vault/kit.ts';
import type { SlotFile } from '../../app/vault/slot-file.ts';
import { type FileChange, jsonText } from './commit.ts';
import type { Holder } from './issue.ts';

const DESKS = 'desks';

export interface Kit {
  readonly name: string;
  /** null where only a slot is to be brought to a desk whose kit is not here any more */
  desk: DeskConfiguration | null;
  transport: TransportFile | null;
  slots: SlotFile[];
  /** slots that go */
  readonly gone: Kid[];
  readonly folder: boolean;
  readonly single: boolean;
}

/** `ML-PAR/B` → `ML-PAR-B`: how a desk's kit is called. */
export const kitName = (desk: DeskId): string => desk.replace('/', '-');

export const transportFile = ({ credential, sig }: Holder): TransportFile => ({
  v: KIT_VERSION,
  kid: credential.kid,
  credential: credential.jws,
  key: sig,
  stored: null,
});

export async function readKits(folder: string): Promise<Kit[]> {
  const desks = join(folder, DESKS);
  const there = existsSync(desks) ? await readdir(desks, { withFileTypes: true }) : [];
  const names = new Set(
    there.flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : entry.name.endsWith('.kit.json') ? [entry.name.slice(0, -9)] : [],
    ),
  );
  return Promise.all([...names].sort().map((name) => readKit(desks, name)));
}

async function readKit(desks: string, name: string): Promise<Kit> {
  const read = async (path: string) => JSON.parse(await readFile(join(desks, path), 'utf8'));
  const [folder, single] = [
    existsSync(join(desks, name, 'desk.json')),
    existsSync(join(desks, `${name}.kit.json`)),
  ];
  const one = single ? await read(`${name}.kit.json`) : null;
  const own = join(name, 'slots');
  const files = existsSync(join(desks, own)) ? (await readdir(join(desks, own))).sort() : [];
  const slots = files.filter((file) => file.endsWith('.json')).map((file) => read(join(own, file)));
  return {
    name,
    desk: one?.desk ?? (folder ? await read(join(name, 'desk.json')) : null),
    transport: one?.transport ?? (folder ? await read(join(name, 'transport.json')) : null),
    slots: one?.slots ?? (await Promise.all(slots)),
    gone: [],
    folder: folder || !single,
    single,
  };
}

/** The kit of a desk, or a place for slots alone where it is not here. */
export function kitOf(kits: Kit[], desk: DeskId): Kit {
  const found = kits.find(({ name }) => name === kitName(desk));
  if (found) return found;
  const made: Kit = { ...emptyKit(desk), desk: null, transport: null, single: false };
  kits.push(made);
  return made;
}

export const emptyKit = (desk: DeskId): Omit<Kit, 'desk' | 'transport'> => ({
  name: kitName(desk),
  slots: [],
  gone: [],
  folder: true,
  single: true,
});

/** Every file of every kit. @param documents that each is to start from, besides what it has */
export function kitFiles(kits: readonly Kit[], documents: readonly SignedDocument[]): FileChange[] {
  return kits.flatMap(({ name, desk: own, transport, slots, gone, folder, single }) => {
    const files: FileChange[] = [];
    const at = (path: string) => `${DESKS}/${name}/${path}`;
    const desk = own && { ...own, seed: union<LogDocument>([own.seed, documents]) };
    if (folder && desk) files.push({ path: at('desk.json'), text: jsonText(desk) });
    if (folder && transport) files.push({ path: at('transport.json'), text: jsonText(transport) });
    if (folder) {
      for (const slot of slots) files.push({ path: at(`slots/${slot.kid}.json`), text: jsonText(slot) });
      for (const kid of gone) files.push({ path: at(`slots/${kid}.json`), text: null });
    }
    if (single && desk)
      files.push({
        path: `${DESKS}/${name}.kit.json`,
        text: jsonText({ v: KIT_VERSION, desk, transport, slots }),
      });
    return files;
  });
}

/** Each record once; of two entries of the directory for one officer, the one that a keyring takes. */
export function union<T extends LogDocument>(lists: readonly (readonly T[])[]): T[] {
  const found = new Map<string, T>();
  for (const one of lists.flat()) {
    const name = one._id.startsWith('directory:') ? one._id : `${one._id} ${one._rev}`;
    const known = found.get(name);
    if (!known || one._rev > known._rev) found.set(name, one);
  }
  return [...found.values()];
}
