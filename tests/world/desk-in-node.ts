/**
 * A real desk in Node: the worker's own `openDesk` over a medium in memory (or any stores and journal given), with the
 * officers' real slots and signer. Only the wire, the clock and the strip's eight seconds are at hand.
 */
import { type RandomSource, systemRandom } from '../../app/acts/clock.ts';
import type {
  ActId,
  DeskId,
  DossierId,
  DraftId,
  Kid,
  MissionCode,
  RecordHash,
  ServiceCode,
} from '../../app/acts/ids.ts';
import type { ActCommand } from '../../app/desk/act-command.ts';
import type { PendingDecision } from '../../app/desk/decision.ts';
import type { DeskEvent } from '../../app/desk/desk-event.ts';
import type { DraftEvidence } from '../../app/desk/draft.ts';
import type { Language } from '../../app/desk/language.ts';
import type { PersonChoice } from '../../app/desk/persons.ts';
import type {
  DecisionToConfirm,
  DeskConfiguration,
  DeskPlatform,
  Signer,
  TransportSigner,
} from '../../app/desk/ports.ts';
import type { SealOutcome } from '../../app/desk/seal-outcome.ts';
import type { Credential, Scope } from '../../app/keyring/credential.ts';
import { readsWhole } from '../../app/keyring/limits.ts';
import type { DurableJournal } from '../../app/log/durable-journal.ts';
import { FileJournal } from '../../app/log/file-journal.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { type AttemptsRecord, NO_FAILURES } from '../../app/vault/attempts.ts';
import type { FarewellRecord, FarewellShelf } from '../../app/vault/farewell.ts';
import { type DecisionCountdown, OfficerSigner } from '../../app/vault/officer-signer.ts';
import type { SlotShelf } from '../../app/vault/officer-slots.ts';
import type { RequestShelf } from '../../app/vault/pending-requests.ts';
import type { RequestFile } from '../../app/vault/request-file.ts';
import { type DestroyedSlot, type SlotFile, sealSlot } from '../../app/vault/slot-file.ts';
import type { Desk } from '../../renderer/worker/desk.ts';
import { openDesk } from '../../renderer/worker/open-desk.ts';
import type { DeskStores } from '../../renderer/worker/stores.ts';
import type { Transfer } from '../../renderer/worker/transfer.ts';
import type { Holder } from '../../scripts/ministry/create-ministry.ts';
import { scopeOfDesk } from '../../scripts/ministry/plan.ts';
import { jpeg } from '../app/evidence/images.ts';
import { SPECIMEN_ANSWERS, SPECIMEN_DOCUMENTS } from '../specimens/answers.ts';
import { DeskMedium, stopping } from './desk-medium.ts';
import { Fault } from './fault.ts';
import { readServices } from './services.ts';
import { World } from './world.ts';

export const WORDS = 'bado-kilu-meta-rumo-sada-tobi';
const CHEAP = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };

/** A ministry with the three services of the catalogue. */
export const openServicesWorld = (): Promise<World> => World.open(readServices('ml'));

const slots = new Map<Kid, Promise<SlotFile>>();
export function slotOf(world: World, initials: string, desk: string): Promise<SlotFile> {
  const { credential, plan, scope, sig, enc } = world.officer(initials, desk);
  const known = slots.get(credential.kid);
  if (known) return known;
  const made = sealSlot({
    identity: {
      kid: credential.kid,
      credential: credential.jws,
      initials: plan.initials,
      roles: plan.roles,
      mission: scope,
    },
    secrets: { sig, enc, readModelKeys: { [scope]: listKeyOf(world, credential, scope) } },
    kind: 'words',
    secret: WORDS,
    random: systemRandom,
    cost: CHEAP,
  });
  slots.set(credential.kid, made);
  return made;
}

/** As the ministry's script gives it: shared by those who read all, one's own for whoever reads less. */
const listKeyOf = ({ ministry }: World, credential: Credential, scope: Scope): string =>
  readsWhole(credential) ? (ministry.readModelKeys.get(scope) ?? '') : toBase64url(systemRandom.bytes(32));

