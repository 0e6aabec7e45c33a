/**
 * A ministry in memory, with real keys, and officers who seal: the ground that tests of the core stand on.
 * Nothing is mocked; only the clock is at hand.
 */
import type { ActBodies } from '../../app/acts/bodies.ts';
import { type Clock, isoTime, systemRandom } from '../../app/acts/clock.ts';
import type { EnvelopeDraft } from '../../app/acts/envelope.ts';
import {
  type ActId,
  type DeskId,
  type DossierId,
  dossierIdFrom,
  type Epoch,
  type MissionCode,
  type RecordHash,
  type ServiceCode,
} from '../../app/acts/ids.ts';
import type { ActKind } from '../../app/acts/kinds.ts';
import { makeReference } from '../../app/acts/reference.ts';
import { type SealedAct, sealAct } from '../../app/acts/seal-act.ts';
import { type VerifiedAct, verifyAct } from '../../app/acts/verify-act.ts';
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';
import { keyCommitment, makeWrap } from '../../app/dossier/dossier-key.ts';
import { Keyring } from '../../app/keyring/keyring.ts';
import type { SignedDocument } from '../../app/log/records.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { hashOf } from '../../app/seal/hash.ts';
import { signCompact } from '../../app/seal/jws.ts';
import { createMinistry, type Ministry, type OfficerHolder } from '../../scripts/ministry/create-ministry.ts';
import { demoPlan, type MinistryPlan } from '../../scripts/ministry/plan.ts';
import { SPECIMEN_DEFINITIONS } from './definition.ts';

export class TestClock implements Clock {
  time = Date.UTC(2026, 10, 21, 9, 0, 0);
  now(): number {
    this.time += 1000;
    return this.time;
  }
}

export interface Sealing<Kind extends ActKind> {
  readonly kind: Kind;
  readonly body: ActBodies[Kind];
  readonly prior: readonly ActId[];
  /** members of the envelope to set otherwise than an honest desk would */
  readonly but?: Partial<EnvelopeDraft>;
}

/** A dossier as a test drives it: its key, and what its acts have in common. */
export interface TestDossier {
  readonly id: DossierId;
  readonly mission: MissionCode;
  readonly definition: ServiceDefinition;
  readonly key: Uint8Array;
  readonly commit: RecordHash;
  readonly wrap: SignedDocument & { hash: RecordHash };
}

export class World {
  readonly ministry: Ministry;
  readonly keyring: Keyring;
  readonly release: RecordHash;
  readonly clock: TestClock;
  readonly definitions: readonly ServiceDefinition[];
  #serial = 0;
  #chains = new Map<string, { epoch: Epoch; seq: number; prev: ActId | null }>();

  private constructor(
    ministry: Ministry,
    keyring: Keyring,
    release: RecordHash,
    clock: TestClock,
    definitions: readonly ServiceDefinition[],
  ) {
    this.ministry = ministry;
    this.keyring = keyring;
    this.release = release;
    this.clock = clock;
    this.definitions = definitions;
  }

  static async open(
    definitions: readonly ServiceDefinition[] = SPECIMEN_DEFINITIONS,
    plan: MinistryPlan = demoPlan('http://127.0.0.1:1'),
    clock = new TestClock(),
  ): Promise<World> {
    const ministry = await createMinistry(plan, definitions, {
      clock,
      random: systemRandom,
    });
    const keyring = await Keyring.from(ministry.root.credential.jws, ministry.keyringDocuments);
    const manifest = ministry.catalogueDocuments.find((d): d is SignedDocument => 'jws' in d)!;
    return World.after(ministry, keyring, await hashOf(manifest.jws), clock, definitions);
  }

  /** The same ministry later: its keyring and its release have gone on since it was made. */
  static after(
    ministry: Ministry,
    keyring: Keyring,
    release: RecordHash,
    clock: TestClock,
    definitions: readonly ServiceDefinition[],
  ): World {
    return new World(ministry, keyring, release, clock, definitions);
  }

  officer(initials: string, desk: string): OfficerHolder {
    const found = this.ministry.officers.find((o) => o.plan.initials === initials && o.desk === desk);
    if (!found) throw new Error(`nobody ${initials} at ${desk}`);
    return found;
  }

