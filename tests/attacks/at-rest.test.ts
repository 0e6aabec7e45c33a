/**
 * Somebody with the disk and no key exchanges what rests there: rows, drafts, their parts. (That nothing of it can be read:
 * tests/e2e/privacy.e2e.ts; that a slot cannot be altered: tests/app/vault.)
 */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import type { DraftId, Kid } from '../../app/acts/ids.ts';
import { concat, toBase64url, utf8 } from '../../app/seal/bytes.ts';
import { openFor } from '../../app/seal/group-jwe.ts';
import { type CryptoKey, generateKey, importPrivate, importPublic } from '../../app/seal/keys.ts';
import { DraftBook, type DraftReader } from '../../renderer/drafts/draft-book.ts';
import type { DraftRecord } from '../../renderer/drafts/draft-shelf.ts';
import type { BlockRecord } from '../../renderer/read-model/row-shelf.ts';
import { NodeDesk, openServicesWorld } from '../world/desk-in-node.ts';
import { type DeskMedium, MemoryDraftShelf, type MemoryRowShelf } from '../world/desk-medium.ts';
import { TestClock, type World } from '../world/world.ts';

const PASSPORT = 'ml-passport-ordinary';
const VISA = 'ml-visa-short-stay';
const code = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => 'opened',
    (error: { code?: string }) => error.code,
  );

describe('drafts', () => {
  const author = toBase64url(new Uint8Array(32).fill(1)) as Kid;
  const other = toBase64url(new Uint8Array(32).fill(2)) as Kid;
  let reader: DraftReader;
  let recipients: { name: string; key: CryptoKey }[];
  let shelf: MemoryDraftShelf;
  let one: DraftRecord;
  let two: DraftRecord;
  /** as the next program finds them: nothing in memory */
  const reopened = (): DraftBook => new DraftBook(shelf, new TestClock(), systemRandom);

  beforeAll(async () => {
    const { publicJwk, privateJwk } = await generateKey('enc');
    recipients = [{ name: author, key: await importPublic(publicJwk, 'enc') }];
    reader = { kid: author, keys: new Map([[author, await importPrivate(privateJwk, 'enc')]]) };
  });
  beforeEach(async () => {
    shelf = new MemoryDraftShelf();
    const book = reopened();
    const ids: DraftId[] = [];
    for (const ticket of ['1', '2']) {
      const content = { purpose: 'application', ticket } as never;
      ids.push((await book.create(reader, recipients, content)).id);
    }
    [one, two] = ids.map((id) => shelf.records.get(id)) as [DraftRecord, DraftRecord];
  });

  it.each<[string, () => DraftRecord]>([
    ['another draft under its id', () => ({ ...two, id: one.id })],
    ['another’s content', () => ({ ...one, sealed: two.sealed, nonce: two.nonce })],
    ['another’s key', () => ({ ...one, key: two.key })],
    ['another’s content and key', () => ({ ...one, sealed: two.sealed, nonce: two.nonce, key: two.key })],
    ['another time', () => ({ ...one, savedAt: '2020-01-01T00:00:00Z' })],
    ['another author', () => ({ ...one, author: other })],
    ['another nonce', () => ({ ...one, nonce: new Uint8Array(12) })],
    ['no content', () => ({ ...one, sealed: new Uint8Array(0) })],
  ])('a draft with %s does not open', async (_, spoilt) => {
    expect(await code(reopened().open(one.id, reader))).toBe('opened');
    await shelf.put(spoilt());
    expect(await code(reopened().open(one.id, reader))).toBe('DR-002');
    expect(await code(reopened().open(two.id, reader))).toBe('opened');
  });

  it('a draft from before its author was bound opens, and is bound when it is saved again', async () => {
    const raw = await openFor(one.key, author, reader.keys.get(author) as CryptoKey);
    const key = await crypto.subtle.importKey('raw', raw as BufferSource, 'AES-GCM', false, ['encrypt']);
    const parameters = {
      name: 'AES-GCM',
      iv: one.nonce as BufferSource,
      additionalData: concat(utf8('guichet-draft'), utf8(`${one.id} ${one.savedAt}`)) as BufferSource,
    };
    const clear = utf8(JSON.stringify({ purpose: 'application', ticket: 'former' })) as BufferSource;
    await shelf.put({ ...one, sealed: new Uint8Array(await crypto.subtle.encrypt(parameters, key, clear)) });
    const book = reopened();
    const former = await book.open(one.id, reader);
    expect(former.content).toMatchObject({ ticket: 'former' });
    await book.save(former);
    await shelf.put({ ...(shelf.records.get(one.id) as DraftRecord), author: other });
    expect(await code(reopened().open(one.id, reader))).toBe('DR-002');
  });
});