class MemoryAttempts<Name extends string> {
  readonly #attempts = new Map<Name, AttemptsRecord>();
  async attempts(name: Name): Promise<AttemptsRecord> {
    return this.#attempts.get(name) ?? NO_FAILURES;
  }
  async noteAttempts(name: Name, record: AttemptsRecord): Promise<void> {
    this.#attempts.set(name, record);
  }
}

class MemorySlotShelf extends MemoryAttempts<Kid> implements SlotShelf {
  readonly #slots = new Map<Kid, SlotFile>();
  async all(): Promise<readonly SlotFile[]> {
    return [...this.#slots.values()];
  }
  async replace(slot: SlotFile): Promise<void> {
    this.#slots.set(slot.kid, slot);
  }
  async remove(kid: Kid): Promise<void> {
    this.#slots.delete(kid);
  }
  readonly #destroyed = new Map<Kid, DestroyedSlot>();
  async destroy(slot: DestroyedSlot): Promise<void> {
    this.#destroyed.set(slot.kid, slot);
    this.#slots.delete(slot.kid);
  }
  async destroyed(): Promise<readonly DestroyedSlot[]> {
    return [...this.#destroyed.values()];
  }
}

class MemoryRequestShelf extends MemoryAttempts<RecordHash> implements RequestShelf {
  readonly #files = new Map<RecordHash, RequestFile>();
  async all(): Promise<readonly RequestFile[]> {
    return [...this.#files.values()];
  }
  async put(file: RequestFile): Promise<void> {
    this.#files.set(file.id, file);
  }
  async remove(id: RecordHash): Promise<void> {
    this.#files.delete(id);
  }
}

class MemoryFarewellShelf implements FarewellShelf {
  #record: FarewellRecord | null = null;
  /** whose transport key is here */
  key: Kid | null = null;
  async record(): Promise<FarewellRecord | null> {
    return this.#record;
  }
  async note(record: FarewellRecord): Promise<void> {
    this.#record = record;
  }
  async forget(): Promise<void> {
    this.#record = null;
  }
  async transport(): Promise<Kid | null> {
    return this.key;
  }
  async destroyTransport(): Promise<void> {
    this.key = null;
  }
}

/** What the main process keeps of a desk: it outlives the program, as the medium does. */
export class MemoryVault {
  readonly slots = new MemorySlotShelf();
  readonly requests = new MemoryRequestShelf();
  readonly farewell = new MemoryFarewellShelf();
  /** its kit was put in place once */
  installed = false;
}

/** The strip's countdown, ended at once or by the test's hand. */
export class TestCountdown implements DecisionCountdown {
  /** a test that wants to cancel, or to stop in the middle, takes this away */
  atOnce = true;
  readonly #running = new Map<string, (how: 'confirmed' | 'cancelled') => void>();

  run({ id }: DecisionToConfirm): Promise<'confirmed' | 'cancelled'> {
    if (this.atOnce) return Promise.resolve('confirmed');
    return new Promise((resolve) => this.#running.set(id, resolve));
  }
  cancel(id: string): void {
    this.#running.get(id)?.('cancelled');
  }
  confirmAll(): void {
    for (const end of this.#running.values()) end('confirmed');
  }
}

/** What `openDesk` is given for a desk of the world's ministry; also for processes that bring stores of their own. */
export function configurationOf(world: World, desk: DeskId, gatewayUrl: string | null): DeskConfiguration {
  const { ministry } = world;
  const scope = scopeOfDesk(desk);
  return {
    desk,
    mission: scope,
    missions: scope === 'CENTRAL' ? (Object.keys(ministry.plan.missions) as MissionCode[]) : [scope],
    missionNames: { ...ministry.plan.missions, CENTRAL: ministry.plan.centre },
    root: ministry.root.credential.jws,
    gateway: gatewayUrl === null ? null : { url: gatewayUrl, kid: ministry.gateway.credential.kid },
    seed: [...ministry.keyringDocuments, ...ministry.catalogueDocuments],
  };
}

const transportSignerOf = ({ credential, signingKey: key }: Holder): TransportSigner => ({
  kid: credential.kid,
  credential: credential.jws,
  sign: (payload) => signCompact({ typ: 'guichet-session+jws', kid: credential.kid, payload, key }),
});

export interface NodeDeskParts {
  readonly world: World;
  readonly desk: string;
  readonly medium?: DeskMedium;
  readonly fault?: Fault;
  readonly transfer?: (medium: DeskMedium, fault: Fault) => Transfer;
  readonly countdown?: TestCountdown;
  readonly stores?: DeskStores;
  readonly journal?: DurableJournal;
  readonly random?: RandomSource;
  readonly vault?: MemoryVault;
  /** the gateway's address in its kit, where it matters */
  readonly gateway?: string;
  /** watches the clock where it is given */
  readonly monotonic?: () => number;
}

export class NodeDesk {
  readonly world: World;
  readonly id: DeskId;
  readonly desk: Desk;
  readonly medium: DeskMedium;
  readonly fault: Fault;
  readonly signer: Signer;
  readonly journal: DurableJournal;
  readonly countdown: TestCountdown;
  readonly events: DeskEvent[];
  readonly #listeners: Set<(event: DeskEvent) => void>;

  private constructor(parts: {
    world: World;
    id: DeskId;
    desk: Desk;
    medium: DeskMedium;
    fault: Fault;
    signer: Signer;
    journal: DurableJournal;
    countdown: TestCountdown;
    events: DeskEvent[];
    listeners: Set<(event: DeskEvent) => void>;
  }) {
    this.world = parts.world;
    this.id = parts.id;
    this.desk = parts.desk;
    this.medium = parts.medium;
    this.fault = parts.fault;
    this.signer = parts.signer;
    this.journal = parts.journal;
    this.countdown = parts.countdown;
    this.events = parts.events;
    this.#listeners = parts.listeners;
  }

  static async open(parts: NodeDeskParts): Promise<NodeDesk> {
    const { world, fault = new Fault(), countdown = new TestCountdown() } = parts;
    const id = parts.desk as DeskId;
    const configuration = configurationOf(world, id, parts.gateway ?? null);
    const medium = parts.medium ?? new DeskMedium(configuration.missions);
    const own = world.ministry.officers.filter((officer) => officer.desk === id);
    const { vault = new MemoryVault() } = parts;
    const transport = world.ministry.transports.get(id);
    if (!vault.installed) {
      for (const { plan } of own) await vault.slots.replace(await slotOf(world, plan.initials, id));
      vault.farewell.key = transport?.credential.kid ?? null;
      vault.installed = true;
    }
    let ticks = 0;
    const inner = new OfficerSigner({
      shelf: stopping<SlotShelf>(vault.slots, fault, 'slot', ['replace', 'remove']),
      enrolment: {
        desk: id,
        root: configuration.root,
        requests: stopping<RequestShelf>(vault.requests, fault, 'request', ['put', 'remove']),
      },
      farewell: stopping<FarewellShelf>(vault.farewell, fault, 'farewell', ['note', 'destroyTransport']),
      cost: CHEAP,
      keyStore: null,
      platform: 'electron',
      countdown,
      // A monotonic clock that runs fast: the limit of seals a second is the signer's own test.
      clock: {
        now: () => world.clock.now(),
        monotonic: () => {
          ticks += 1000;
          return ticks;
        },
      },
      random: systemRandom,
      scope: { desk: id, missions: configuration.missions, setting: configuration },
    });
    await inner.revoked();
    const signer = stopping<Signer>(inner, fault, 'signer', ['sign', 'confirm']);
    const journal = parts.journal ?? (await FileJournal.open(medium.files(fault), systemRandom));
    const here = await vault.farewell.transport();
    const platform: DeskPlatform = {
      signer,
      transport: here && transport ? transportSignerOf(transport) : null,
      journal,
      configuration,
    };
    const events: DeskEvent[] = [];
    const listeners = new Set<(event: DeskEvent) => void>();
    const desk = await openDesk({
      platform,
      configuration,
      stores: parts.stores ?? medium.stores(fault),
      transfer: parts.transfer?.(medium, fault) ?? null,
      clock: world.clock,
      ...(parts.monotonic ? { monotonic: parts.monotonic } : {}),
      random: parts.random ?? systemRandom,
      version: '0.0.0-test',
      emit: (event) => {
        events.push(event);
        for (const listener of [...listeners]) listener(event);
      },
      commission: async () => {},
    });
    // Passes are made when a test asks for them (`sendNow`), not by the clock.
    await desk.pause(true);
    return new NodeDesk({
      world,
      id,
      desk,
      medium,
      fault,
      signer,
      journal,
      countdown,
      events,
      listeners,
    });
  }

  async unlock(initials: string): Promise<void> {
    const { kid } = this.world.officer(initials, this.id).credential;
    const outcome = await this.desk.unlock(kid, WORDS);
    if (outcome.outcome !== 'unlocked') throw new Error(`unlock: ${outcome.outcome}`);
  }

  /** The next event for which `test` holds. */
  next<T extends DeskEvent>(test: (event: DeskEvent) => event is T): Promise<T> {
    return new Promise((resolve) => {
      const listener = (event: DeskEvent) => {
        if (!test(event)) return;
        this.#listeners.delete(listener);
        resolve(event);
      };
      this.#listeners.add(listener);
    });
  }

  /** A draft filled with the service's specimen answers and one small image for each document that it needs. */
  async filled(service: string, answers: object = {}, paid = false, about?: PersonChoice) {
    const { desk } = this;
    const draft = await desk.newDraft(service as ServiceCode, null, about);
    const evidence: DraftEvidence[] = [];
    for (const document of SPECIMEN_DOCUMENTS[service] ?? [])
      evidence.push(await desk.addEvidence(draft.id, document, document, 'image/jpeg', jpeg(8, 8)));
    await desk.saveDraft(draft.id, {
      answers: { ...SPECIMEN_ANSWERS[service], ...answers },
      ...(paid ? { fee: { paid: true, collected: null, means: 'cash' } } : {}),
    });
    return { ...(await desk.draft(draft.id)), evidence };
  }

  async sealed(service: string, answers: object = {}, paid = false): Promise<SealOutcome> {
    return this.desk.sealDraft((await this.filled(service, answers, paid)).id);
  }

  /** Seals on what the file's view shows at this moment: an officer who looks, then presses. */
  async seal(dossier: DossierId, command: ActCommand): Promise<SealOutcome> {
    return this.desk.seal(dossier, command, await this.heads(dossier));
  }

  async sealSupply(id: DraftId, items: readonly string[], note: string): Promise<SealOutcome> {
    return this.desk.sealSupply(id, items, note, await this.#headsFor(id));
  }

  async sealAttachment(id: DraftId, note: string): Promise<SealOutcome> {
    return this.desk.sealAttachment(id, note, await this.#headsFor(id));
  }

  /** What the file's view shows just now. */
  async heads(dossier: DossierId): Promise<readonly ActId[]> {
    return (await this.desk.dossier(dossier)).heads;
  }

  async #headsFor(id: DraftId): Promise<readonly ActId[]> {
    const { dossier } = await this.desk.draft(id);
    return dossier === null ? [] : this.heads(dossier);
  }

  /** Decides on what the file's view shows at this moment. */
  async decide(dossier: DossierId, command: ActCommand, language?: Language): Promise<PendingDecision> {
    return this.desk.decide(dossier, command, await this.heads(dossier), language);
  }

  /** Shows every document of a file to its officer, as a review does. */
  async displayAll(dossier: DossierId): Promise<void> {
    for (const { blob } of (await this.desk.dossier(dossier)).documents)
      await this.desk.noteDisplayed(dossier, blob);
  }

  /** An orderly end. */
  async close(): Promise<void> {
    await this.desk.close();
    this.medium.afterStop();
  }

  /** `kill -9`: whatever is under way fails from here on. What is left is the medium (`copy`, or another desk on it). */
  async kill(): Promise<void> {
    this.fault.stopNow();
    await this.desk.close().catch(() => {});
  }
}
