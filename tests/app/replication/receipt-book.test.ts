/** What the centre is known to hold, from receipts alone (app/replication/SPEC.md). */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ActId, Kid, RecordHash } from '../../../app/acts/ids.ts';
import type { VerifiedAct } from '../../../app/acts/verify-act.ts';
import {
  counts,
  doubtsOf,
  type Receipt,
  type ReceiptItem,
  signReceipt,
  verifyReceipt,
} from '../../../app/admission/receipt.ts';
import { VERDICT_CODES, type VerdictCode } from '../../../app/admission/verdict-codes.ts';
import { Keyring } from '../../../app/keyring/keyring.ts';
import { recordDocument, signRecord } from '../../../app/keyring/records.ts';
import { inOrder, ReceiptBook } from '../../../app/replication/receipt-book.ts';
import { toBase64url } from '../../../app/seal/bytes.ts';
import { payloadBytes, signCompact } from '../../../app/seal/jws.ts';
import { type Exported, exported } from '../../world/bundle.ts';
import { World } from '../../world/world.ts';

let world: World;
let made: Exported;
let act: VerifiedAct;
let wrap: RecordHash;
let chunk: string;
const OLD = toBase64url(new Uint8Array(12));
const NEW = toBase64url(new Uint8Array(12).fill(1));
beforeAll(async () => {
  world = await World.open();
  made = await exported(world);
  act = await world.verify(made.acts[0] as never);
  wrap = made.dossier.wrap.hash;
  chunk = act.envelope.blobs[0]?.chunks[0] as string;
});

interface Said {
  readonly n: number;
  readonly items: readonly (readonly [ReceiptItem[0], string, VerdictCode])[];
  readonly epoch?: string;
  readonly at?: string;
  readonly chains?: Receipt['chains'];
}
/** A receipt that its gateway signed and that was verified. */
async function said({
  n,
  items,
  epoch = OLD,
  at = `2026-11-21T10:00:${String(n).padStart(2, '0')}Z`,
  chains = [],
}: Said) {
  const { credential, signingKey } = world.ministry.gateway;
  const tuples = items.map(([type, id, code]): ReceiptItem => [type, id, VERDICT_CODES[code], code]);
  const document = await signReceipt({ epoch, n, at, items: tuples, chains }, credential.kid, signingKey);
  return verifyReceipt(document, world.keyring);
}
async function bookOf(...receipts: readonly Said[]): Promise<ReceiptBook> {
  const book = new ReceiptBook();
  for (const receipt of receipts) book.add(await said(receipt));
  return book;
}
const whole = (): Said['items'] => [
  ['act', act.id, 'AD-000'],
  ['wrap', wrap, 'AD-000'],
  ['chunk', chunk, 'AD-000'],
];

describe('received', () => {
  it('only when the act, a wrap of its key and every chunk are accepted', async () => {
    for (const missing of [0, 1, 2]) {
      const book = await bookOf({ n: 1, items: whole().toSpliced(missing, 1) });
      expect(book.receivedAt(act, [wrap])).toBeNull();
      expect(book.entryState(act, [wrap], false)).toBe(missing === 0 ? 'sealed' : 'sent');
    }
    const book = await bookOf({ n: 1, items: whole() });
    expect(book.entryState(act, [wrap], false)).toBe('received');
    expect(book.receivedAt(act, [])).toBeNull();
    expect(book.receivedAt(act, [act.id as string as RecordHash])).toBeNull();
  });

  it('at the time of the last of them, from however many receipts', async () => {
    const [a, w, c] = whole();
    const book = await bookOf(
      { n: 2, items: [c] as never },
      { n: 3, items: [a] as never },
      { n: 1, items: [w] as never },
    );
    expect(book.receivedAt(act, [wrap])).toBe('2026-11-21T10:00:03Z');
  });

  it('not while one of them is held or refused', async () => {
    for (const [i, code] of [
      [0, 'AD-101'],
      [1, 'AD-102'],
      [2, 'AD-109'],
      [2, 'AD-208'],
    ] as const) {
      const book = await bookOf({
        n: 1,
        items: whole().with(i, [whole()[i]?.[0] as 'act', whole()[i]?.[1] as string, code]),
      });
      expect(book.receivedAt(act, [wrap])).toBeNull();
    }
  });

  it('sent is not received: what left this desk is only sent', async () => {
    const book = new ReceiptBook();
    expect(book.entryState(act, [wrap], false)).toBe('sealed');
    expect(book.entryState(act, [wrap], true)).toBe('sent');
  });

  it('in a new epoch of the server no longer, until that epoch says so', async () => {
    const later = '2026-11-22T10:00:00Z';
    const book = await bookOf({ n: 7, items: whole() }, { n: 1, items: [], epoch: NEW, at: later });
    expect(book.receivedAt(act, [wrap])).toBeNull();
    expect(book.act(act.id)?.verdict).toBe('accepted');
    expect(book.entryState(act, [wrap], false)).toBe('sealed');
    book.add(await said({ n: 2, items: whole(), epoch: NEW, at: later }));
    expect(book.receivedAt(act, [wrap])).toBe(later);
  });
});

