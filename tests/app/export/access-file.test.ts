/** An applicant's file holds everything the fold holds, and of officers no more than role, desk and a number of its own. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeAccessFile } from '../../../app/export/access-file.ts';
import { fromUtf8, utf8 } from '../../../app/seal/bytes.ts';
import { type GeneratedFile, generatedFile, histories } from '../../world/generated-file.ts';
import { World } from '../../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});

/** Members of a fold that say how the file is kept, and nothing of what it says. */
const LEFT = {
  state: {
    dossier: 'dossier',
    ref: 'reference',
    mission: 'mission',
    service: 'service',
    release: 'service.release',
    status: 'state.status',
    heads: 'state.heads',
    versions: 'state.mainHeads',
    history: 'the graph of `history`, by `prior`',
    acts: 'history',
    lodgedBy: 'state.lodgedBy',
    approvedBy: 'state.approvedBy',
    approvedFor: 'state.approvedFor',
    assignee: 'state.assignee',
    legalHold: 'state.legalHold',
    holdLiftedBy: 'state.holdLiftedBy',
    restingSince: 'state.restingSince',
    priority: 'state.priority',
    keyGen: 'how it is encrypted',
    keyCommits: 'how it is encrypted',
    needsUpdate: 'such a file is refused',
  },
  data: {
    answers: 'answers',
    versions: 'versions',
    opened: 'history, and its members beside',
    documents: 'documents',
    fees: 'fees.collected',
    requests: 'requests',
    decision: 'decision',
    instrument: 'instrument',
    contacts: 'contacts',
    phones: 'phones',
  },
} as const;

/** What opens ciphertext, which is not in the file. */
const SECRETS: ReadonlySet<string> = new Set(['key', 'chunks']);

function* leaves(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) yield value;
  else
    for (const [name, member] of value instanceof Map ? value : Object.entries(value))
      if (!SECRETS.has(String(name))) yield* leaves(member);
}
const withoutSecrets = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, member) => (SECRETS.has(name) ? undefined : member)));

const written = ({ file }: GeneratedFile) => fromUtf8(writeAccessFile(file, () => utf8('abc')));

describe('an applicant’s file', () => {
  test('holds everything the fold holds, whatever the history', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), async (steps) => {
        const made = await generatedFile(world, steps);
        const { state, data, bodies } = made;
        const told = JSON.parse(written(made));
        const all = new Set(leaves(told));
        for (const leaf of [...leaves(data), ...leaves(bodies)])
          if (leaf !== undefined) expect(all, JSON.stringify(leaf)).toContain(leaf);
        expect(told.answers).toEqual(withoutSecrets(data.answers));
        expect(told.versions.map(({ head }: { head: string }) => head)).toEqual([...data.versions.keys()]);
        expect(told.history.map(({ act }: { act: string }) => act)).toEqual(state.acts.map(({ id }) => id));
        for (const { act, body, standing, prior } of told.history) {
          expect(body).toEqual(withoutSecrets(bodies.get(act)));
          const folded = state.acts.find(({ id }) => id === act);
          expect([standing, prior]).toEqual([folded?.standing, folded?.prior]);
        }
        const { status, heads, legalHold, restingSince, priority } = state;
        expect(told.state).toMatchObject({ status, heads, legalHold, restingSince, priority });
      }),
      { numRuns: 25 },
    );
  });

  test('says of each member of a fold where it stands: a new one has to be thought of', async () => {
    const { state, data } = await generatedFile(world, []);
    expect(Object.keys(state).sort()).toEqual(Object.keys(LEFT.state).sort());
    expect(Object.keys(data).sort()).toEqual(Object.keys(LEFT.data).sort());
  });

  test('names no officer and opens no ciphertext', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), async (steps) => {
        const made = await generatedFile(world, steps);
        const text = written(made);
        for (const { kid, signer } of made.acts) {
          expect(text).not.toContain(kid);
          expect(text).not.toContain(signer.subject);
        }
        for (const document of made.data.documents) {
          expect(text).not.toContain(document.key);
          for (const chunk of document.chunks) expect(text).not.toContain(chunk);
        }
        const agent = new Set(
          made.file.history.filter(({ by }) => by.desk === 'ML-PAR/B').map(({ by }) => by.officer),
        );
        expect([...agent]).toEqual([1]);
      }),
      { numRuns: 10 },
    );
  });

  test('carries each document once with its bytes, and of a missing one why', async () => {
    const made = await generatedFile(world, [{ kind: 'evidence-attached', on: 0, text: 'verso' }]);
    const [here, other] = made.file.documents;
    const documents = made.file.documents.map((one) =>
      one === other ? { ...one, missing: 'not-at-this-desk' as const } : one,
    );
    const asked: string[] = [];
    const bytesOf = (blob: string) => {
      asked.push(blob);
      return Uint8Array.of(0, 255, 254);
    };
    const told = JSON.parse(fromUtf8(writeAccessFile({ ...made.file, documents }, bytesOf)));
    expect(asked).toEqual([here?.id]);
    expect(told.documents).toMatchObject([
      { base64: 'AP/+', missing: null, label: 'recto' },
      { missing: 'not-at-this-desk', label: 'verso' },
    ]);
    expect(told.documents[1]).not.toHaveProperty('base64');
  });
});
