/** `npm run verify -- --journal`: exit codes, what it says, and the signed report, as an auditor meets them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemRandom } from '../../app/acts/clock.ts';
import { type AuditReport, REPORT_FAULTS } from '../../app/audit/audit-report.ts';
import { FINDINGS } from '../../app/audit/findings.ts';
import { recordDocument, signRecord } from '../../app/keyring/records.ts';
import { parseCompact, payloadOf } from '../../app/seal/jws.ts';
import { sealSlot } from '../../app/vault/slot-file.ts';
import { serverFile } from '../../scripts/ministry/write-ministry.ts';
import { verify } from '../../scripts/verify/command.ts';
import { FINDING_TEXTS, JOURNAL_WORDS, REPORT_TEXTS } from '../../scripts/verify/journal-texts.ts';
import { LANGUAGES } from '../../scripts/verify/texts.ts';
import { openStore } from '../../sync-server/stores/open-store.ts';
import { AUDITOR, planWithAuditor } from '../world/auditor.ts';
import { SPECIMEN_DEFINITIONS } from '../world/definition.ts';
import { bytesIn, JournaledDesk, putBytes, putTogether, takeApart } from '../world/journaled-desk.ts';
import { World } from '../world/world.ts';
import { said } from './said.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const WORDS = 'bado-kilu-meta-rumo-sada-tobi';
let folder: string;
let world: World;
const at = (name: string) => join(folder, name);
const putJson = (name: string, value: unknown) => writeFileSync(at(name), JSON.stringify(value));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-verify-journal-'));
  world = await World.open(SPECIMEN_DEFINITIONS, planWithAuditor());
  const { ministry } = world;
  writeFileSync(at('root.jws'), `${ministry.root.credential.jws}\n`);
  putJson('server.json', serverFile(ministry));
  const desk = await JournaledDesk.open(world, at('good'));
  const dossier = await desk.lodged();
  await desk.audit('read', dossier.id);
  await desk.note(dossier);
  const receipt = await desk.receipt(desk.acts);
  putJson('receipts.json', { rows: [{ doc: receipt }] });
  await desk.journal.close();
  const bytes = await bytesIn(at('good'));
  const records = await takeApart(bytes.acts);
  await putBytes(at('cut'), { ...bytes, acts: putTogether(bytes.acts, records.slice(0, -1)) });
  await putSlot('auditor.json', AUDITOR.initials);
  await putSlot('supervisor.json', 'F. U.');
  writeFileSync(at('words'), `${WORDS}\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function putSlot(name: string, initials: string): Promise<void> {
  const { credential, plan, scope, sig, enc } = world.officer(initials, 'CENTRAL/A');
  const { kid, jws } = credential;
  const identity = { kid, credential: jws, initials: plan.initials, roles: plan.roles, mission: scope };
  const cost = { memoryKiB: 8 * 1024, iterations: 1, parallelism: 1 };
  const secrets = { sig, enc, readModelKeys: {} };
  putJson(
    name,
    await sealSlot({ identity, secrets, kind: 'words', secret: WORDS, random: systemRandom, cost }),
  );
}

/** The command in this process; a path of the folder is written as `@name`. */
const run = (...args: string[]) =>
  said(() => verify(args.map((arg) => (arg.startsWith('@') ? at(arg.slice(1)) : arg))));

/** The same as a person runs it. @param input what stands on its standard input */
function spawned(input: string, ...args: string[]) {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const script = join(ROOT, 'scripts', 'verify.ts');
  const options = { encoding: 'utf8', cwd: folder, input } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, script, ...args], options);
  return { status, out: stdout, err: stderr };
}
const trusting = ['--root', '@root.jws', '--keyring', '@server.json'];