describe('verdicts', () => {
  it('held may become accepted or refused; the later receipt counts', async () => {
    const held = { n: 1, items: [['act', act.id, 'AD-101']] } as const;
    for (const [code, state] of [
      ['AD-000', 'sent'],
      ['AD-205', 'not-admitted'],
    ] as const) {
      const final = { n: 2, items: [['act', act.id, code]] } as const;
      for (const order of [
        [held, final],
        [final, held],
      ]) {
        const book = await bookOf(...order);
        expect(book.act(act.id)?.code).toBe(code);
        expect(book.entryState(act, [wrap], true)).toBe(state);
        expect(book.disputed.size).toBe(0);
      }
    }
    expect((await bookOf(held)).entryState(act, [wrap], true)).toBe('held');
  });

  it('two final verdicts that contradict each other are a dispute, whatever came between', async () => {
    const [yes, held, no] = (['AD-000', 'AD-101', 'AD-206'] as const).map((code, i) => ({
      n: i + 1,
      items: [['act', act.id, code]] as const,
    })) as unknown as [Said, Said, Said];
    for (const order of [
      [yes, held, no],
      [no, yes],
      [held, no, yes],
    ])
      expect([...(await bookOf(...order)).disputed]).toEqual([act.id]);
  });

  it('covers an act from the earliest receipt that names it, with any verdict', async () => {
    const book = await bookOf(
      { n: 2, items: [['act', act.id, 'AD-000']] },
      { n: 1, items: [['act', act.id, 'AD-101']] },
    );
    expect(book.coveredAt(act.id)).toBe('2026-11-21T10:00:01Z');
    expect(book.coveredAt(made.acts[1]?.id as ActId)).toBeUndefined();
  });
});

it('tells how far the centre has a desk’s chain, and never goes back', async () => {
  const { desk, epoch } = act.envelope;
  const chain = (n: number, to: number): Said => ({ n, items: [], chains: [[desk, epoch, to, act.id]] });
  for (const order of [
    [chain(1, 3), chain(2, 5)],
    [chain(2, 5), chain(1, 3)],
  ])
    expect((await bookOf(...order)).chain(desk, epoch)?.contiguousTo).toBe(5);
});

it('says the same in whatever order receipts come, and however often', async () => {
  const codes: VerdictCode[] = ['AD-000', 'AD-101', 'AD-105', 'AD-206'];
  const ids = made.acts.map(({ id }) => id);
  const receipts: Receipt[] = [];
  for (let n = 1; n <= 8; n += 1)
    receipts.push(
      await said({
        n: n > 5 ? n - 5 : n,
        epoch: n > 5 ? NEW : OLD,
        at: `2026-11-21T10:00:0${n > 5 ? 9 : 1 + (n >> 1)}Z`,
        items: [['act', ids[n % 3] as string, codes[n % 4] as VerdictCode], ...(n % 2 ? whole() : [])],
        chains: [[act.envelope.desk, act.envelope.epoch, n, act.id]],
      }),
    );
  const view = (order: readonly Receipt[]) => {
    const book = new ReceiptBook();
    for (const receipt of order) book.add(receipt);
    return JSON.stringify([
      ids.map((id) => [book.act(id), book.coveredAt(id), book.disputed.has(id)]),
      book.receivedAt(act, [wrap]),
      book.newest?.hash,
      book.chain(act.envelope.desk, act.envelope.epoch),
    ]);
  };
  const expected = view(receipts);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(receipts, { minLength: receipts.length }),
      fc.array(fc.constantFrom(...receipts), { maxLength: 5 }),
      (order, again) => {
        expect(view([...order, ...again])).toBe(expected);
      },
    ),
  );
});

it('sorts receipts of several gateways by their times, and never one’s numbers against another’s', () => {
  const of = (gateway: string, n: number, second: number, hash = `${gateway}${n}`) =>
    ({ gateway, epoch: OLD, n, at: `2026-11-21T10:00:${second}Z`, hash }) as never as Receipt;
  const sorted = [
    of('a', 7, 11),
    of('a', 8, 12),
    of('b', 1, 13),
    of('a', 9, 14),
    of('b', 2, 14),
    of('b', 3, 14),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (order) => {
      expect(order.toSorted(inOrder)).toEqual(sorted);
    }),
  );
});

