/** Files of any history: acts really sealed, with texts of any kind in their bodies, on any of what came before. */
import fc from 'fast-check';
import type { ActBodies, ActBody, BlobManifest } from '../../app/acts/bodies.ts';
import { systemRandom } from '../../app/acts/clock.ts';
import type { ActId } from '../../app/acts/ids.ts';
import type { VerifiedAct } from '../../app/acts/verify-act.ts';
import { type DossierData, foldData } from '../../app/dossier/fold-data.ts';
import { type DossierState, foldDossier } from '../../app/dossier/fold-dossier.ts';
import { type AccessFile, accessFile } from '../../app/export/access-file.ts';
import { toBase64url } from '../../app/seal/bytes.ts';
import { BY_CENTRE } from './definition.ts';
import { approval, openedBody, refusal, type World } from './world.ts';

/** A person's text: marks, mark-up, turned lines, nothing at all. */
const text = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      '<b onclick="x()">SPECIMEN</b>',
      'abc\u202edef',
      '\u2066إريكسون',
      'ligne\nautre',
      '{0} #',
    ),
  );
const id = () => toBase64url(systemRandom.bytes(16));
const hash = () => toBase64url(systemRandom.bytes(32));
const manifest = (label: string): BlobManifest => ({
  ...{ id: id(), document: 'photo', mediaType: 'image/jpeg', bytes: 3, sha256: hash(), key: hash() },
  ...{ chunks: [hash()], label },
});
const money = { amount: 5500, currency: 'EUR' };

/** One body of each kind that says something, around a text. */
const BODIES = {
  amended: (of) => ({ answers: { surname: of, extra: { inner: [of] } }, reason: of }),
  corrected: (of) => ({ act: hash(), answers: { given: of }, reason: of }),
  reconciled: (of) => ({ answers: { surname: of }, reason: of }),
  'information-requested': (of) => ({
    items: [{ id: '1', document: null, what: of, why: of, satisfiedBy: of, dueBy: '2026-12-05' }],
    language: 'fr',
    note: of,
  }),
  'information-supplied': (of) => ({
    items: ['1'],
    documents: [manifest(of)],
    answers: { given: of },
    note: of,
  }),
  'evidence-attached': (of) => ({ documents: [manifest(of)], note: of }),
  'applicant-confirmed': (of) => ({ shown: hash(), language: 'fr', signature: manifest(of) }),
  'contact-noted': (of) => ({
    by: 'telephone',
    direction: 'from-applicant',
    note: of,
    phone: '+33100000042',
  }),
  annotated: (of) => ({ note: of }),
  assigned: () => ({}),
  'fee-collected': (of) => ({ legal: money, collected: money, rate: of, quittance: 'Q-1', means: 'cash' }),
  'fee-voided': (of) => ({ quittance: 'Q-1', reason: of }),
  approved: (of) => ({ ...approval, checks: [{ code: 'identity', ticked: true, remark: of }], note: of }),
  refused: (of) => ({ ...refusal, explanation: of, appeal: of }),
  'instrument-issued': (of) => ({ instrument: 'paper', number: 'N-1', validFrom: '2026-11-21', notes: of }),
  'instrument-voided': (of) => ({ number: 'N-1', reason: of }),
  'handed-over': (of) => ({ to: 'representative', name: of, identity: of }),
  'document-declared-lost': (of) => ({ document: 'passport', number: 'X', circumstances: of }),
  withdrawn: (of) => ({ reason: of }),
  'held-by-law': (of) => ({ reason: of }),
  'hold-lifted': (of) => ({ reason: of }),
} as const satisfies { readonly [Kind in keyof ActBodies]?: (of: string) => ActBodies[Kind] };

type Told = keyof typeof BODIES;
export type Steps = readonly { readonly kind: Told; readonly on: number; readonly text: string }[];

/** `on`: how far back an act stands; two on the same compete. */
export const histories = (): fc.Arbitrary<Steps> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...(Object.keys(BODIES) as Told[])),
      on: fc.nat({ max: 2 }),
      text: text(),
    }),
    { maxLength: 7 },
  );

export interface GeneratedFile {
  readonly state: DossierState;
  readonly data: DossierData;
  readonly bodies: ReadonlyMap<ActId, ActBody>;
  readonly acts: readonly VerifiedAct[];
  readonly file: AccessFile;
}

export async function generatedFile(world: World, steps: Steps): Promise<GeneratedFile> {
  const dossier = await world.dossier(BY_CENTRE);
  const bodies = new Map<ActId, ActBody>();
  const acts: VerifiedAct[] = [];
  const add = async (kind: keyof ActBodies, body: ActBody, prior: readonly ActId[]) => {
    const by = acts.length % 3 === 2 ? world.reviewer : world.agent;
    const but = kind === 'assigned' ? { assignee: world.reviewer.credential.subject } : {};
    const sealed = await world.seal(dossier, by, { kind, body, prior, but } as never);
    acts.push(await world.verify(sealed));
    bodies.set(sealed.id, body);
  };
  await add('opened', { ...openedBody({ surname: 'ERIKSSON' }), documents: [manifest('recto')] }, []);
  for (const { kind, on, text: of } of steps) {
    const stands = acts.at(-1 - Math.min(on, acts.length - 1)) as VerifiedAct;
    await add(kind, BODIES[kind](of), [stands.id]);
  }
  // Without its definition every act counts, whoever may have sealed it.
  const state = foldDossier(acts, new Map(), undefined) as DossierState;
  const data = foldData(state, bodies);
  return { state, data, bodies, acts, file: accessFile(sourcesOf(world, { state, data, bodies })) };
}

function sourcesOf(world: World, file: Pick<GeneratedFile, 'state' | 'data' | 'bodies'>) {
  const { state } = file;
  const { credential } = world.agent;
  const name = { fr: 'Paris', en: 'Paris', ar: 'باريس' };
  const words = {
    ...{ mission: state.mission, missionName: name, desk: 'ML-PAR/B' as never, at: '2026-11-21T09:00:00Z' },
    ...{ ref: state.ref, applicant: 'ERIKSSON', applicantArabic: null, service: BY_CENTRE.title },
    ...{ received: [], originals: [], missing: [], dueBy: null, language: 'fr' as const, duplicate: 0 },
    fee: { due: null, toBeConfirmed: true, collected: null, rate: null, quittance: null },
  };
  return {
    ...file,
    madeAt: '2026-11-21T10:00:00Z',
    madeBy: credential,
    missionName: name,
    definition: BY_CENTRE,
    filingReceipt: words,
    traces: [
      { what: 'read', by: credential, desk: 'ML-PAR/B' as never, claimedAt: '2026-11-21T09:30:00Z' },
      {
        what: 'exported',
        by: world.reviewer.credential,
        desk: 'CENTRAL/A' as never,
        claimedAt: '2026-11-21T09:40:00Z',
      },
    ],
    unverified: 0,
    receivedAt: () => null,
    verdictCode: () => null,
    missing: () => null,
  };
}
