/** What is printed for an applicant says each datum, in each language, and a hostile text does no more than be read. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AccessFile } from '../../../app/export/access-file.ts';
import { argumentsFit } from '../../../main/ipc/serve-channels.ts';
import { shown } from '../../../renderer/print/access-lines.ts';
import { accessPrint } from '../../../renderer/print/access-pages.ts';
import { type GeneratedFile, generatedFile, histories } from '../../world/generated-file.ts';
import { World } from '../../world/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});

const said = ({ file }: GeneratedFile, language: 'fr' | 'en' | 'ar' = 'fr') => {
  const { pages } = accessPrint({ ...file, language }, []);
  const texts = pages.parts.flatMap(({ title, lines }) => [
    title,
    ...lines.flatMap(({ label, value }) => [label, value]),
  ]);
  return { pages, all: texts.join('\n').replace(/[\u2068\u2069]/g, '') };
};

describe('an applicant’s pages', () => {
  test.each(['fr', 'en', 'ar'] as const)('in %s say every text of every entry', async (language) => {
    await fc.assert(
      fc.asyncProperty(histories(), async (steps) => {
        const made = await generatedFile(world, steps);
        const { all, pages } = said(made, language);
        for (const { text, kind } of steps)
          if (kind !== 'assigned' && kind !== 'applicant-confirmed')
            expect(all, kind).toContain(shown(text).replace(/[\u2068\u2069]/g, ''));
        // Main takes what the page makes, whatever is in it.
        expect(argumentsFit('guichet:access-pdf', [pages, new Uint8Array()])).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  test('name officers by number, role and desk, and nobody by name', async () => {
    const made = await generatedFile(world, [{ kind: 'annotated', on: 0, text: 'note' }]);
    const { all } = said(made);
    expect(all).toContain('Agent 1 (agent), Guichet B');
    expect(all).toContain('Exporté, chiffré');
    expect(all).toMatch(/Conservation et base légale\nDurée de conservation\nà confirmer/);
  });

  test('show what turns or hides text, and leave what Arabic needs', () => {
    expect(shown('a\u202eb\u2066c\u0000d\r\ne')).toBe('a[U+202E]b[U+2066]c[U+0000]d\ne');
    expect(shown('a\u00adb\u200bc\u2028\u2060\u2064\ufeff\u{e0041}')).toBe(
      'a[U+00AD]b[U+200B]c[U+2028][U+2060][U+2064][U+FEFF][U+E0041]',
    );
    expect(shown('نص\u200fعادي\u200c')).toBe('نص\u200fعادي\u200c');
  });

  test('show so what other versions and ministries name', async () => {
    const { file } = await generatedFile(world, [{ kind: 'fee-collected', on: 0, text: 'x' }]);
    const [fee] = file.fees.collected;
    const turned = { ...fee, quittance: 'Q\u202e1' };
    const by = { officer: 9, roles: ['r\u202e1'], desk: 'ML-PAR/B' };
    const traces = [{ what: 'w\u202e1', by, claimedAt: '2026-11-21T09:30:00Z' }];
    const print = { ...file, fees: { ...file.fees, collected: [turned] }, traces } as unknown as AccessFile;
    const all = JSON.stringify(accessPrint(print, []).pages);
    for (const name of ['Q', 'w', 'r']) expect(all).toContain(`${name}[U+202E]1`);
    expect(all).not.toContain('\u202e');
  });

  test('say a name of any length whole, under a label that main takes', async () => {
    const { file } = await generatedFile(world, [{ kind: 'annotated', on: 0, text: 'x' }]);
    const name = `place of birth 1 of ${'a\u202e'.repeat(3000)}`;
    const history = file.history.map((entry) => ({
      ...entry,
      body: { [name]: { 'some part': 'SPECIMEN' } },
    }));
    const { pages } = accessPrint({ ...file, history }, []);
    expect(argumentsFit('guichet:access-pdf', [pages, new Uint8Array()])).toBe(true);
    const lines = pages.parts.flatMap((part) => part.lines);
    expect(lines.map(({ value }) => value)).toContain(shown(name));
    expect(lines.find(({ value }) => value === 'SPECIMEN')?.label).toMatch(
      /^place of birth 1 of .*…, some part$/,
    );
  });

  test('are refused by main where they are no such pages', async () => {
    const { pages } = said(await generatedFile(world, []));
    const fits = (change: object) =>
      argumentsFit('guichet:access-pdf', [{ ...pages, ...change }, new Uint8Array()]);
    expect(fits({})).toBe(true);
    // The reference stands in the mark-up of the page's foot.
    for (const change of [{ ref: '<img>' }, { language: 'xx' }, { parts: [{}] }, { title: 4 }])
      expect(fits(change), JSON.stringify(change)).toBe(false);
    expect(argumentsFit('guichet:access-pdf', [pages])).toBe(false);
  });
});

describe('an answer that its field does not expect', () => {
  const field = (code: string, type: string) => ({
    ...{ code, type, span: 6, label: { fr: `Champ ${code}`, en: code, ar: code } },
    ...(type === 'money' ? { currencies: ['EUR'] } : {}),
  });
  const answered = async (type: string, value: unknown) => {
    const { file } = await generatedFile(world, []);
    const { service } = file;
    const [page] = service.definition.pages;
    const definition = { ...service.definition, pages: [{ ...page, fields: [field('asked', type)] }] };
    const asked = { ...file, service: { ...service, definition }, answers: { asked: value } } as AccessFile;
    return accessPrint(asked, []).pages.parts.find(({ title }) => title === 'Person')?.lines ?? [];
  };

  test.each([
    ['address', { line1: '1 rue SPECIMEN', city: 'Paris', country: 'FRA', floor: 'third' }, 'third'],
    ['address', { line1: '1 rue SPECIMEN', city: ['Bamako'] }, 'Bamako'],
    ['name-pair', { latin: 'ERIKSSON', tifinagh: 'ⴰⵣⵓⵍ' }, 'ⴰⵣⵓⵍ'],
    ['text', ['SPECIMEN', { inner: 'UTOPIAN' }], 'UTOPIAN'],
    ['choice', { code: 'x', because: 'UTOPIAN' }, 'UTOPIAN'],
    ['yes-no', 'perhaps', 'perhaps'],
    ['yes-no', 0, '0'],
    ['number', 0.123456, '0.123456'],
    ['money', { amount: 5500, currency: 'EUR', rate: 'UTOPIAN' }, 'UTOPIAN'],
    ['money', { amount: 0.5, currency: 'EUR' }, '0,5'],
  ])('is said whole: %s %j', async (type, value, text) => {
    const lines = await answered(type, value);
    expect(lines.map((one) => one.value).join('\n')).toContain(text);
    for (const { label } of lines) expect(label).toContain('Champ asked');
  });

  test('and one that it does stays one line', async () => {
    const address = { line1: '1 rue SPECIMEN', postalCode: '75001', city: 'Paris', country: 'FRA' };
    expect(await answered('address', address)).toMatchObject([
      { label: 'Champ asked', value: '1 rue SPECIMEN, 75001 Paris, France' },
    ]);
    expect(await answered('yes-no', false)).toMatchObject([{ label: 'Champ asked', value: 'non' }]);
  });
});
