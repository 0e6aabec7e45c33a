/**
 * What each method gives to a page that was taken over: one row for every method of the two ports and of `window.guichet`,
 * asked in this order on one desk. SECURITY.md, "What a captured page gains", says the same in words; rows whose method
 * gives more than one answer can show point to the test of captured.e2e.ts that goes deeper.
 */
import { expect, type Page } from '@playwright/test';
import type { SignerPort } from '../../app/desk/platform-ports.ts';
import type { MethodName } from '../../app/desk/rpc.ts';
import type { ShellApi } from '../../app/desk/shell-api.ts';
import type { DurableJournal, JournalHead } from '../../app/log/durable-journal.ts';
import { utf8 } from '../../app/seal/bytes.ts';
import { hashOf, nameOf } from '../../app/seal/hash.ts';
import { callPort, callShell, type PortName } from './captured-page.ts';
import { DESK, type Kit, MISSION } from './program.ts';

export const DOSSIER = '0123456789ABCDEFGHJKMNPQRSU';
export const REF = 'PAR-B-26-00417-6';
export const HASH = 'A'.repeat(43);

/** @param call asks a method of the row's own interface */
type Asking = (call: (method: string, ...args: unknown[]) => Promise<unknown>, kit: Kit) => Promise<unknown>;
/** What the page asks, and what comes of it: where one outcome is written, it is the same locked and unlocked. */
type Row = readonly [ask: Asking, locked: unknown, unlocked?: unknown];
type Rows<Api> = Readonly<Record<MethodName<Api>, Row>>;

const text = expect.any(String);
const refused = expect.objectContaining({ outcome: 'refused' });
const bytes = (value: object): Uint8Array => utf8(JSON.stringify(value));
const isJws = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
const wish = { initials: 'X. X.', roles: ['supervisor'] };
const deskWish = { ...wish, root: 'x.y.z', mission: MISSION };
const decision = { id: 'one', dossier: DOSSIER, ref: REF, kind: 'erased', seconds: 8, language: 'fr' };
const approval = {
  v: 1,
  mission: MISSION,
  desk: DESK,
  dossier: DOSSIER,
  ref: REF,
  service: 'ml-passport-ordinary',
  kind: 'approved',
  prior: [HASH],
  epoch: 'A'.repeat(16),
  seq: 1,
  prev: null,
  release: HASH,
  keyring: HASH,
  lastReceipt: null,
  claimedAt: '2026-11-21T10:43:00Z',
  keyGen: 1,
  blobs: [],
  body: 'x.y.z',
};

/** The unlocked page's own keys are counted, its types and its decisions tried, in tests of their own. */
export const SIGNER_GAINS: Rows<SignerPort> = {
  keyStore: [(call) => call('keyStore'), 'none'],
  slots: [
    (call) => call('slots'),
    [
      {
        kid: expect.stringMatching(/^[\w-]{43}$/),
        initials: 'AE',
        roles: ['agent'],
        mission: MISSION,
        secret: 'passphrase',
        waitUntil: null,
      },
    ],
  ],
  unlock: [(call, { words }) => call('unlock', HASH, words), refused],
  // The true words of a slot that is whole: no PIN takes their place without a key store.
  choosePin: [(call, { kid, words }) => call('choosePin', kid, words, '482017'), refused],
  sign: [(call) => call('sign', 'guichet-act+jws', bytes(approval)), 'SG-001', 'SG-004'],
  confirm: [
    (call) => Promise.all([call('confirm', decision), call('cancel', decision.id)]),
    ['SG-001', undefined],
    ['cancelled', undefined],
  ],
  cancel: [(call) => call('cancel', 'a countdown that is none'), undefined],
  // It asks under initials and roles of its choice, and is told the words: what it asked for is worth nothing unanswered.
  askForEnrolment: [(call) => call('askForEnrolment', wish, null), { request: isJws, words: text }],
  requests: [(call) => call('requests'), [isJws]],
  activateRequest: [
    async (call) => call('activateRequest', ((await call('requests')) as string[])[0], 'x'),
    'EN-001',
  ],
  // Its own here; it could be the one that an officer of the desk waits for.
  withdrawRequest: [
    async (call) => {
      for (const one of (await call('requests')) as string[])
        await call('withdrawRequest', await hashOf(one));
      return call('requests');
    },
    [],
  ],
  deskRequest: [(call) => call('deskRequest'), null],
  askForDesk: [(call) => call('askForDesk', deskWish, null), 'EN-009'],
  activateDesk: [(call) => call('activateDesk', 'x.y.z', 'x'), 'EN-009'],
  withdrawDeskRequest: [(call) => call('withdrawDeskRequest'), 'EN-009'],
  // A true record of this ministry's, which ends nobody.
  takeRevocations: [
    async (call) => {
      const { credential } = (await call('transportIdentity')) as { credential: string };
      const { hash, rev } = await nameOf(credential);
      return call('takeRevocations', [{ _id: `revocation:${hash}`, _rev: rev, jws: credential }]);
    },
    'VA-005',
  ],
  revoked: [(call) => call('revoked'), null],
  handedOver: [(call) => call('handedOver'), 'VA-006'],
  transportIdentity: [(call) => call('transportIdentity'), { kid: text, credential: isJws }],
  // A session with the centre, of which ciphertext comes.
  transportSign: [(call) => call('transportSign', bytes({ nonce: 'x' })), isJws],
  // A guess is counted, and makes the officer wait.
  confirmSecret: [
    (call) => call('confirmSecret', 'no words of anybody'),
    'SG-001',
    { confirmed: false, waitUntil: text },
  ],
  lock: [
    async (call) => {
      await call('lock');
      return call('sign', 'guichet-act+jws', bytes(approval));
    },
    'SG-001',
  ],
};