describe('a receipt of a gateway that is revoked', () => {
  type Revoked = readonly [kid: Kid, reason: string, at: string];
  const ring = async (...revocations: readonly Revoked[]) => {
    const { root, authority, keyringDocuments } = world.ministry;
    const records = revocations.map(async ([kid, reason, at]) => {
      const payload = { v: 1 as const, kid, reason, at };
      const { credential, signingKey } = authority;
      const jws = await signRecord('guichet-revocation+jws', payload, credential.kid, signingKey);
      return recordDocument(jws, (hash) => `revocation:${hash}`);
    });
    return Keyring.from(root.credential.jws, [...keyringDocuments, ...(await Promise.all(records))]);
  };
  const END = '2026-11-21T10:00:05Z';
  const at = (n: number) => said({ n, items: whole() });

  it('counts up to the end of a key that was replaced, and not at all once it may be in other hands', async () => {
    const { kid } = world.ministry.gateway.credential;
    const counted = async (...revocations: readonly Revoked[]) => {
      const keyring = await ring(...revocations);
      return [counts(await at(4), keyring), counts(await at(5), keyring)];
    };
    expect(await counted()).toEqual([true, true]);
    expect(await counted([kid, 'replaced', END])).toEqual([true, false]);
    // Whoever has the key chooses its dates: what is dated before the theft proves nothing either.
    for (const reason of ['stolen', 'lost', 'compromised', 'other', 'x'])
      expect(await counted([kid, reason, END]), reason).toEqual([false, false]);
    expect(await counted([kid, 'replaced', END], [kid, 'compromised', '2027-01-01T00:00:00Z'])).toEqual([
      false,
      false,
    ]);
    // Nor of one whose authority may have made others like it.
    const above = world.ministry.authority.credential.kid;
    expect(await counted([above, 'compromised', END])).toEqual([false, false]);
    expect(await counted([world.ministry.catalogue.credential.kid, 'stolen', END])).toEqual([true, true]);
  });

  it('changes what is doubted, and a revocation of others does not', async () => {
    const { gateway, catalogue } = world.ministry;
    const none = doubtsOf(await ring());
    expect(doubtsOf(await ring([catalogue.credential.kid, 'stolen', END]))).toBe(none);
    expect(doubtsOf(await ring([gateway.credential.kid, 'replaced', END]))).not.toBe(none);
  });
});

describe('a receipt', () => {
  it('is a gateway’s, under its own name, with codes under their own verdicts', async () => {
    const { credential, signingKey } = world.ministry.gateway;
    const content = { epoch: OLD, n: 1, at: '2026-11-21T10:00:00Z', items: [], chains: [] };
    const document = await signReceipt(content, credential.kid, signingKey);
    await expect(
      verifyReceipt({ ...document, _id: document._id.replace(/1$/, '2') }, world.keyring),
    ).rejects.toMatchObject({
      code: 'SEAL-014',
    });
    const byDesk = await signReceipt(content, world.agent.credential.kid, world.agent.signingKey);
    await expect(verifyReceipt(byDesk, world.keyring)).rejects.toMatchObject({ code: 'SEAL-006' });
    const wrong = await signReceipt(
      { ...content, items: [['act', act.id, 'accepted', 'AD-206']] },
      credential.kid,
      signingKey,
    );
    await expect(verifyReceipt(wrong, world.keyring)).rejects.toMatchObject({ code: 'SEAL-014' });
    const newer = await signReceipt(
      { ...content, items: [['act', act.id, 'held', 'AD-999']] },
      credential.kid,
      signingKey,
    );
    expect((await verifyReceipt(newer, world.keyring)).items).toHaveLength(1);
  });

  it('in another gateway’s name is none', async () => {
    const { signingKey } = world.ministry.gateway;
    const { kid } = world.ministry.catalogue.credential;
    const payload = payloadBytes({
      v: 1,
      gateway: kid,
      epoch: OLD,
      n: 1,
      at: '2026-11-21T10:00:00Z',
      items: [],
      chains: [],
    });
    const jws = await signCompact({ typ: 'guichet-receipt+jws', kid, payload, key: signingKey });
    await expect(
      verifyReceipt({ _id: `receipt:${kid}:${OLD}:1`, _rev: '1-0', jws }, world.keyring),
    ).rejects.toMatchObject({
      code: 'SEAL-006',
    });
  });
});

describe('numbers that are missing', () => {
  const numbered = (...numbers: readonly number[]): Said[] => numbers.map((n) => ({ n, items: [] }));
  const gaps = (book: ReceiptBook) => book.gaps().map((gap) => [gap.from, book.missing(gap)]);

  it('are those before one that is here, in whatever order they came; the last of all is not missed', async () => {
    expect(gaps(await bookOf(...numbered(2, 1, 3, 3)))).toEqual([]);
    expect(gaps(await bookOf(...numbered(7, 2, 1, 5)))).toEqual([[3, 3]]);
    expect(gaps(await bookOf(...numbered(7, 2, 1, 5, 4, 3, 6)))).toEqual([]);
  });

  it('are no longer missed of an epoch that is over: the centre may have lost them itself', async () => {
    const [old] = numbered(4);
    expect(gaps(await bookOf(old as Said))).toEqual([[1, 3]]);
    const book = await bookOf(old as Said, { n: 1, items: [], epoch: NEW, at: '2026-11-22T10:00:00Z' });
    expect(gaps(book)).toEqual([]);
    // Whoever missed them before goes on counting them.
    const gap = { gateway: world.ministry.gateway.credential.kid, epoch: OLD, from: 2, to: 3 };
    expect(book.missing(gap)).toBe(2);
    for (const [n, left] of [
      [3, 1],
      [1, 1],
      [2, 0],
    ] as const) {
      book.add(await said({ n, items: [] }));
      expect(book.missing(gap)).toBe(left);
    }
  });
});
