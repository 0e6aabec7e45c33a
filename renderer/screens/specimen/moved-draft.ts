/** A draft of the visa whose service has changed since: a question gone, one added, one with other choices, another fee. */
import type { RecordHash } from '../../../app/acts/ids.ts';
import type { ServiceDefinition } from '../../../app/catalogue/definition.ts';
import { moveAnswers } from '../../../app/catalogue/move-draft.ts';
import type { Draft } from '../../../app/desk/draft.ts';

const LATER = 'release-3'.padEnd(43, 'A') as RecordHash;

const profession = {
  type: 'text' as const,
  code: 'profession',
  label: { fr: 'Profession', en: 'Occupation', ar: 'المهنة' },
  span: 6 as const,
};

function later(definition: ServiceDefinition): ServiceDefinition {
  const [person, ...rest] = definition.pages;
  if (!person) return definition;
  const fields = person.fields.filter(({ code }) => code !== 'birth-place');
  return {
    ...definition,
    version: definition.version + 1,
    pages: [{ ...person, fields: [...fields, profession] }, ...rest],
    fees: definition.fees.map((line) => ({ ...line, toBeConfirmed: true as const })),
    documents: definition.documents.slice(0, -1),
  };
}

/** The draft as its officer finds it: told of the change, and asked. */
export function changedSince(draft: Draft): Draft {
  const answers = { ...draft.answers, 'birth-place': 'Lomé', email: 'k.specimen@example.org' };
  const { changes, lost, toReview } = moveAnswers(draft.definition, later(draft.definition), answers);
  return {
    ...draft,
    answers,
    move: {
      to: LATER,
      n: 3,
      from: 2,
      issuedAt: '2026-11-20T08:00:00Z',
      declined: false,
      offered: true,
      changes,
      lost,
      toReview,
      filesLost: 0,
      feeAgain: false,
    },
  };
}

/** What `moveDraft` makes of it. */
export function movedSince(draft: Draft): Draft {
  const definition = later(draft.definition);
  const { answers, setAside } = moveAnswers(draft.definition, definition, draft.answers, draft.setAside);
  return {
    ...draft,
    definition,
    release: LATER,
    answers: answers as Draft['answers'],
    setAside,
    move: null,
  };
}
