import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../../../app/catalogue/conditions.ts';
import { delayFor, dueDate } from '../../../app/catalogue/due.ts';
import { feeDue } from '../../../app/catalogue/fee.ts';
import { sealableAnswers, validateForm, visibleForm } from '../../../app/catalogue/form.ts';
import { personOf } from '../../../app/catalogue/person.ts';
import { checklist } from '../../../app/catalogue/required-documents.ts';
import { arbitraryAnswers } from './arbitrary.ts';
import { SERVICES } from './services.ts';

const context = { today: '2026-11-21', mission: 'ML-PAR' };

describe.each(SERVICES)('$code, with any answers whatever', (definition) => {
  const answers = arbitraryAnswers(definition);

  it('nothing throws', () => {
    fc.assert(
      fc.property(answers, (given) => {
        for (const problem of validateForm(definition, given, context)) expect(problem.texts.fr).not.toBe('');
        expect(feeDue(definition, given, context).lines.length).toBeLessThanOrEqual(1);
        expect(delayFor(definition, given, context)).toBeDefined();
        expect(dueDate(definition, given, context)?.day).toMatch(/^20\d\d-\d\d-\d\d$/);
        checklist(definition, given, [{ document: 'photo' }], context);
        personOf(definition, given);
      }),
    );
  });

  it('a hidden field is never sealed, and what is sealed was asked and in sight', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const sealed = sealableAnswers(definition, given, context);
        const { pages, facts } = visibleForm(definition, given, context);
        const inSight = new Set(pages.flatMap(({ fields }) => fields.map(({ code }) => code)));
        for (const code of Object.keys(sealed)) expect(inSight.has(code)).toBe(true);
        for (const page of definition.pages) {
          for (const field of page.fields) {
            if (!holds(page.when, facts) || !holds(field.when, facts))
              expect(Object.hasOwn(sealed, field.code)).toBe(false);
          }
        }
      }),
    );
  });

  it('what is sealed folds to the same form: sealing it again seals the same', () => {
    fc.assert(
      fc.property(answers, (given) => {
        const sealed = sealableAnswers(definition, given, context);
        expect(sealableAnswers(definition, sealed, context)).toEqual(sealed);
        const visible = (from: typeof given) =>
          visibleForm(definition, from, context).pages.map(({ page, fields }) => [page.code, fields.length]);
        expect(visible(sealed)).toEqual(visible(given));
      }),
    );
  });

  it('answers to questions that nobody asked are never sealed', () => {
    expect(sealableAnswers(definition, { unasked: 'x', constructor: 'y', toString: 'z' }, context)).toEqual(
      {},
    );
  });
});
