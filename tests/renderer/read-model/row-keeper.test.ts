/** Rows at rest: blocks at the end of a chain, and the snapshot that takes the chain's place. */
import { beforeEach, describe, expect, test } from 'vitest';
import { systemRandom } from '../../../app/acts/clock.ts';
import { type DeskId, dossierIdFrom, type MissionCode, type PersonId } from '../../../app/acts/ids.ts';
import { makeReference } from '../../../app/acts/reference.ts';
import { NO_TRAITS } from '../../../app/person/traits.ts';
import type { CryptoKey } from '../../../app/seal/keys.ts';
import { ROW_MEMBERS } from '../../../renderer/read-model/pack-row.ts';
import type { Row } from '../../../renderer/read-model/project-row.ts';
import { RowKeeper } from '../../../renderer/read-model/row-keeper.ts';
import { searchText } from '../../../renderer/read-model/search-text.ts';
import { Turn } from '../../../renderer/worker/turn.ts';
import { MemoryRowShelf, MemoryRowShelves } from '../../world/desk-medium.ts';

const PARIS = 'ML-PAR' as MissionCode;
/** more than a chain may have before it is put in order, and than it may have beyond one block of its rows */
const MANY = 202;

function row(n: number, change: Partial<Row> = {}): Row {
  const found = {
    ref: makeReference('ML-PAR/B' as DeskId, 2026, n),
    applicant: `ERIKSSON ${n}`,
    applicantArabic: null,
    phones: ['+33 1 99 00 00 00'],
    documentNumbers: [`L898902C${n}`],
  };
  const { numbers: _, ...traits } = { ...NO_TRAITS, surname: 'ERIKSSON', birthDate: '1974-08-12' };
  const entry = {
    act: `act-${n}`,
    state: 'received',
    code: 'AD-000',
    at: `2026-11-${10 + (n % 20)}T09:00:00Z`,
  };
  return {
    ...found,
    id: dossierIdFrom(new Uint8Array(16).fill(n)),
    mission: PARIS,
    service: 'ml-passport-ordinary' as Row['service'],
    serviceClass: 'passport',
    decidedBy: 'centre',
    person: n % 8 === 0 ? null : { id: `person-${n}` as PersonId, traits },
    search: searchText(found),
    entry: 'received',
    procedure: 'submitted',
    notices: [{ code: 'missing-documents', values: { count: n } }],
    urgent: n % 2 === 0,
    lastAt: entry.at,
    openedAt: entry.at,
    dueBy: null,
    assignee: n % 3 === 0 ? { subject: 's', kid: null, until: null } : null,
    lodgedBy: ['s'],
    approvedBy: null,
    parts: [entry.act, `chunk-${n}`, `wrap-${n}`],
    receivedIn: 'epoch',
    entries: [{ ...entry, own: true, receivedAt: entry.at, bytes: 2900 + n } as Row['entries'][number]],
    closed: n % 5 === 0,
    legalHold: n % 7 === 0,
    retentionEnds: n % 4 === 0 ? '2036-11-30' : null,
    keysHere: n % 6 !== 0,
    settled: { own: 1, oldestAt: entry.at, receivedAt: entry.at },
    sent: n % 9 === 0,
    ...change,
  };
}

let shelf: MemoryRowShelf;
let key: CryptoKey;
beforeEach(async () => {
  shelf = new MemoryRowShelf();
  key = (await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])) as CryptoKey;
});

/** A model's memory and its keeper, as one window has them. */
class Window {
  readonly rows = new Map<Row['id'], Row>();
  readonly since = new Map<MissionCode, string>();
  readonly turn = new Turn();
  readonly keeper: RowKeeper;

  constructor(to = shelf) {
    this.keeper = new RowKeeper(to, key, systemRandom, this);
  }

  async open(): Promise<boolean> {
    return this.keeper.open(({ rows, positions }) => {
      for (const one of rows) this.rows.set(one.id, one);
      for (const [mission, since] of positions) this.since.set(mission, since);
    });
  }

  put(one: Row, since: string): Promise<void> {
    return this.turn.run(async () => {
      this.rows.set(one.id, one);
      this.since.set(PARIS, since);
      await this.keeper.add({ rows: [one], positions: [...this.since] });
    });
  }
}

/** What the next program finds. */
async function found() {
  const next = new Window();
  const whole = await next.open();
  return {
    whole,
    rows: sorted(next.rows.values()),
    since: next.since.get(PARIS),
    blocks: shelf.chain.length,
  };
}
/** Every member of each, also those that are taken apart when they are asked for. */
const sorted = (rows: Iterable<Row>) =>
  [...rows]
    .map((one) => Object.fromEntries(ROW_MEMBERS.map((name) => [name, one[name]])) as unknown as Row)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** Few files that change often. */
