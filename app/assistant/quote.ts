/** What a section of a service says, line by line, as the catalogue has it: an answer quotes, and adds no word. */
import type { Money } from '../acts/bodies.ts';
import type { DelayLine, ServiceDefinition } from '../catalogue/definition.ts';
import type { Source, Texts } from '../catalogue/texts.ts';
import type { Section } from './ways.ts';

/** `amount` null: nobody has said it yet. `days` with what counts, and whether it is law, practice or an aim. */
export interface QuotedLine {
  readonly text?: Texts;
  readonly amount?: Money | null;
  readonly decidedBy?: ServiceDefinition['decision']['by'];
  readonly days?: Pick<DelayLine, 'days' | 'count' | 'basis'>;
  /** holds for certain answers only */
  readonly conditional: boolean;
  readonly source?: Source;
  readonly toBeConfirmed?: true;
}

interface Proven {
  readonly when?: unknown;
  readonly source?: Source | undefined;
  readonly toBeConfirmed?: true | undefined;
}
const line = (of: Proven, said: Pick<QuotedLine, 'text' | 'amount' | 'decidedBy' | 'days'>): QuotedLine => ({
  ...said,
  conditional: of.when !== undefined,
  ...(of.source && { source: of.source }),
  ...(of.toBeConfirmed && { toBeConfirmed: of.toBeConfirmed }),
});

/** Whether the catalogue answers it, if only by an empty list: nothing to pay, to bring, or to do before. */
export const speaksOf = (definition: ServiceDefinition, section: Section): boolean =>
  section === 'steps' || section === 'personal-data' || section === 'prerequisites'
    ? definition[MEMBER[section]] !== undefined
    : true;
const MEMBER = {
  steps: 'steps',
  'personal-data': 'personalData',
  prerequisites: 'prerequisites',
} as const;

/** Line by line, in the catalogue's order. */
export function quote(definition: ServiceDefinition, section: Section): readonly QuotedLine[] {
  const { documents, fees, delays, decision, steps, instrument, prerequisites, grounds, appeal } = definition;
  switch (section) {
    case 'about':
      return [line({}, { text: definition.summary }), ...noted(definition.offer?.note)];
    case 'documents':
      return documents.map((one) => line(one, { text: one.title }));
    case 'fee':
      return fees.map((one) => line(one, { text: one.label, amount: one.amount }));
    case 'delay':
      return delays.map((one) => line(one, { days: { days: one.days, count: one.count, basis: one.basis } }));
    case 'decision':
      return [
        line({}, { decidedBy: decision.by }),
        ...noted(decision.note),
        ...(steps ?? [])
          .filter(({ code }) => code === 'decision')
          .map((one) => line(one, { text: one.title })),
      ];
    case 'steps':
      return (steps ?? []).map((one) => line(one, { text: one.title }));
    case 'validity':
      return [line(instrument.validity, { text: instrument.validity.text })];
    case 'prerequisites':
      return (prerequisites ?? []).map((one) => line(one, { text: one.text }));
    case 'appeal':
      return [line(appeal, { text: appeal.text }), ...grounds.map((one) => line(one, { text: one.text }))];
    case 'personal-data': {
      const { personalData } = definition;
      return personalData
        ? [
            line(personalData.purpose, { text: personalData.purpose.text }),
            line(personalData.basis, { text: personalData.basis.text }),
            ...personalData.recipients.map((text) => line({}, { text })),
          ]
        : [];
    }
  }
}

const noted = (note: (Proven & { readonly text: Texts }) | undefined): readonly QuotedLine[] =>
  note ? [line(note, { text: note.text })] : [];
