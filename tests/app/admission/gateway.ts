/** A gateway's facts in memory, for tests of admission: what has arrived, in whatever order. */
import type { ActId, MissionCode, RecordHash } from '../../../app/acts/ids.ts';
import type { ReadAct, VerifiedAct } from '../../../app/acts/verify-act.ts';
import { type ActAdmission, type AdmissionFacts, admitAct } from '../../../app/admission/admit-act.ts';
import type { Lift } from '../../../app/admission/lifts.ts';
import type { FinalVerdict } from '../../../app/admission/said.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { Verdict } from '../../../app/dossier/verdict.ts';
import type { Keyring } from '../../../app/keyring/keyring.ts';
import type { SignedDocument } from '../../../app/log/records.ts';
import type { World } from '../../world/world.ts';

const isOfOne = (a: ReadAct, b: ReadAct): boolean => a.envelope.dossier === b.envelope.dossier;

export class TestGateway {
  readonly documents = new Map<string, SignedDocument>();
  readonly verdicts = new Map<ActId, { act: VerifiedAct; verdict: Verdict; code: string }>();
  readonly receipts = new Map<RecordHash, string | null>();
  readonly covered = new Map<ActId, string>();
  readonly finals = new Map<ActId, readonly FinalVerdict[]>();
  readonly lifts = new Map<ActId, readonly Lift[]>();
  readonly wraps = new Set<string>();
  keyring: Keyring;
  definitions: ReadonlyMap<string, ServiceDefinition> | null;
  readonly #mission: MissionCode;
  readonly #release: RecordHash;

  constructor(world: World, mission = 'ML-PAR' as MissionCode) {
    this.#mission = mission;
    this.#release = world.release;
    this.keyring = world.keyring;
    this.definitions = new Map(world.definitions.map((definition) => [definition.code, definition]));
  }

  get facts(): AdmissionFacts {
    return {
      mission: this.#mission,
      keyring: this.keyring,
      definition: async (release, service) =>
        release === this.#release && this.definitions ? this.definitions.get(service) : 'unknown-release',
      receiptAt: async (receipt) => this.receipts.get(receipt),
      said: async (act) => ({ first: this.covered.get(act), finals: this.finals.get(act) ?? [] }),
      dossier: async () => this.verdicts,
      hasWrap: async ({ envelope }) => this.wraps.has(`${envelope.dossier} ${envelope.keyGen}`),
      accepted: async (act) =>
        [...this.verdicts.values()]
          .filter(({ act: known, verdict }) => verdict === 'accepted' && isOfOne(known, act))
          .map(({ act: known }) => known),
      holdsWaiting: async (act) =>
        [...this.verdicts.values()]
          .filter(({ act: known, verdict }) => verdict === 'held' && isOfOne(known, act))
          .map(({ act: known }) => known)
          .filter(({ envelope }) => envelope.kind === 'held-by-law'),
      lifts: async (act) => this.lifts.get(act) ?? [],
    };
  }

  /** Takes one document and looks again at everything that was held, until nothing changes. */
  async receive(document: SignedDocument): Promise<ActAdmission> {
    const first = await this.#judge(document);
    await this.lookAgain();
    const act = first.act && this.verdicts.get(first.act.id);
    return act ? ({ ...first, verdict: act.verdict, code: act.code } as ActAdmission) : first;
  }

  async lookAgain(): Promise<void> {
    for (let changed = true; changed; ) {
      changed = false;
      for (const document of this.documents.values()) {
        const before = [...this.verdicts.values()].find(({ act }) => act.jws === document.jws);
        if (before && before.verdict !== 'held') continue;
        const after = await this.#judge(document);
        changed ||= after.act !== undefined && after.code !== before?.code;
      }
    }
  }

  async #judge(document: SignedDocument): Promise<ActAdmission> {
    const judged = await admitAct(document, this.facts);
    if (judged.verdict !== 'refused' || judged.act) this.documents.set(document._id, document);
    if (judged.act)
      this.verdicts.set(judged.act.id, { act: judged.act, verdict: judged.verdict, code: judged.code });
    return judged;
  }
}