async function grown(changes = MANY, files = 7): Promise<Window> {
  const window = new Window();
  for (let n = 0; n < changes; n += 1) await window.put(row(n % files, { lastAt: `t${n}` }), String(n));
  return window;
}

describe('a chain', () => {
  test('opens to the newest row of each file and the last position, every member as it was', async () => {
    const window = await grown(20);
    expect(await found()).toEqual({
      whole: true,
      rows: sorted(window.rows.values()),
      since: '19',
      blocks: 20,
    });
  });

  test('under another key opens to nothing, and is taken away', async () => {
    await grown(3);
    key = (await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ])) as CryptoKey;
    expect((await found()).whole).toBe(false);
    expect(shelf.chain).toEqual([]);
  });

  test('of another window is left to it', async () => {
    const one = new Window();
    await one.put(row(1), '1');
    const other = new Window();
    await other.open();
    await other.put(row(2), '2');
    await one.put(row(3), '3');
    await one.put(row(4), '4');
    expect(await found()).toMatchObject({ whole: true, since: '2', blocks: 2 });
  });
});

describe('a snapshot', () => {
  test('takes the place of a long chain, and says the same', async () => {
    const window = await grown();
    expect((await found()).blocks).toBe(MANY);
    window.keeper.tidySoon(window.turn);
    await window.keeper.tidied;
    const now = await found();
    expect(now).toEqual({
      whole: true,
      rows: sorted(window.rows.values()),
      since: String(MANY - 1),
      blocks: 2,
    });
    await window.put(row(1, { urgent: true }), 'after');
    expect(await found()).toMatchObject({ whole: true, since: 'after', blocks: 3 });
  });

  test('has what changed while it was made', async () => {
    const window = await grown();
    window.keeper.tidySoon(window.turn);
    await window.put(row(2, { applicant: 'UTOPIAN' }), 'meanwhile');
    await window.keeper.tidied;
    const { rows, since, blocks } = await found();
    expect(rows).toEqual(sorted(window.rows.values()));
    expect(rows.some(({ applicant }) => applicant === 'UTOPIAN')).toBe(true);
    expect({ since, blocks }).toEqual({ since: 'meanwhile', blocks: 2 });
  });

  test('that is not put in place leaves the former, which is put in order the next time', async () => {
    const window = await grown();
    const replace = shelf.replace.bind(shelf);
    shelf.replace = async () => {
      throw new Error('the power is gone');
    };
    window.keeper.tidySoon(window.turn);
    await window.keeper.tidied;
    expect(await found()).toMatchObject({ whole: true, rows: sorted(window.rows.values()), blocks: MANY });
    shelf.replace = replace;
    const next = new Window();
    await next.open();
    next.keeper.tidySoon(next.turn);
    await next.keeper.tidied;
    expect(await found()).toMatchObject({ rows: sorted(window.rows.values()), blocks: 2 });
  });

  test('keeps what closed rows were last looked at with, as the chain before it does', async () => {
    const window = await grown();
    expect(window.keeper.readWith).toBeNull();
    await window.keeper.noteReadWith('group:1 group:2');
    const next = new Window();
    await next.open();
    expect(next.keeper.readWith).toBe('group:1 group:2');
    await next.keeper.tidyNow(next.turn);
    const after = new Window();
    await after.open();
    expect([after.keeper.readWith, shelf.chain.length]).toEqual(['group:1 group:2', 2]);
  });

  test('that is asked for now takes the chains of other keys away, too: an erased name may stand in them', async () => {
    const shelves = new MemoryRowShelves();
    shelf = shelves.of('mine');
    await new Window(shelves.of('other')).put(row(1), '1');
    const window = await grown(3);
    expect(await window.keeper.tidyNow(window.turn)).toBe(true);
    expect(shelves.of('other').chain).toEqual([]);
    expect(shelf.chain.length).toBeGreaterThan(0);
  });

  test('is not written after a lock, nor over what was cleared', async () => {
    const locked = await grown();
    locked.keeper.tidySoon(locked.turn);
    locked.keeper.close();
    await locked.keeper.tidied;
    expect(shelf.chain).toHaveLength(MANY);

    const cleared = new Window();
    await cleared.open();
    cleared.keeper.tidySoon(cleared.turn);
    await cleared.turn.run(() => cleared.keeper.clear());
    await cleared.keeper.tidied;
    expect(shelf.chain).toEqual([]);
  });
});