const CHUNK = utf8('of no act');
const epoch = expect.stringMatching(/^[\w-]{16}$/);
const empty = { mission: MISSION, epoch, seq: 0, prev: null };
const one = { mission: MISSION, epoch, seq: 1, prev: text };
/** A record that nobody signed, under the name of its text. */
const unsigned = async (prefix: string, jws: string) => {
  const { hash, rev } = await nameOf(jws);
  return { _id: `${prefix}${hash}`, _rev: rev, jws };
};
const anAct = () => unsigned(`act:${DOSSIER}:`, 'an.act.x');
const aWrap = () => unsigned(`key:${DOSSIER}:1:`, 'a.wrap.x');
const anAudit = () => unsigned('audit:', 'an.audit.x');
const aCredential = () => unsigned('credential:', 'a.credential.x');
const stored = expect.objectContaining({ _id: text, jws: text });
const travelled = { mission: MISSION, documents: [stored] };
const replayed = {
  position: expect.any(Number),
  mission: MISSION,
  epoch,
  draft: null,
  acts: [stored],
  at: 0,
};

/**
 * The journal knows of no lock: it holds what is signed and encrypted, and takes what is well formed. Nothing leaves it. The
 * unlocked page is asked on the same desk, and so finds what the locked one left there.
 */
export const JOURNAL_GAINS: Rows<DurableJournal> = {
  head: [(call) => call('head', MISSION), empty, one],
  startEpoch: [
    async (call) => {
      const { epoch: before } = (await call('head', MISSION)) as JournalHead;
      const after = (await call('startEpoch', MISSION)) as JournalHead;
      return [after, before === after.epoch];
    },
    [empty, false],
  ],
  commit: [
    async (call) => {
      const act = await anAct();
      return call('commit', {
        expected: await call('head', MISSION),
        draft: null,
        acts: [act],
        actIds: [act._id.slice(-43)],
        wraps: [await aWrap()],
        chunks: [{ id: await hashOf(CHUNK), bytes: CHUNK }],
        at: 0,
      });
    },
    { outcome: 'committed', head: one },
  ],
  auditHead: [(call) => call('auditHead', MISSION), empty],
  commitAudit: [
    async (call) => {
      const document = await anAudit();
      const hash = document._id.slice(-43);
      return call('commitAudit', { expected: await call('auditHead', MISSION), document, hash });
    },
    { outcome: 'committed', head: one },
  ],
  audits: [(call) => call('audits', 0), [stored], [stored, stored]],
  commitTravelling: [
    async (call) => call('commitTravelling', { mission: MISSION, documents: [await aCredential()] }),
    undefined,
  ],
  travelling: [(call) => call('travelling'), [travelled], [travelled, travelled]],
  replay: [(call) => call('replay', 0, 10), [replayed], [replayed, replayed]],
  chunkIds: [(call) => call('chunkIds'), [text]],
  chunk: [async (call) => call('chunk', await hashOf(CHUNK)), CHUNK],
  damage: [(call) => call('damage'), []],
  raw: [
    async (call) => {
      const { size, bytes: read } = (await call('raw', 'wraps', 0, 4 << 20)) as {
        size: number;
        bytes: Uint8Array;
      };
      const other = await call('raw', '../desk/transport.json', 0, 4 << 20);
      return [size === read.length, Buffer.from(read).includes('a.wrap.x'), other];
    },
    [true, true, 'JRN-005'],
  ],
  eraseWraps: [
    async (call) => {
      const act = await anAct();
      const order = { act: act.jws, receipt: act.jws, credentials: [] };
      return [
        await call('eraseWraps', [{ dossier: DOSSIER }]),
        await call('eraseWraps', [{ dossier: DOSSIER, order }]),
      ];
    },
    ['JRN-005', 'JRN-005'],
  ],
  // Whatever it asked of it: the key that was there is there.
  wraps: [(call) => call('wraps'), [stored]],
  close: [
    async (call) => {
      await call('close');
      return call('head', MISSION);
    },
    one,
  ],
};

