/** A draft that goes over to a later definition: what stays, what is set aside, what is to be looked at again. */
import { describe, expect, it } from 'vitest';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import type { Field } from '../../../app/catalogue/fields.ts';
import { sealableAnswers } from '../../../app/catalogue/form.ts';
import { moveAnswers } from '../../../app/catalogue/move-draft.ts';
import { specimenDefinition } from '../../world/definition.ts';

const texts = (text: string) => ({ fr: text, en: text, ar: text });
const field = (code: string, rest: object): Field =>
  ({ code, label: texts(code), span: 6, optional: true, ...rest }) as unknown as Field;
const service = (...fields: Field[]): ServiceDefinition => ({
  ...specimenDefinition('ml-one', { by: 'centre', roles: ['reviewer'] }),
  pages: [{ code: 'person', title: texts('Person'), fields }],
});
const choice = (...codes: string[]) =>
  field('purpose', { type: 'choice', options: codes.map((code) => ({ code, label: texts(code) })) });
const SURNAME = field('surname', { type: 'text' });
const JOB = field('job', { type: 'text' });
const codes = (fields: readonly Field[]) => fields.map(({ code }) => code);
const context = { today: '2026-11-21' };

describe('the answers of a draft whose service has changed', () => {
  it('stay where their question stays; a new one is asked, and no answer is made up for it', () => {
    const move = moveAnswers(service(SURNAME), service(SURNAME, JOB), { surname: 'SPECIMEN' });
    expect(move.answers).toEqual({ surname: 'SPECIMEN' });
    expect(move.changes).toContainEqual({
      part: 'questions',
      code: 'job',
      what: 'added',
      label: texts('job'),
    });
    expect([move.lost, move.setAside, move.toReview]).toEqual([[], [], []]);
  });

  it('are set aside where their question is gone or of another type, with the question, and never sealed', () => {
    const to = service(SURNAME, field('age', { type: 'date' }));
    const answers = { surname: 'SPECIMEN', job: 'Baker', age: 40 };
    const from = service(SURNAME, JOB, field('age', { type: 'number' }));
    const move = moveAnswers(from, to, answers);
    expect(move.answers).toEqual({ surname: 'SPECIMEN' });
    expect(codes(move.lost)).toEqual(['job', 'age']);
    expect(move.setAside.map(({ field: { code }, answer }) => [code, answer])).toEqual([
      ['job', 'Baker'],
      ['age', 40],
    ]);
    expect(sealableAnswers(to, move.answers, context)).toEqual({ surname: 'SPECIMEN' });
    expect(answers).toEqual({ surname: 'SPECIMEN', job: 'Baker', age: 40 });
  });

  it('come back where a still later definition asks again, unless somebody has answered since', () => {
    const gone = moveAnswers(service(SURNAME, JOB), service(SURNAME), { job: 'Baker' });
    const back = moveAnswers(service(SURNAME), service(SURNAME, JOB), gone.answers, gone.setAside);
    expect([back.answers, back.setAside]).toEqual([{ job: 'Baker' }, []]);
    const answered = moveAnswers(service(SURNAME), service(JOB), { job: 'Tailor' }, gone.setAside);
    expect([answered.answers, answered.setAside]).toEqual([{ job: 'Tailor' }, gone.setAside]);
  });

  it('are named where they stay and no longer fit; what was wrong before is no news', () => {
    const [from, to] = [service(choice('family', 'work')), service(choice('family'))];
    expect(codes(moveAnswers(from, to, { purpose: 'work' }).toReview)).toEqual(['purpose']);
    expect(moveAnswers(from, to, { purpose: 'work' }).answers).toEqual({ purpose: 'work' });
    expect(moveAnswers(from, to, { purpose: 'family' }).toReview).toEqual([]);
    expect(moveAnswers(from, to, { purpose: 'none' }).toReview).toEqual([]);
  });

  it('leave behind the documents that nobody asks for any more, by their codes', () => {
    const document = { code: 'photo', title: texts('Photo') } as ServiceDefinition['documents'][number];
    const move = moveAnswers({ ...service(SURNAME), documents: [document] }, service(SURNAME), {});
    expect(move.documentsGone).toEqual(['photo']);
    expect(move.changes).toContainEqual({
      part: 'documents',
      code: 'photo',
      what: 'removed',
      label: texts('Photo'),
    });
  });
});