/** the block that stands at one place, as if it belonged to another */
const at = (chain: readonly BlockRecord[], from: number, n: number): BlockRecord => ({
  ...(chain[from] as BlockRecord),
  n,
});
const moveUp = (taken: readonly BlockRecord[], chain: BlockRecord[]): number =>
  chain.push(...taken.slice(1).map((block) => ({ ...block, n: block.n - 1 })));
const flip = ({ sealed }: BlockRecord): void => {
  sealed[20] = (sealed[20] as number) ^ 1;
};

describe('a desk whose disk was written on while it was off', () => {
  let world: World;
  let medium: DeskMedium;
  beforeAll(async () => {
    world = await openServicesWorld();
  });
  async function opened(): Promise<NodeDesk> {
    const desk = await NodeDesk.open({ world, desk: 'ML-PAR/B', ...(medium ? { medium } : {}) });
    medium = desk.medium;
    await desk.unlock('A. S.');
    return desk;
  }

  /** The rows' chain on the disk. */
  const resting = () => medium.rows.last as MemoryRowShelf;

  /** Every file as its list shows it. */
  const listed = async ({ desk }: NodeDesk) => (await desk.list('all', 0, 100)).rows;

  describe('shows the files as they are where blocks of rows were', () => {
    let former: BlockRecord[];
    let whole: BlockRecord[];
    let shown: Awaited<ReturnType<typeof listed>>;
    beforeAll(async () => {
      const desk = await opened();
      await desk.sealed(VISA);
      former = structuredClone(resting().chain);
      await desk.sealed(VISA);
      await desk.desk.rebuild();
      for (const _ of [1, 2]) await desk.sealed(VISA);
      shown = await listed(desk);
      await desk.close();
      whole = structuredClone(resting().chain);
      expect(whole.length).toBeGreaterThan(2);
    });

    it.each<[string, (chain: BlockRecord[], former: readonly BlockRecord[]) => void]>([
      ['exchanged', (chain) => chain.splice(0, 2, at(chain, 1, 0), at(chain, 0, 1))],
      ['left out', (chain) => chain.splice(1, 1)],
      ['left out, and the others moved up', (chain) => moveUp(chain.splice(1), chain)],
      ['taken off at the end', (chain) => chain.splice(-2)],
      ['from an older chain', (chain, former) => chain.splice(0, 1, former[0] as BlockRecord)],
      ['an older chain', (chain, former) => chain.splice(0, chain.length, ...former)],
      [
        'cut',
        (chain) => chain.splice(0, 1, { ...at(chain, 0, 0), sealed: at(chain, 0, 0).sealed.slice(0, 40) }),
      ],
      ['altered', (chain) => void flip(chain[1] as BlockRecord)],
    ])('%s', async (_, spoil) => {
      resting().chain = structuredClone(whole);
      spoil(resting().chain, former);
      const desk = await opened();
      expect(await listed(desk)).toEqual(shown);
      await desk.close();
    });
  });

  it('seals no file with evidence that was exchanged, and keeps the draft', async () => {
    const desk = await opened();
    const draft = await desk.filled(PASSPORT);
    const shelf = medium.drafts;
    const chunks = draft.evidence.length;
    expect(chunks).toBeGreaterThan(1);
    const read = shelf.chunk.bind(shelf);
    const names: string[] = [];
    // Every chunk is another's: the disk gives the first one's bytes for all.
    shelf.chunk = async (id, chunk) => {
      names.push(chunk);
      return read(id, names[0] as never);
    };
    expect(await code(desk.desk.sealDraft(draft.id))).toMatch(/^(JRN-005|EV-\d{3})$/);
    shelf.chunk = read;
    expect((await desk.desk.sealDraft(draft.id)).dossier).toBeTruthy();
    await desk.close();
  });
});
