/** What is printed for an applicant says each datum, in each language, and a hostile text does no more than be read. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
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
    expect(shown('نص\u200fعادي\u200c')).toBe('نص\u200fعادي\u200c');
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
