/** A service that costs nothing: nobody is asked how nothing is paid. */
import { expect, it } from 'vitest';
import { visibleForm } from '../../../app/catalogue/form.ts';
import type { Draft } from '../../../app/desk/draft.ts';
import { FEE, stepsOf } from '../../../renderer/screens/capture/steps.ts';
import { makeI18n } from '../../../renderer/ui/i18n.tsx';
import { MALI, serviceOf } from '../../app/catalogue/services.ts';

it('has its page of the fee done as soon as nothing is due', () => {
  const definition = serviceOf('ml-national-id');
  const context = { today: '2026-11-21', mission: 'ML-PAR' };
  const done = (request: string) => {
    const answers = { ...MALI.examples.get(definition.code)?.[0]?.answers, request };
    const draft = {
      definition,
      answers,
      evidence: [],
      fee: { paid: false, collected: null, means: null },
    } as unknown as Draft;
    const form = visibleForm(definition, answers, context);
    return stepsOf(draft, form, context, 'identity', makeI18n('fr')).find(({ key }) => key === FEE)?.done;
  };
  expect(done('first')).toBe(true);
  expect(done('renewal')).toBe(false);
});
