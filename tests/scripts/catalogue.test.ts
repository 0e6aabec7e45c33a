/** The catalogue's workshop: what a ministry's author writes, what stands in the way of signing, and what is signed. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoTime, systemRandom } from '../../app/acts/clock.ts';
import type { MissionCode } from '../../app/acts/ids.ts';
import { parseDefinition } from '../../app/catalogue/definition.ts';
import { ReferenceData } from '../../renderer/worker/reference-data.ts';
import { readBuilt, writeBuilt } from '../../scripts/catalogue/built.ts';
import { CATALOGUE, countriesIn, readCountry } from '../../scripts/catalogue/country-folder.ts';
import { differences } from '../../scripts/catalogue/differences.ts';
import { expand } from '../../scripts/catalogue/expand.ts';
import { serviceSchema, sourceSchema } from '../../scripts/catalogue/json-schema.ts';
import { readJsonSource } from '../../scripts/catalogue/json-source.ts';
import { type Books, changesOf, openBooks } from '../../scripts/ministry/books.ts';
import { begin, carryOut } from '../../scripts/ministry/commit.ts';
import { publish } from '../../scripts/ministry/release.ts';
import { releaseDocuments } from '../../scripts/ministry/release-documents.ts';
import { holderOf } from '../../scripts/ministry/secrets.ts';
import { readServices } from '../world/services.ts';
import { built } from './built.ts';
import { keyringOf, kitOf, makeFolder, OPERATOR } from './ceremony.ts';

const folder = mkdtempSync(join(tmpdir(), 'guichet-catalogue-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const source = (name: string, value: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
  return readJsonSource(path, name);
};

describe('parts that services share', () => {
  const library = (parts: unknown) => source('library.json', parts);
  const use = (value: unknown, ...libraries: unknown[]) =>
    expand(
      source('it.json', value),
      libraries.map((parts, n) => source(`library-${n}.json`, parts)),
    ).json;

  it('stand where they are named, with members of one’s own', () => {
    const parts = { name: { label: 'Nom', size: 2 }, both: [{ use: 'name' }, { label: 'Prénom' }] };
    expect(use({ use: 'name' }, parts)).toEqual({ label: 'Nom', size: 2 });
    expect(use({ use: 'name', size: 3 }, parts)).toEqual({ label: 'Nom', size: 3 });
    expect(use({ fields: [{ use: 'both' }, { use: 'name', size: 6 }] }, parts)).toEqual({
      fields: [{ label: 'Nom', size: 2 }, { label: 'Prénom' }, { label: 'Nom', size: 6 }],
    });
  });

  it('of a country go before the common ones', () => {
    expect(use({ use: 'appeal' }, { appeal: 'here' }, { appeal: 'everywhere' })).toBe('here');
    expect(use([{ use: 'appeal' }], {}, { appeal: 'everywhere' })).toEqual(['everywhere']);
  });

  it('that nobody wrote, or that use themselves, are told with file and line', () => {
    const lines = { list: [{ use: 'nothing' }] };
    expect(() => use(lines, {})).toThrow(
      expect.objectContaining({ code: 'CT-021', file: 'it.json', line: 4 }),
    );
    expect(() => use({ use: 'a' }, { a: { b: { use: 'c' } }, c: [{ use: 'a' }] })).toThrow(
      expect.objectContaining({ code: 'CT-022', file: 'library-0.json' }),
    );
    expect(() => use({ use: 'constructor' }, {})).toThrow(expect.objectContaining({ code: 'CT-021' }));
  });

  it('leave it known where each place was written', () => {
    const { placeOf } = expand(source('it.json', { title: { fr: 'x' }, field: { use: 'name', size: 3 } }), [
      library({ name: { label: { fr: 'Nom' }, size: 2 } }),
    ]);
    expect(placeOf('/title/fr')).toEqual({ file: 'it.json', line: 3 });
    expect(placeOf('/field/size')).toEqual({ file: 'it.json', line: 7 });
    expect(placeOf('/field/label/fr')).toEqual({ file: 'library.json', line: 4 });
    expect(placeOf('/field/label/ar')).toEqual({ file: 'library.json', line: 3 });
  });
});

/** The catalogue with something broken in it. */
function brokenCatalogue(changes: Readonly<Record<string, (text: string) => string>>): string {
  const root = mkdtempSync(join(folder, 'copy-'));
  cpSync(join(CATALOGUE, 'ml'), join(root, 'ml'), { recursive: true });
  cpSync(join(CATALOGUE, 'common.json'), join(root, 'common.json'));
  for (const [file, change] of Object.entries(changes)) {
    const path = join(root, file);
    const before = readFileSync(path, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    writeFileSync(path, after);
  }
  return root;
}
const findingsOf = (changes: Parameters<typeof brokenCatalogue>[0]) =>
  readCountry('ml', brokenCatalogue(changes)).findings.map(
    ({ file, line, code }) => `${file}:${line} ${code}`,
  );
const lineOf = (file: string, text: string): number =>
  readFileSync(join(CATALOGUE, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

const PASSPORT = 'ml/services/ml-passport-ordinary.json';

describe('the lint of a country', () => {
  it.each(countriesIn())('finds nothing in %s', (country) => {
    const { services, examples, findings } = readCountry(country);
    expect(findings).toEqual([]);
    for (const { code } of services) expect(examples.get(code)?.length, code).toBeGreaterThan(0);
  });

  it('says in which file and on which line', () => {
    expect(findingsOf({ [PASSPORT]: (text) => text.replace('"class":', '"class" ') })).toEqual([
      `${PASSPORT}:${lineOf(PASSPORT, '"class"')} CT-020`,
    ]);
    expect(
      findingsOf({ [PASSPORT]: (text) => text.replace('"version": ', '"version": 7,\n  "version": ') }),
    ).toEqual([`${PASSPORT}:${lineOf(PASSPORT, '"version"') + 1} CT-020`]);
    expect(
      findingsOf({ [PASSPORT]: (text) => text.replace('"type": "choice"', '"type": "signature"') }),
    ).toEqual([`${PASSPORT}:${lineOf(PASSPORT, '"type": "choice"')} CT-003`]);
  });

  it('says it of the shared part, where that is what is wrong, once for each service', () => {
    const line = lineOf('common.json', '"en": "Surname"');
    const found = findingsOf({
      'common.json': (text) => text.replace('"en": "Surname"', '"en": "<script>alert(1)</script>"'),
    });
    expect(new Set(found)).toEqual(new Set([`common.json:${line} CT-102`]));
    expect(found.length).toBeGreaterThan(1);
  });

  it('does not hide the faults of one file behind those of another', () => {
    const found = findingsOf({
      [PASSPORT]: () => '{',
      'ml/services/ml-visa-short-stay.json': (text) => text.replace('"country": "ML"', '"country": "TG"'),
      'ml/country.json': (text) => text.replace('"days": 60', '"days": "sixty"'),
    });
    expect(found.map((one) => one.split(' ')[1]).toSorted()).toEqual(
      expect.arrayContaining(['CT-014', 'CT-020', 'CT-023']),
    );
  });

  it('fills the examples, and says what keeps one from being sealed', () => {
    const example = 'ml/examples/ml-laissez-passer.json';
    expect(
      findingsOf({ [example]: (text) => text.replace('"destination": "MLI"', '"destination": "XYZ"') }),
    ).toContain(`${example}:${lineOf(example, '"destination"')} CT-031`);
    expect(findingsOf({ [example]: (text) => text.replace('"loss-report",', '') })).toHaveLength(1);
    expect(
      findingsOf({ [example]: (text) => text.replace(/"due": "[\d-]+"/, '"due": "2026-01-01"') }),
    ).toHaveLength(1);
  });

  it('gives its answer to scripts too', async () => {
    const root = brokenCatalogue({ [PASSPORT]: (text) => text.replace('"class":', '"class" ') });
    const { status, stdout } = spawnSync(
      process.execPath,
      [await built('scripts/catalogue.ts'), 'lint', '--country', 'ml', '--catalogue', root],
      { encoding: 'utf8' },
    );
    expect(stdout).toContain(`${PASSPORT}:${lineOf(PASSPORT, '"class"')}: CT-020 not JSON`);
    expect(status).toBe(1);
  });
});

describe('the JSON Schemas', () => {
  it('lie beside the catalogue as they are made', () => {
    for (const [name, schema] of [
      ['service', serviceSchema()],
      ['source', sourceSchema()],
    ] as const)
      expect(JSON.parse(readFileSync(join(CATALOGUE, `${name}.schema.json`), 'utf8'))).toEqual(schema);
  });

  it('take what the desk takes, and refuse what it refuses', () => {
    const ajv = new Ajv2020({ strict: false });
    const service = ajv.compile(serviceSchema());
    const written = ajv.compile(sourceSchema());
    // The largest of them.
    for (const definition of readServices('ml').slice(-1)) {
      expect(service(definition), definition.code).toBe(true);
      for (const broken of [
        { ...definition, title: { fr: 'Titre' } },
        { ...definition, pages: [] },
        { ...definition, documents: [{ ...definition.documents[0], when: { script: 'x' } }] },
        { ...definition, maturity: 4 },
      ]) {
        expect(service(broken)).toBe(false);
        expect(() => parseDefinition(broken)).toThrow();
      }
      const text = readFileSync(join(CATALOGUE, 'ml', 'services', `${definition.code}.json`), 'utf8');
      expect(written(JSON.parse(text)), definition.code).toBe(true);
    }
  });
});

describe('a build', () => {
  const at = join(folder, 'build');
  const services = readServices('ml');
  const broken = async (file: string, change: (text: string) => string) => {
    await writeBuilt(at, { country: 'ML', services });
    writeFileSync(join(at, file), change(readFileSync(join(at, file), 'utf8')));
    return readBuilt(at, null);
  };

  it('can be carried, read again and compared', async () => {
    await writeBuilt(at, { country: 'ML', services });
    expect(await readBuilt(at, readCountry('ml').law)).toEqual({ country: 'ML', services });
    expect(await differences(at, { country: 'ML', services })).toEqual([]);
    const [first, second] = services;
    if (!first || !second) throw new Error('no services');
    const changed = {
      ...first,
      version: 9,
      fees: first.fees.slice(1),
      appeal: second.appeal,
      class: 'other',
    };
    expect(
      await differences(at, { country: 'ML', services: [changed, { ...second, code: 'ml-new' }] }),
    ).toEqual([
      `${first.code}: version ${first.version} to 9`,
      `  removed fees/${first.fees[0]?.code}`,
      '  changed class',
      'ml-new: added, version 1',
      `${second.code}: removed`,
      `${services[2]?.code}: removed`,
    ]);
  });

  it('is refused whole for one byte', async () => {
    const file = `${services[0]?.code}.json`;
    await expect(broken(file, (text) => text.replace('"version":1', '"version":2'))).rejects.toMatchObject({
      code: 'CT-013',
    });
    await expect(broken(file, () => '')).rejects.toMatchObject({ code: 'CT-013' });
    await expect(broken('manifest.json', (text) => text.replace('"ML"', '"TG"'))).rejects.toMatchObject({
      code: 'CT-014',
    });
    await expect(
      broken('manifest.json', (text) => text.replace(`"${services[0]?.code}"`, '"../../etc/passwd"')),
    ).rejects.toMatchObject({ code: 'CT-012' });
    await expect(broken('manifest.json', () => '{}')).rejects.toMatchObject({ code: 'CT-011' });
  });
});

describe('a release', () => {
  let ministry: string;
  const services = readServices('ml');
  const [laissezPasser, passport] = services;
  if (!laissezPasser || !passport) throw new Error('no services');
  const clock = { now: () => Date.now() };
  const open = (): Promise<Books> => openBooks(ministry, OPERATOR, { clock, random: systemRandom });
  const signed = async (definitions: typeof services) => {
    const books = await open();
    const outcome = await publish(books, 'ML', definitions);
    await carryOut(ministry, await changesOf(books));
    return outcome.json;
  };
  /** The catalogue as a desk has it that starts from its kit. */
  const desk = async () => {
    const { desk: configuration } = await kitOf(ministry, 'ML-PAR/B');
    return ReferenceData.open(configuration);
  };
  beforeAll(async () => {
    ministry = (await makeFolder()).folder;
  });
  afterAll(() => rmSync(ministry, { recursive: true, force: true }));

  it('is not made where nothing changed', async () => {
    expect(await signed(services)).toMatchObject({ release: 1, added: [], changed: [], removed: [] });
    expect((await desk()).newest?.manifest.n).toBe(1);
  });

  it('is not made of a service that changed and kept its version', async () => {
    const changed = { ...passport, appeal: laissezPasser.appeal, fees: [] };
    await expect(publish(await open(), 'ML', [changed])).rejects.toMatchObject({ code: 'MN-007' });
    await expect(publish(await open(), 'TG', services)).rejects.toMatchObject({ code: 'MN-006' });
  });

  it('reaches desks whole, and opens what a new class of services needs', async () => {
    const changed = { ...passport, version: passport.version + 1, summary: laissezPasser.summary };
    const added = {
      ...laissezPasser,
      code: 'ml-new',
      class: 'civil-status',
      instrument: { ...laissezPasser.instrument, numbers: 'civil-status' },
    };
    expect(await signed([changed, added])).toMatchObject({
      release: 2,
      added: ['ml-new'],
      changed: ['ml-passport-ordinary'],
      removed: ['ml-laissez-passer', 'ml-visa-short-stay'],
      classes: ['civil-status'],
      series: ['civil-status'],
    });
    const data = await desk();
    expect(data.newest?.manifest.n).toBe(2);
    expect(data.newest?.entries().map(({ code }) => code)).toEqual(['ml-new', 'ml-passport-ordinary']);
    const keyring = await keyringOf(ministry);
    expect(keyring.newestGroup('ML-PAR' as MissionCode, 'civil-status')?.gen).toBe(1);
    const { desk: configuration } = await kitOf(ministry, 'ML-PAR/B');
    const ids = configuration.seed.map(({ _id }) => _id);
    expect(ids).toContain('lease:ML-PAR/B:civil-status');
  });

  it('leaves files under the release that they were opened with, and is not undone by an older one', async () => {
    const { desk: configuration } = await kitOf(ministry, 'ML-PAR/B');
    const data = await ReferenceData.open(configuration);
    const releases = configuration.seed.filter(({ _id }) => _id.startsWith('release:'));
    expect(releases).toHaveLength(2);
    for (const { _id } of releases)
      expect(data.definition(_id.slice('release:'.length) as never, passport.code as never)?.code).toBe(
        passport.code,
      );
    await data.add(configuration.seed.toReversed());
    expect(data.newest?.manifest.n).toBe(2);
  });

  it('holds a service that comes back against the version that it had before it was removed', async () => {
    const { version } = laissezPasser;
    const again = { ...laissezPasser, summary: passport.summary };
    const back = async (one: typeof again) => publish(await open(), 'ML', [one]);
    await expect(back(again)).rejects.toMatchObject({ code: 'MN-007' });
    const added = [laissezPasser.code];
    expect((await back({ ...again, version: version + 1 })).json).toMatchObject({ added });
    // As it was when it went.
    expect((await back(laissezPasser)).json).toMatchObject({ added });
  });

  it('is made after one whose definition has another shape, which still says from which version to raise it', async () => {
    const books = await open();
    const old = { ...passport, code: 'ml-old', version: 5 };
    const misshapen = await releaseDocuments(
      await holderOf(books.secrets.catalogue),
      [{ ...old, fees: 'free' as never }],
      { country: 'ML', n: 90, issuedAt: isoTime(clock.now()) },
    );
    for (const [name, file] of books.servers)
      books.servers.set(name, {
        ...file,
        catalogueDocuments: [...file.catalogueDocuments, ...misshapen],
      });
    await expect(publish(books, 'ML', [old])).rejects.toThrow(/raise it above 5/);
    const { json } = await publish(books, 'ML', [{ ...passport, version: 9 }]);
    expect(json).toMatchObject({ release: 91, removed: ['ml-old'] });
  });

  it('is refused whole where one definition is missing, broken, or not signed by the catalogue', async () => {
    const { desk: configuration } = await kitOf(ministry, 'ML-PAR/B');
    const newest = (await ReferenceData.open(configuration)).newest;
    const without = (id: string) => configuration.seed.filter(({ _id }) => _id !== id);
    const last = newest?.manifest.services.at(-1)?.[1];
    for (const seed of [
      without(`definition:${last}`),
      configuration.seed.map((one) =>
        'json' in one && one._id === `definition:${last}`
          ? { ...one, json: one.json.replace('"version":2', '"version":3') }
          : one,
      ),
      configuration.seed.map((one) =>
        one._id === `release:${newest?.hash}` && 'jws' in one
          ? { ...one, jws: `${one.jws.slice(0, -4)}AAAA` }
          : one,
      ),
    ])
      expect((await ReferenceData.open({ ...configuration, seed })).newest?.manifest.n).toBe(1);
  });

  it('that was cut off is finished first; what was corrected since is signed after it, and a dry run signs nothing', async () => {
    const cut = [{ ...passport, version: 7 }];
    const books = await open();
    const outcome = await publish(books, 'ML', cut);
    const change = { command: 'catalogue sign, of another text', files: await changesOf(books), outcome };
    const at = join(folder, 'corrected');
    const corrected = [{ ...passport, version: 8, summary: laissezPasser.summary }];
    await writeBuilt(at, { country: 'ML', services: corrected });
    const script = await built('scripts/catalogue.ts');
    const sign = (...more: string[]) => {
      const args = [script, 'sign', '--out', ministry, '--from', at, '--json', ...more];
      const { stdout, stderr } = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        env: { ...process.env, GUICHET_PASSPHRASE: OPERATOR },
      });
      expect(stderr).toBe('');
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    expect(sign('--dry-run')).toMatchObject([{ dryRun: true }]);
    expect((await desk()).newest?.manifest.n).toBe(2);
    await begin(ministry, books.root.kid, change, books.key, systemRandom);
    expect(sign().at(-1)).toMatchObject({ release: 4, changed: ['ml-passport-ordinary'] });
    const { newest } = await desk();
    expect(newest?.manifest.n).toBe(4);
    expect(newest?.definition(passport.code as never)).toMatchObject({ version: 8 });
    expect(sign().at(-1)).toMatchObject({ release: 4, changed: [] });
  });
});