describe('npm run verify -- --journal', () => {
  it('says in French that nothing is wrong, which chains there are and who did what, and answers 0', async () => {
    const { status, out, err } = await run('--journal', '@good', ...trusting, '--receipts', '@receipts.json');
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out).toContain('Aucun défaut trouvé.');
    expect(out).toContain('Journal 1 : ML-PAR/B');
    expect(out).toMatch(/actes\s+ML-PAR\s+\S{16}\s+1\s+3\s+3\s+0/);
    expect(out).toContain('contact-noted 1, opened 1, submitted 1, read 1');
    expect(out).toMatch(/lecture\s+read/);
    // Names rest in the directory, which no key here opens.
    expect(out).not.toContain('SPECIMEN');
  });

  it('names what is missing, and answers 1', async () => {
    const { status, out } = await run(
      '--journal',
      '@cut',
      ...trusting,
      '--receipts',
      '@receipts.json',
      '--lang',
      'en',
    );
    expect(status).toBe(1);
    expect(out).toContain('Not whole: 1 fault.');
    expect(out).toMatch(/AU-109 {2}The journal lacks records[^\n]+\n\s+Journal 1: ML-PAR\/B, .*n° 3, /);
  });

  it('says what it could not look at: without a root no signature, without receipts no clean cut', async () => {
    const { status, out } = await run('--journal', '@cut', '--lang', 'en');
    expect(status).toBe(0);
    expect(out).toContain('Signatures and receipts not verified');
    expect(out).toContain('Without receipts');
  });

  it('reads the profile around a journal, and the data of a stopped server', async () => {
    mkdirSync(at('profile/desk'), { recursive: true });
    putJson('profile/desk/desk.json', { desk: 'ML-PAR/B' });
    await putBytes(at('profile/journal'), await bytesIn(at('cut')));
    const store = await openStore({ data: at('data') });
    const [{ doc }] = (
      JSON.parse(readFileSync(at('receipts.json'), 'utf8')) as { rows: [{ doc: SignedDoc }] }
    ).rows;
    await store.create('mission-ml-par' as never);
    const db = (await store.open('mission-ml-par' as never))!;
    const revisions = { start: 1, ids: [doc._rev.slice(2)] };
    await db.putRevisions([
      { id: doc._id, deleted: false, body: { jws: doc.jws }, attachments: new Map(), revisions } as never,
    ]);
    await store.close();
    const { status, out, err } = await run(
      '--journal',
      '@profile',
      ...trusting,
      '--receipts',
      '@data',
      '--json',
    );
    expect(err).toBe('');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ receipts: 1, findings: [{ code: 'AU-109', seq: 3 }] });
  });

  it('answers 2 when it could not be tried', async () => {
    const cases = [
      ['--journal', '@nothing'],
      ['--journal', '@good', '--receipts', '@receipts.json'],
      ['--journal', '@good', ...trusting, '--receipts', '@root.jws'],
      ['--journal', '@good', '--root', '@server.json'],
      ['--journal', '@good', '--sign', '@auditor.json', '--out', '@r.jws'],
      ['--journal', '@good', ...trusting, '--sign', '@auditor.json'],
      ['--journal', '@good', ...trusting, '--sign', '@root.jws', '--out', '@r.jws'],
      ['@root.jws', '--sign', '@auditor.json', '--out', '@r.jws'],
    ];
    for (const args of cases) expect([args, (await run(...args)).status]).toEqual([args, 2]);
    writeFileSync(at('other.journal'), 'x'.repeat(100));
    mkdirSync(at('foreign'));
    writeFileSync(at('foreign/acts.journal'), 'x'.repeat(100));
    expect((await run('--journal', '@foreign')).status).toBe(2);
    expect(existsSync(at('r.jws'))).toBe(false);
  });
});

interface SignedDoc {
  readonly _id: string;
  readonly _rev: string;
  readonly jws: string;
}

