/** What a service asks of a person before and with it, and what this counter has measured; arithmetic only. */
import type { ServiceEntry } from '../../../app/catalogue/service-entry.ts';
import type { Measured } from '../../../app/desk/counter-tally.ts';

export const FIGURES = ['trips', 'documents', 'pages', 'minutes'] as const;
export type FigureName = (typeof FIGURES)[number];

/** null: nobody has said it yet */
export interface Pair {
  readonly before: number | null;
  readonly after: number | null;
}

export interface SimplificationRow {
  readonly service: ServiceEntry;
  readonly pairs: Readonly<Record<FigureName, Pair>>;
  /** at this desk; null: it sealed none of this service */
  readonly measured: {
    readonly count: number;
    /** whole minutes, one at least */
    readonly minutes: number;
    /** per cent of answered questions; null: no question was answered */
    readonly brought: number | null;
  } | null;
}

export function rowsOf(
  services: readonly ServiceEntry[],
  measured: readonly Measured[],
): readonly SimplificationRow[] {
  const found = new Map<string, Measured>(measured.map((one) => [one.service, one]));
  return services.map((service) => {
    const { before, after } = service.simplification;
    const pair = (name: FigureName): Pair => ({ before: before[name], after: after[name] });
    const own = found.get(service.code);
    return {
      service,
      pairs: {
        trips: pair('trips'),
        documents: pair('documents'),
        pages: pair('pages'),
        minutes: pair('minutes'),
      },
      measured: own
        ? {
            count: own.count,
            minutes: Math.max(1, Math.round(own.medianSeconds / 60)),
            brought: own.answered === 0 ? null : Math.round((100 * own.brought) / own.answered),
          }
        : null,
    };
  });
}

/** Lengths of bars in per cent of the longest; nobody's figure has none. */
export function lengthsOf(values: readonly (number | null)[]): readonly number[] {
  const longest = Math.max(0, ...values.map((one) => one ?? 0));
  return values.map((one) => (longest === 0 ? 0 : (100 * (one ?? 0)) / longest));
}
