/**
 * Any definition that passes the lint renders, validates, seals and folds: definitions made of all types of questions, in
 * any order, over any pages, with conditions on what stands before them.
 */
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { openBody } from '../../../app/acts/verify-act.ts';
import { parseDefinition, type ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { AnswerMap, Field } from '../../../app/catalogue/fields.ts';
import { sealableAnswers, validateForm, visibleForm } from '../../../app/catalogue/form.ts';
import { lintDefinition } from '../../../app/catalogue/lint.ts';
import { canonicalText, readDefinition } from '../../../app/catalogue/release.ts';
import { foldData } from '../../../app/dossier/fold-data.ts';
import { foldDossier } from '../../../app/dossier/fold-dossier.ts';
import { blankForm, filledForm } from '../../../renderer/print/form-pages.ts';
import { FieldControl } from '../../../renderer/screens/capture/field-control.tsx';
import { I18nProvider } from '../../../renderer/ui/i18n.tsx';
import { LOCALES, type Locale } from '../../../renderer/ui/locale.ts';
import { openedBody, World } from '../../world/world.ts';
import { EVERY_ANSWER, EVERY_FIELD } from './every-field.ts';

const CONTEXT = { today: '2026-11-21', mission: 'ML-PAR' };
const SHEET = { mission: { fr: 'Spécimen', en: 'Specimen', ar: 'عينة' }, day: CONTEXT.today };

const all = EVERY_FIELD.pages.flatMap(({ fields }) => fields);
/** Who the file is about must be asked, and first: conditions look at it. */
const PERSON = new Set(['surname', 'birth-date']);
const first = all.filter(({ code }) => PERSON.has(code));
const others = all
  .filter(({ code, type }) => !PERSON.has(code) && type !== 'evidence')
  .map(({ when: _, ...field }) => field as Field);

interface Made {
  readonly definition: unknown;
  readonly answers: AnswerMap;
}

const arbitraryMade: fc.Arbitrary<Made> = fc
  .record({
    fields: fc.shuffledSubarray(others, { minLength: 1 }),
    optional: fc.array(fc.boolean(), { minLength: others.length, maxLength: others.length }),
    conditional: fc.array(fc.nat(2), { minLength: others.length, maxLength: others.length }),
    cuts: fc.array(fc.boolean(), { minLength: others.length, maxLength: others.length }),
    yes: fc.boolean(),
    kind: fc.constantFrom('first', 'again'),
    documentsWhen: fc.boolean(),
  })
  .map(({ fields, optional, conditional, cuts, yes, kind, documentsWhen }) => {
    const pages: Field[][] = [[...first]];
    const before = new Set<string>();
    fields.forEach((field, n) => {
      if (cuts[n]) pages.push([]);
      const when =
        conditional[n] === 1 && before.has('minor')
          ? { field: 'minor', is: true }
          : conditional[n] === 2 && before.has('kind')
            ? { any: [{ field: 'kind', is: 'again' }, { ageBelow: 18 }] }
            : undefined;
      before.add(field.code);
      // A condition on what is hidden itself would be one that the lint has to understand: those stay in sight.
      const seen = field.code === 'minor' || field.code === 'kind' ? undefined : when;
      pages.at(-1)?.push({
        ...field,
        ...(optional[n] ? { optional: true } : {}),
        ...(seen ? { when: seen } : {}),
      } as Field);
    });
    const { title } = EVERY_FIELD;
    const free = { fr: 'Gratuit', en: 'Free', ar: 'مجاني' };
    const definition = {
      ...EVERY_FIELD,
      pages: pages
        .filter(({ length }) => length > 0)
        .map((asked, n) => ({ code: `page-${n + 1}`, title, fields: asked })),
      fees: [{ code: 'free', label: free, amount: { amount: 0, currency: 'XOF' }, toBeConfirmed: true }],
      documents: EVERY_FIELD.documents.map(({ when: _, ...one }) =>
        documentsWhen && before.has('minor') && one.code !== 'photo'
          ? { ...one, when: { field: 'minor', is: true } }
          : one,
      ),
    };
    return { definition, answers: { ...EVERY_ANSWER, minor: yes, kind } };
  });

describe('any definition that passes the lint', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open([EVERY_FIELD]);
  });

  const linted = (made: Made): ServiceDefinition => {
    fc.pre(lintDefinition(made.definition, 'any').length === 0);
    return parseDefinition(made.definition);
  };

  it('comes out of a release as it went in', () => {
    fc.assert(
      fc.property(arbitraryMade, (made) => {
        const definition = linted(made);
        expect(readDefinition(canonicalText(definition), definition.code, definition.country)).toEqual(
          definition,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('validates: right answers have no error, and each one that is missing is said at its field', () => {
    fc.assert(
      fc.property(arbitraryMade, (made) => {
        const definition = linted(made);
        const errors = (answers: AnswerMap) =>
          validateForm(definition, answers, CONTEXT)
            .filter(({ severity }) => severity === 'error')
            .map(({ code, field }) => [code, field]);
        expect(errors(made.answers)).toEqual([]);
        const { pages } = visibleForm(definition, made.answers, CONTEXT);
        for (const field of pages.flatMap(({ fields }) => fields)) {
          const { [field.code]: _, ...without } = made.answers as Record<string, unknown>;
          const said = errors(without).filter(([, at]) => at === field.code);
          const mayBeEmpty = field.optional || (field.type === 'group' && field.minimum === 0);
          expect(said, field.code).toEqual(mayBeEmpty ? [] : [['FO-001', field.code]]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('renders on screen and on paper, blank and filled, in three languages', () => {
    fc.assert(
      fc.property(arbitraryMade, fc.constantFrom(...LOCALES), (made, language: Locale) => {
        const definition = linted(made);
        const { pages } = visibleForm(definition, made.answers, CONTEXT);
        for (const field of pages.flatMap(({ fields }) => fields)) {
          for (const value of [undefined, made.answers[field.code]]) {
            const shown = renderToStaticMarkup(
              <I18nProvider locale={language}>
                <FieldControl
                  field={field}
                  value={value}
                  onChange={() => {}}
                  base={{}}
                  today={CONTEXT.today}
                  isBirthDate={field.code === definition.person.birthDate}
                  messageOf={() => undefined}
                  onLeave={() => {}}
                />
              </I18nProvider>,
            );
            expect(shown).toContain(field.label[language]);
          }
        }
        const sheet = { ...SHEET, language };
        const labels = (paper: ReturnType<typeof blankForm>) =>
          paper.parts.flatMap(({ items }) => items.map(({ label }) => label));
        expect(labels(blankForm(definition, sheet)).length).toBeGreaterThan(0);
        expect(labels(filledForm(definition, made.answers, [], CONTEXT, sheet))).toEqual(
          expect.arrayContaining([expect.stringContaining(first[0]?.label[language] ?? '')]),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('seals and folds: what was answered in sight, and nothing else, comes back', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryMade, async (made) => {
        const definition = linted(made);
        const answers = sealableAnswers(definition, made.answers, CONTEXT);
        const dossier = await world.dossier(definition);
        const opened = await world.seal(dossier, world.agent, {
          kind: 'opened',
          prior: [],
          body: { ...openedBody(), answers: answers as never },
        });
        const submitted = await world.seal(dossier, world.agent, {
          kind: 'submitted',
          prior: [opened.id],
          body: {},
        });
        const verified = await Promise.all([submitted, opened].map((act) => world.verify(act)));
        const state = foldDossier(verified, new Map(), definition);
        if (!state) throw new Error('nothing was opened');
        const bodies = new Map(
          await Promise.all(verified.map(async (act) => [act.id, await openBody(act, dossier.key)] as const)),
        );
        expect(foldData(state, bodies).answers).toEqual(answers);
        const inSight = visibleForm(definition, made.answers, CONTEXT)
          .pages.flatMap(({ fields }) => fields)
          .map(({ code }) => code);
        expect(inSight).toEqual(expect.arrayContaining(Object.keys(answers)));
      }),
      { numRuns: 15 },
    );
  });
});