describe('the signed report', () => {
  const signing = [
    '--journal',
    '@cut',
    ...trusting,
    '--receipts',
    '@receipts.json',
    '--sign',
    '@auditor.json',
  ];

  it('is signed by an auditor, verifies against the root alone, and says what was found', async () => {
    expect((await run(...signing, '--words-file', '@words', '--out', '@report.jws')).status).toBe(1);
    const { status, out } = await run('@report.jws', '--root', '@root.jws', '--lang', 'en');
    expect(status).toBe(0);
    expect(out).toContain('Report verified');
    expect(out).toContain('AU-109');
    const { files } = (
      payloadOf(parseCompact(readFileSync(at('report.jws'), 'utf8').trim())) as unknown as AuditReport
    ).journals[0]!;
    expect(files.map(({ name }) => name)).toEqual(['acts', 'wraps', 'evidence']);
    const json = JSON.parse((await run('@report.jws', '--root', '@root.jws', '--json')).out);
    expect(json).toMatchObject({ verified: true, report: { whole: false, receipts: 1 } });
  });

  it('takes the words from its standard input, and replaces no file', async () => {
    const args = signing.map((arg) => arg.replace('@', ''));
    const first = spawned(`${WORDS}\n`, ...args, '--out', 'asked.jws');
    expect([first.status, first.err]).toEqual([1, 'Rapport signé : asked.jws\n']);
    expect(first.out).toContain('AU-109');
    const before = readFileSync(at('asked.jws'), 'utf8');
    const again = await run(...signing, '--words-file', '@words', '--out', '@asked.jws');
    expect(again.status).toBe(2);
    expect(readFileSync(at('asked.jws'), 'utf8')).toBe(before);
  });

  it('is refused to who is no auditor, and for wrong words', async () => {
    const supervisor = await run(...signing.with(-1, '@supervisor.json'), '--out', '@no.jws', '--lang', 'en');
    expect(supervisor.status).toBe(2);
    expect(supervisor.err).toContain('AU-303');
    writeFileSync(at('wrong'), 'bado-kilu-meta-rumo-sada-sada');
    expect((await run(...signing, '--words-file', '@wrong', '--out', '@no.jws')).status).toBe(2);
    expect(existsSync(at('no.jws'))).toBe(false);
  });

  it('altered by one letter, or of one who was revoked, is not verified', async () => {
    await run(...signing, '--words-file', '@words', '--out', '@true.jws');
    const jws = readFileSync(at('true.jws'), 'utf8').trim();
    const cut = jws.indexOf('.') + 400;
    writeFileSync(
      at('false.jws'),
      `${jws.slice(0, cut)}${jws[cut] === 'A' ? 'B' : 'A'}${jws.slice(cut + 1)}`,
    );
    const altered = await run('@false.jws', '--root', '@root.jws');
    expect(altered.status).toBe(1);
    expect(altered.out).toMatch(/AU-30[12]/);
    const { authority } = world.ministry;
    const { kid } = world.officer(AUDITOR.initials, AUDITOR.desk).credential;
    const word = { v: 1 as const, kid, reason: 'specimen', at: '2026-11-21T09:00:00Z' };
    const revocation = await signRecord(
      'guichet-revocation+jws',
      word,
      authority.credential.kid,
      authority.signingKey,
    );
    putJson('revoked.json', [await recordDocument(revocation, (hash) => `revocation:${hash}`)]);
    expect((await run('@true.jws', '--root', '@root.jws')).status).toBe(0);
    const revoked = await run(
      '@true.jws',
      '--root',
      '@root.jws',
      '--keyring',
      '@revoked.json',
      '--lang',
      'en',
    );
    expect(revoked.status).toBe(1);
    expect(revoked.out).toContain('AU-304');
  });

  it('has a sentence for each code in each language', () => {
    expect(Object.keys(FINDING_TEXTS)).toEqual(Object.keys(FINDINGS));
    expect(Object.keys(REPORT_TEXTS)).toEqual(Object.keys(REPORT_FAULTS));
    for (const texts of [...Object.values(FINDING_TEXTS), ...Object.values(REPORT_TEXTS)])
      for (const language of LANGUAGES) expect(texts[language].length).toBeGreaterThan(10);
    const { fr } = JOURNAL_WORDS;
    for (const language of LANGUAGES)
      for (const head of ['chains', 'officers', 'deeds'] as const)
        expect(JOURNAL_WORDS[language][head]).toHaveLength(fr[head].length);
  });
});