  get agent() {
    return this.officer('A. S.', 'ML-PAR/B');
  }
  get otherAgent() {
    return this.officer('A. S.', 'ML-PAR/A');
  }
  get head() {
    return this.officer('M. U.', 'ML-PAR/B');
  }
  get reviewer() {
    return this.officer('I. S.', 'CENTRAL/A');
  }
  get supervisor() {
    return this.officer('F. U.', 'CENTRAL/A');
  }

  async dossier(
    definition: ServiceDefinition,
    by: OfficerHolder = this.agent,
    mission = 'ML-PAR' as MissionCode,
  ): Promise<TestDossier> {
    const id = dossierIdFrom(systemRandom.bytes(16));
    const key = systemRandom.bytes(32);
    const commit = await keyCommitment(id, 1, key);
    const groups = [`group:${mission}:${definition.class}:1`, `group:CENTRAL:${definition.class}:1`];
    const sign = (payload: Uint8Array) =>
      signCompact({ typ: 'guichet-wrap+jws', kid: by.credential.kid, payload, key: by.signingKey });
    return {
      id,
      mission,
      definition,
      key,
      commit,
      wrap: await makeWrap(id, 1, key, groups, this.keyring, sign),
    };
  }

  /** Seals as the given officer would, on their desk's chain. */
  async seal<Kind extends ActKind>(
    dossier: TestDossier,
    by: OfficerHolder,
    sealing: Sealing<Kind>,
  ): Promise<SealedAct> {
    const chain = this.#chain(by.desk, dossier.mission);
    const draft: EnvelopeDraft & { kind: Kind } = {
      mission: dossier.mission,
      desk: by.desk,
      dossier: dossier.id,
      ref: this.#reference(dossier),
      service: dossier.definition.code as ServiceCode,
      prior: [...sealing.prior].sort(),
      epoch: chain.epoch,
      seq: chain.seq + 1,
      prev: chain.prev,
      release: this.release,
      keyring: this.keyring.head()!.hash,
      lastReceipt: null,
      claimedAt: isoTime(this.clock.now()),
      keyGen: 1,
      ...(sealing.kind === 'opened' ? { keyCommit: dossier.commit } : {}),
      blobs: [],
      ...sealing.but,
      kind: sealing.kind,
    };
    const sign = (payload: Uint8Array) =>
      signCompact({ typ: 'guichet-act+jws', kid: by.credential.kid, payload, key: by.signingKey });
    const sealed = await sealAct(draft, sealing.body, dossier.key, sign);
    chain.seq += 1;
    chain.prev = sealed.id;
    return sealed;
  }

  verify(sealed: SealedAct): Promise<VerifiedAct> {
    return verifyAct(sealed.jws, this.keyring);
  }

  /** `opened` and `submitted` by the agent. */
  async lodged(
    definition: ServiceDefinition,
    by = this.agent,
  ): Promise<{ dossier: TestDossier; acts: SealedAct[] }> {
    const dossier = await this.dossier(definition, by);
    const opened = await this.seal(dossier, by, { kind: 'opened', prior: [], body: openedBody() });
    const submitted = await this.seal(dossier, by, { kind: 'submitted', prior: [opened.id], body: {} });
    return { dossier, acts: [opened, submitted] };
  }

  #references = new Map<DossierId, ReturnType<typeof makeReference>>();
  #reference(dossier: TestDossier) {
    const known = this.#references.get(dossier.id);
    if (known) return known;
    this.#serial += 1;
    const made = makeReference(`${dossier.mission}/B` as DeskId, 2026, this.#serial);
    this.#references.set(dossier.id, made);
    return made;
  }

  #chain(desk: DeskId, mission: MissionCode) {
    const name = `${desk} ${mission}`;
    const chain = this.#chains.get(name) ?? {
      epoch: toBase64url(systemRandom.bytes(12)) as Epoch,
      seq: 0,
      prev: null,
    };
    this.#chains.set(name, chain);
    return chain;
  }
}

export const openedBody = (
  answers: Record<string, string> = { surname: 'ERIKSSON', given: 'Anna Maria' },
): ActBodies['opened'] => ({
  person: toBase64url(systemRandom.bytes(16)),
  answers,
  documents: [],
  originalsKept: [],
  missing: [],
  language: 'fr',
  phones: ['+33 1 99 00 00 00'],
});

export const approval: ActBodies['approved'] = { displayed: [], checks: [] };
export const refusal: ActBodies['refused'] = {
  displayed: [],
  checks: [],
  grounds: ['incomplete'],
  explanation: 'specimen',
  appeal: 'specimen',
};
