/** `npm run verify`: its exit code and what it says, as a person or a script meets it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../app/export/verify-bundle.ts';
import { parseCompact, payloadBytes, payloadOf, signCompact } from '../../app/seal/jws.ts';
import { verify } from '../../scripts/verify/command.ts';
import { CODES, LANGUAGES } from '../../scripts/verify/texts.ts';
import { type Exported, exported } from '../world/bundle.ts';
import { World } from '../world/world.ts';
import { type Said, said } from './said.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let folder: string;
let made: Exported;
let recepisse: string;
let antedated: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-verify-'));
  const world = await World.open();
  made = await exported(world);
  const { credential, signingKey: key } = world.agent;
  const [opened] = made.acts;
  const { ref, claimedAt } = payloadOf(parseCompact(opened?.document.jws ?? ''));
  const token = { v: 1, ref, act: opened?.id, day: String(claimedAt).slice(0, 10) };
  const typ = 'guichet-token+jws';
  const sign = (payload: object) =>
    signCompact({ typ, kid: credential.kid, payload: payloadBytes(payload), key });
  recepisse = await sign(token);
  antedated = await sign({ ...token, day: '2020-01-01' });
  writeFileSync(at('root.jws'), `${world.ministry.root.credential.jws}\n`);
  writeFileSync(at('good.guichet'), made.bytes);
  const bytes = Uint8Array.from(made.bytes);
  const inWrap = Buffer.from(bytes).indexOf('"type":"wrap"') + 200;
  bytes[inWrap] = (bytes[inWrap] ?? 0) ^ 1;
  writeFileSync(at('bad.guichet'), bytes);
  writeFileSync(at('cut.guichet'), made.bytes.subarray(0, 5000));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command in this process: one of its own takes seconds to start. */
const run = (...args: string[]): Promise<Said> => said(() => verify(args));

/** The same as a person runs it. */
function spawned(...args: string[]): Said {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const script = join(ROOT, 'scripts', 'verify.ts');
  const options = { encoding: 'utf8', cwd: folder } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, script, ...args], options);
  return { status, out: stdout, err: stderr };
}

describe('npm run verify', () => {
  it('says in French that all is well, with what is in it, and answers 0', async () => {
    const { status, out } = await run(at('good.guichet'), '--root', at('root.jws'));
    expect(status).toBe(0);
    expect(out).toContain('Vérifié');
    expect(out).toContain('Actes : 3');
    expect(out).toMatch(/Dossier PAR-B-26-\d{5}-./);
  });

  it('names what is wrong and in which line, and answers 1', async () => {
    const { status, out } = await run(at('bad.guichet'), '--root', at('root.jws'), '--lang', 'en');
    expect(status).toBe(1);
    expect(out).toContain('Not verified');
    expect(out).toMatch(/EX-\d{3}[^\n]+\n\s+(wrap \S+, )?line \d+/);
    const cut = await run(at('cut.guichet'), '--root', at('root.jws'), '--json');
    expect(cut.status).toBe(1);
    expect(JSON.parse(cut.out)).toMatchObject({ verified: false, faults: [{ code: 'EX-001' }] });
  });

  it('gives the same as JSON', async () => {
    const { status, out } = await run(at('good.guichet'), '--root', at('root.jws'), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verified: true,
      dossier: made.dossier.id,
      status: 'approved',
      contents: { acts: 3, wraps: 1, receipts: 3, chunks: 1 },
      faults: [],
    });
  });

  it('verifies a récépissé, as a text or a file, against the credentials and the act in other files', async () => {
    const more = ['--keyring', at('good.guichet'), '--root', at('root.jws')];
    const good = await run('--recepisse', recepisse, ...more, '--json');
    expect(good.status).toBe(0);
    expect(JSON.parse(good.out)).toMatchObject({
      verified: true,
      file: true,
      revoked: false,
      desk: 'ML-PAR/B',
    });
    writeFileSync(at('recepisse.txt'), `${recepisse}\n`);
    expect((await run('--recepisse', at('recepisse.txt'), ...more)).out).toMatch(
      /Récépissé vérifié\u00a0: dossier PAR-B-26-/,
    );
    const forged = await run('--recepisse', `${recepisse.slice(0, -4)}AAAA`, ...more, '--lang', 'en');
    expect(forged.status).toBe(1);
    expect(forged.out).toMatch(/QR-002 {2}Forged/);
    const dated = await run('--recepisse', antedated, ...more, '--json');
    expect([dated.status, JSON.parse(dated.out)]).toEqual([1, { verified: false, code: 'QR-002' }]);
    const alone = await run('--recepisse', recepisse, '--root', at('root.jws'), '--json');
    expect([alone.status, JSON.parse(alone.out)]).toEqual([1, { verified: false, code: 'QR-003' }]);
    expect((await run('--recepisse', recepisse, at('good.guichet'))).status).toBe(2);
  });

  it('answers 2 when it could not be tried', async () => {
    const none = await run();
    expect(none.status).toBe(2);
    expect(none.err).toContain('Usage');
    expect((await run(at('good.guichet'), '--lang', 'de')).status).toBe(2);
    expect((await run(at('good.guichet'), '--wrong')).status).toBe(2);
    expect((await run(at('nothing.guichet'), '--root', at('root.jws'))).status).toBe(2);
    expect((await run(at('good.guichet'), '--root', at('good.guichet'))).status).toBe(2);
    expect((await run(at('good.guichet'), '--root', at('nothing.jws'))).status).toBe(2);
  });

  it('gives a shell what it says and its exit code', async () => {
    for (const args of [[at('bad.guichet'), '--root', at('root.jws')], []])
      expect(spawned(...args)).toEqual(await run(...args));
  });

  it('has a sentence for each code in each language', () => {
    expect(Object.keys(CODES)).toEqual(['EX-001', 'EX-002', 'EX-003', ...Object.keys(FAULTS)]);
    for (const texts of Object.values(CODES))
      for (const language of LANGUAGES) expect(texts[language].length).toBeGreaterThan(10);
  });
});
