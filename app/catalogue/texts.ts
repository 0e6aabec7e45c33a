/** What a person reads, in the three languages, and where a fact comes from. Data only: no mark-up, no code. */
import { type Static, Type } from 'typebox';

const words = (maxLength: number) => Type.String({ minLength: 1, maxLength });

/** One sentence or title in every language of the interface. French is written first. */
export const Texts = Type.Object({ fr: words(4000), en: words(4000), ar: words(4000) });
export type Texts = Static<typeof Texts>;
export type Language = keyof Texts;
export const LANGUAGES = ['fr', 'en', 'ar'] as const satisfies readonly Language[];

/** ISO 8601 calendar date of reduced precision: `2026-11-21`, `2026-11`, `2026`. */
export const PartialDay = Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' });

/**
 * Where a fact was read. `standing`: `official` was read in a primary source, `press` in the press or at a third
 * party, `standard` in a technical standard. `dated` is the date of the source itself where it is known.
 */
export const Source = Type.Object({
  cite: words(400),
  standing: Type.Union([Type.Literal('official'), Type.Literal('press'), Type.Literal('standard')]),
  checkedOn: PartialDay,
  dated: Type.Optional(PartialDay),
});
export type Source = Static<typeof Source>;

/**
 * Every statement about law, money or time carries its source, or says that the ministry must confirm it; it may
 * do both (a figure read in the press). The screen shows the mark; the lint refuses a fact that has neither.
 */
export const provenance = {
  source: Type.Optional(Source),
  toBeConfirmed: Type.Optional(Type.Literal(true)),
};

/** A help text or a stated fact, with its provenance. */
export const Note = Type.Object({ text: Texts, ...provenance });
export type Note = Static<typeof Note>;
