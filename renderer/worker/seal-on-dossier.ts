/** Sealing a further act on a dossier that exists: allowed in the state this officer sees, on all its heads. */
import type { BlobManifest } from '../../app/acts/bodies.ts';
import type { DossierId } from '../../app/acts/ids.ts';
import { type ActCommand, DeskError, type SealOutcome } from '../../app/desk/desk-api.ts';
import { isAllowed } from '../../app/dossier/allowed-acts.ts';
import type { DeskContext } from './desk-context.ts';
import { groupsOf } from './entitled-groups.ts';
import type { DossierFile } from './mission-book.ts';
import { type ActToSeal, listing, type SealingOrder, seal } from './sealing.ts';

/** Where signed bytes rest until the journal has them; a command without files needs no draft. */
export type FromDraft = Pick<SealingOrder, 'draft' | 'chunks' | 'noteSigned' | 'deleteDraft'>;

const WITHOUT_DRAFT: FromDraft = {
  draft: null,
  chunks: [],
  noteSigned: async () => {},
  deleteDraft: async () => {},
};

/** @throws DeskError DO-003 not allowed in this state or for this officer, DO-004 the file cannot be read here */
export async function sealOnDossier(
  desk: DeskContext,
  dossier: DossierId,
  command: ActCommand,
  from: FromDraft = WITHOUT_DRAFT,
): Promise<SealOutcome> {
  const { mission } = desk.row(dossier);
  const first = await desk.file(dossier);
  const { ref, service, release } = first.state;
  const key = await keyFor(desk, first);
  const outcome = await seal(
    {
      mission,
      dossier,
      service,
      release,
      key,
      ...from,
      compose: async () => {
        const file = await desk.file(dossier);
        const { definition, state } = file;
        if (!definition || !isAllowed(command.kind, state, definition, desk.session.credential))
          throw new DeskError('DO-003');
        return { ref, acts: [{ ...toSeal(command), prior: state.heads }] };
      },
    },
    desk.sealingGround(mission),
  );
  await desk.catchUp(mission);
  return outcome;
}

function toSeal(command: ActCommand): ActToSeal {
  const documents = 'documents' in command.body ? (command.body.documents as readonly BlobManifest[]) : [];
  const { kind, body, priority } = command;
  const assignee = 'assignee' in command ? command.assignee : undefined;
  return {
    kind,
    body,
    prior: [],
    blobs: documents.map(listing),
    ...(priority === undefined ? {} : { priority }),
    ...(assignee === undefined ? {} : { assignee }),
  };
}

/** The dossier key in use; a new generation when a group has moved on, so that those who left read no further. */
async function keyFor(
  desk: DeskContext,
  file: DossierFile & { state: NonNullable<DossierFile['state']> },
): Promise<SealingOrder['key']> {
  const { state, definition } = file;
  const bytes = file.keys.get(state.keyGen);
  if (!bytes || !definition) throw new DeskError('DO-004');
  const entitled = groupsOf(desk, state.mission, definition);
  const wrapped = new Set(
    file.wraps.filter(({ gen }) => gen === state.keyGen).flatMap(({ groups }) => groups),
  );
  if (entitled.every((group) => wrapped.has(group))) return { gen: state.keyGen, bytes, groups: null };
  return { gen: state.keyGen + 1, bytes: desk.random.bytes(32), groups: entitled };
}
