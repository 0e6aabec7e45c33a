/** Sealing a further act on a dossier that exists: allowed in the state that this officer saw, standing on its heads. */
import type { BlobManifest } from '../../app/acts/bodies.ts';
import { isoTime } from '../../app/acts/clock.ts';
import type { ActId, DossierId } from '../../app/acts/ids.ts';
import type { ActKind } from '../../app/acts/kinds.ts';
import { instrumentText, QUITTANCE, quittanceText } from '../../app/acts/numbers.ts';
import type { ActCommand } from '../../app/desk/act-command.ts';
import { DeskError } from '../../app/desk/desk-error.ts';
import type { SealOutcome } from '../../app/desk/seal-outcome.ts';
import { keyStep } from '../../app/dossier/key-generation.ts';
import type { DeskContext } from './desk-context.ts';
import { groupsOf } from './entitled-groups.ts';
import { type FromDraft, WITHOUT_DRAFT } from './from-draft.ts';
import type { OpenedFile } from './mission-book.ts';
import { leaseOf } from './numbers.ts';
import { type ActToSeal, listing, type SealingKey, seal } from './sealing.ts';
import { requireDisplayed, requireGround, type Stand, standOnSeen } from './stand-on-seen.ts';

/**
 * @param seen the heads of the view on which the officer confirmed; looked at again each time it is composed
 * @throws DeskError DO-003 not allowed in this state or for this officer, DO-004 the file cannot be read here, DO-005
 *   documents not displayed, DO-031 the file has moved, DO-032 these were never its heads, KR-011 the keyring is too old,
 *   KR-012 its readers have moved on to keys that are not known here yet
 */
export async function sealOnDossier(
  desk: DeskContext,
  dossier: DossierId,
  command: ActCommand,
  seen: readonly ActId[],
  from: FromDraft = WITHOUT_DRAFT,
): Promise<SealOutcome> {
  await desk.freshness.require(command.kind);
  const { mission } = desk.row(dossier);
  const first = await desk.file(dossier);
  const { service, release } = first.state;
  const outcome = await seal(
    {
      mission,
      dossier,
      service,
      release,
      ...from,
      compose: async () => {
        const file = await desk.file(dossier);
        const stand = standOnSeen(file, command.kind, seen, desk.signatory());
        requireDisplayed(file, command.kind, desk.displayed(dossier));
        requireGround(stand, command, isoTime(desk.clock.now()));
        const under = stand.delegation === null ? {} : { under: stand.delegation.id };
        const act = { ...toSeal(await withNumber(desk, command, file)), ...under, prior: stand.state.heads };
        const { ref } = stand.state;
        return { ref, acts: [act], key: keyFor(desk, file, stand, command.kind), meanwhile: stand.meanwhile };
      },
    },
    desk.sealingGround(mission),
  );
  await desk.showSealed(mission);
  return outcome;
}

/** Numbers come from this desk's leases unless the officer typed the one that is printed on the paper. */
async function withNumber(desk: DeskContext, command: ActCommand, file: OpenedFile): Promise<ActCommand> {
  if (command.kind === 'instrument-issued' && command.body.number === '') {
    const series = file.definition?.instrument.numbers ?? '';
    const number = instrumentText(desk.row(file.id).mission, await drawn(desk, series));
    return { ...command, body: { ...command.body, number } };
  }
  if (command.kind === 'fee-collected' && command.body.quittance === '') {
    const year = new Date(desk.clock.now()).getUTCFullYear();
    const number = await drawn(desk, QUITTANCE);
    return {
      ...command,
      body: { ...command.body, quittance: quittanceText(desk.row(file.id).mission, year, number) },
    };
  }
  return command;
}

/** @throws DeskError NU-001 */
async function drawn({ numbers, reference, stores, desk }: DeskContext, series: string): Promise<number> {
  if (!numbers) throw new DeskError('NU-001');
  await numbers.catchUp();
  return numbers.next(series, await leaseOf(reference.keyring, stores.keyring, desk, series));
}

function toSeal(command: ActCommand): ActToSeal {
  const documents = 'documents' in command.body ? (command.body.documents as readonly BlobManifest[]) : [];
  const { kind, body, priority } = command;
  const assignee = 'assignee' in command ? command.assignee : undefined;
  const ground = 'ground' in command ? command.ground : undefined;
  return {
    kind,
    body,
    prior: [],
    blobs: documents.map(listing),
    ...(priority === undefined ? {} : { priority }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(ground === undefined ? {} : { ground }),
  };
}

/**
 * The dossier key in use, for an erasure too: its own words go with the rest, and a wrap of a new key would be one more to
 * remove. A new generation when a group has moved on, so that those who left read no further, and where
 * two desks have started one generation each with a key of its own.
 */
function keyFor(
  desk: DeskContext,
  file: OpenedFile,
  { state, definition }: Stand,
  kind: ActKind,
): SealingKey {
  const { keyGen, keyCommits, mission } = state;
  const commits = keyCommits.get(keyGen) ?? [];
  const held = commits.flatMap((commit) => file.keys.get(commit) ?? []);
  const [key] = held;
  if (!key) throw new DeskError('DO-004');
  const same = { gen: keyGen, bytes: key.bytes, groups: null };
  if (kind === 'erased') return same;
  const entitled = groupsOf(desk, mission, definition);
  const step = keyStep(
    held.flatMap(({ groups }) => [...groups]),
    entitled,
  );
  if (step === 'behind') throw new DeskError('KR-012');
  if (step === 'same' && commits.length === 1) return same;
  return { gen: keyGen + 1, bytes: desk.random.bytes(32), groups: entitled.map(({ id }) => id) };
}
