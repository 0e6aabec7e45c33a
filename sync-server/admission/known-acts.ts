/**
 * The acts of a mission as admission needs them: envelopes with their verdicts, by dossier. Text and body stay in the
 * store. After a start the envelopes are read and not yet verified; an act is verified again before anything is judged
 * by it (law 7).
 */
import type { ActId, DossierId } from '../../app/acts/ids.ts';
import { type ReadAct, type VerifiedAct, verifyAct } from '../../app/acts/verify-act.ts';
import type { Verdict } from '../../app/dossier/verdict.ts';
import type { Keyring } from '../../app/keyring/keyring.ts';
import { actDocumentId } from '../../app/log/records.ts';
import type { ReplicaDb } from '../stores/replica-store.ts';

export interface KnownAct {
  readonly act: VerifiedAct;
  readonly verdict: Verdict;
}
/** `act` is absent where the verdict is a refusal of bytes that no signature vouches for */
interface Slot {
  act: ReadAct | undefined;
  verdict: Verdict;
  verified: boolean;
}

/** Neither text nor body: they are most of an act's size. */
const slim = <T extends ReadAct>(act: T): T => ({ ...act, jws: '', envelope: { ...act.envelope, body: '' } });

export class KnownActs {
  readonly #db: ReplicaDb;
  readonly #keyring: Keyring;
  readonly #byId = new Map<ActId, Slot>();
  readonly #byDossier = new Map<DossierId, Set<ActId>>();

  constructor(db: ReplicaDb, keyring: Keyring) {
    this.#db = db;
    this.#keyring = keyring;
  }

  set(id: ActId, dossier: DossierId, verdict: Verdict, act: ReadAct | undefined, verified: boolean): void {
    this.#byId.set(id, { act: act && slim(act), verdict, verified });
    const ids = this.#byDossier.get(dossier) ?? new Set();
    this.#byDossier.set(dossier, ids.add(id));
  }

  forget(id: ActId, dossier: DossierId): void {
    this.#byId.delete(id);
    this.#byDossier.get(dossier)?.delete(id);
  }

  /** the act without text and body, where its text could be read */
  read(id: ActId): ReadAct | undefined {
    return this.#byId.get(id)?.act;
  }

  envelope(id: ActId): ReadAct['envelope'] | undefined {
    return this.#byId.get(id)?.act?.envelope;
  }

  /** Acts of the dossier, and the priors that lie in another one, which is wrong but known. */
  async around(act: ReadAct): Promise<ReadonlyMap<ActId, KnownAct>> {
    const known = new Map<ActId, KnownAct>();
    const ids = new Set([...(this.#byDossier.get(act.envelope.dossier) ?? []), ...act.envelope.prior]);
    for (const id of ids) {
      const slot = this.#byId.get(id);
      if (!slot) continue;
      if (slot.verdict === 'accepted' && !slot.verified) await this.#verify(id, slot);
      // The act itself is looked at only where the verdict is `accepted`; then it is there and verified.
      if (slot.verdict !== 'accepted' || slot.verified)
        known.set(id, { act: slot.act as VerifiedAct, verdict: slot.verdict });
    }
    return known;
  }

  async #verify(id: ActId, slot: Slot): Promise<void> {
    if (!slot.act) return;
    const read = await this.#db.get(actDocumentId(slot.act.envelope.dossier, id));
    const jws = read.kind === 'found' ? read.doc.body.jws : undefined;
    if (typeof jws !== 'string') return;
    const act = await verifyAct(jws, this.#keyring);
    if (act.id !== id) return;
    slot.act = slim(act);
    slot.verified = true;
  }
}