const title = { fr: 'Specimen', en: 'Specimen', ar: 'Specimen' };
const recepisse = {
  mission: MISSION,
  missionName: title,
  desk: DESK,
  at: '2026-11-21T10:43:00Z',
  ref: REF,
  applicant: 'ERIKSSON Anna',
  applicantArabic: null,
  service: title,
  received: [],
  originals: [],
  missing: [],
  fee: { due: null, toBeConfirmed: false, collected: null, rate: null, quittance: null },
  dueBy: null,
  language: 'fr',
  // No key signed it.
  token: 'x.y.z',
  duplicate: 0,
};
const accessPages = { ref: REF, language: 'fr', title: 'Specimen', parts: [], pictures: [], undrawn: '' };
const formPages = {
  ...{ language: 'fr', ref: 'SPECIMEN', mission: '', title: 'Specimen', note: '', parts: [] },
  documents: { title: '', list: [] },
  signatures: { title: '', statement: '', place: '', by: [] },
};
const isPdf = (answer: unknown): boolean =>
  Buffer.from(answer as Uint8Array).toString('latin1', 0, 5) === '%PDF-';

/** Nor does the shell: it draws the page's own words, and every way out of the program is a dialog that the officer answers. */
export const SHELL_GAINS: Rows<ShellApi> = {
  recepissePdf: [async (call) => isPdf(await call('recepissePdf', recepisse)), true],
  accessPdf: [async (call) => isPdf(await call('accessPdf', accessPages, new Uint8Array(1))), true],
  formPdf: [async (call) => isPdf(await call('formPdf', formPages)), true],
  // The system's dialog of printers; no printer is there.
  print: [
    async (call) => [
      await call('print', await call('recepissePdf', recepisse)),
      await call('print', new Uint8Array(8)),
    ],
    [{ outcome: 'no-printer' }, 'PR-004'],
  ],
  // The officer says no.
  saveFile: [(call) => call('saveFile', 'specimen.pdf', new Uint8Array(8)), false],
  batteryMinutes: [(call) => call('batteryMinutes'), null],
  setTheme: [(call) => call('setTheme', 'dark'), undefined],
};

/**
 * Asks every row in turn and holds its answer to what is written.
 * @returns all that was answered, as text in which a secret would be seen
 */
export async function gainsOf<Api>(
  page: Page,
  through: PortName | 'shell',
  rows: Rows<Api>,
  methods: readonly string[],
  kit: Kit,
  state: 'locked' | 'unlocked',
): Promise<string> {
  expect(Object.keys(rows).sort(), `${through}: every method has a row`).toEqual([...methods].sort());
  const asked = new Set<string>();
  const answers: string[] = [];
  const call = async (method: string, ...args: unknown[]): Promise<unknown> => {
    asked.add(method);
    const answer = await (through === 'shell'
      ? callShell(page, method, ...args)
      : callPort(page, through, method, ...args));
    answers.push(textOf(answer));
    return answer;
  };
  for (const [method, row] of Object.entries<Row>(rows)) {
    const [ask, locked] = row;
    const gained = state === 'unlocked' && row.length === 3 ? row[2] : locked;
    const answer = await ask(call, kit);
    expect(asked, `${through}: its row asks it`).toContain(method);
    expect(answer, `${through}.${method}, ${state}`).toEqual(gained);
  }
  return answers.join('\n');
}

const textOf = (answer: unknown): string =>
  answer instanceof Uint8Array
    ? Buffer.from(answer).toString('latin1')
    : (JSON.stringify(answer, (_, value) => (value instanceof Uint8Array ? textOf(value) : value)) ?? '');
