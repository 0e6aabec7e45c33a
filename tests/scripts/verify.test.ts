/** `npm run verify`: its exit code and what it says, as a person or a script meets it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../app/export/verify-bundle.ts';
import { CODES, LANGUAGES } from '../../scripts/verify/texts.ts';
import { type Exported, exported } from '../world/bundle.ts';
import { World } from '../world/world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let folder: string;
let made: Exported;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guichet-verify-'));
  const world = await World.open();
  made = await exported(world);
  writeFileSync(at('root.jws'), `${world.ministry.root.credential.jws}\n`);
  writeFileSync(at('good.guichet'), made.bytes);
  const bytes = Uint8Array.from(made.bytes);
  const inWrap = Buffer.from(bytes).indexOf('"type":"wrap"') + 200;
  bytes[inWrap] = (bytes[inWrap] ?? 0) ^ 1;
  writeFileSync(at('bad.guichet'), bytes);
  writeFileSync(at('cut.guichet'), made.bytes.subarray(0, 5000));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): { status: number | null; out: string; err: string } {
  const tsx = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tsx, join(ROOT, 'scripts', 'verify.ts'), ...args],
    {
      encoding: 'utf8',
      cwd: folder,
    },
  );
  return { status, out: stdout, err: stderr };
}

describe('npm run verify', () => {
  it('says in French that all is well, with what is in it, and answers 0', () => {
    const { status, out } = run(at('good.guichet'), '--root', at('root.jws'));
    expect(status).toBe(0);
    expect(out).toContain('Vérifié');
    expect(out).toContain('Actes : 3');
    expect(out).toMatch(/Dossier PAR-B-26-\d{5}-./);
  });

  it('names what is wrong and in which line, and answers 1', () => {
    const { status, out } = run(at('bad.guichet'), '--root', at('root.jws'), '--lang', 'en');
    expect(status).toBe(1);
    expect(out).toContain('Not verified');
    expect(out).toMatch(/EX-\d{3}[^\n]+\n\s+(wrap \S+, )?line \d+/);
    const cut = run(at('cut.guichet'), '--root', at('root.jws'), '--json');
    expect(cut.status).toBe(1);
    expect(JSON.parse(cut.out)).toMatchObject({ verified: false, faults: [{ code: 'EX-001' }] });
  });

  it('gives the same as JSON', () => {
    const { status, out } = run(at('good.guichet'), '--root', at('root.jws'), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verified: true,
      dossier: made.dossier.id,
      status: 'approved',
      contents: { acts: 3, wraps: 1, receipts: 3, chunks: 1 },
      faults: [],
    });
  });

  it('answers 2 when it could not be tried', () => {
    const none = run();
    expect(none.status).toBe(2);
    expect(none.err).toContain('Usage');
    expect(run(at('good.guichet'), '--lang', 'de').status).toBe(2);
    expect(run(at('good.guichet'), '--wrong').status).toBe(2);
    expect(run(at('nothing.guichet'), '--root', at('root.jws')).status).toBe(2);
    expect(run(at('good.guichet'), '--root', at('good.guichet')).status).toBe(2);
    expect(run(at('good.guichet'), '--root', at('nothing.jws')).status).toBe(2);
  });

  it('has a sentence for each code in each language', () => {
    expect(Object.keys(CODES)).toEqual(['EX-001', 'EX-002', 'EX-003', ...Object.keys(FAULTS)]);
    for (const texts of Object.values(CODES))
      for (const language of LANGUAGES) expect(texts[language].length).toBeGreaterThan(10);
  });
});
