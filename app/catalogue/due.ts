/** By when an answer is due, and until when what is issued is valid. Calendar days; nothing here reads a clock. */
import { holds } from './conditions.ts';
import { addDays, addMonths, dayNumber, dayOfNumber, weekday } from './days.ts';
import type { DelayLine, InstrumentIssued, ServiceDefinition } from './definition.ts';
import type { AnswerMap } from './fields.ts';
import { type FormContext, visibleForm } from './form.ts';

/** The days on which nobody works, as data of the mission: 0 Sunday to 6 Saturday, and single days. */
export interface WorkCalendar {
  readonly restDays: readonly number[];
  readonly holidays: readonly string[];
}
export const WEEKENDS_ONLY: WorkCalendar = { restDays: [0, 6], holidays: [] };

export interface Due {
  /** `2026-11-28` */
  readonly day: string;
  readonly line: DelayLine;
}

/** The delay that counts for these answers: the first whose condition holds. */
export function delayFor(
  definition: ServiceDefinition,
  answers: AnswerMap,
  context: FormContext,
): DelayLine | undefined {
  const { facts } = visibleForm(definition, answers, context);
  return definition.delays.find(({ when }) => holds(when, facts));
}

/** @param context.today the day on which the application is sealed; the delay starts on the day after it */
export function dueDate(
  definition: ServiceDefinition,
  answers: AnswerMap,
  context: FormContext,
  calendar: WorkCalendar = WEEKENDS_ONLY,
): Due | undefined {
  const line = delayFor(definition, answers, context);
  const start = dayNumber(context.today);
  if (!line || start === undefined) return undefined;
  const days = line.count === 'calendar' ? start + line.days : workingDaysOn(start, line.days, calendar);
  return { day: dayOfNumber(days), line };
}

function workingDaysOn(start: number, count: number, { restDays, holidays }: WorkCalendar): number {
  // A calendar without a single working day would never end; the weekdays that work must exist.
  const rest = new Set(restDays.length < 7 ? restDays : []);
  const off = new Set(holidays);
  let day = start;
  for (let left = count; left > 0; ) {
    day += 1;
    if (!rest.has(weekday(day)) && !off.has(dayOfNumber(day))) left -= 1;
  }
  return day;
}

/**
 * The last day of validity: the day before the anniversary, so that n months are n months. Undefined where the
 * definition says neither months nor days (a single journey, a stay decided in the file).
 */
export function validUntil({ validity }: InstrumentIssued, from: string): string | undefined {
  if (validity.months === undefined && validity.days === undefined) return undefined;
  const moved = addMonths(from, validity.months ?? 0);
  return moved === undefined ? undefined : addDays(moved, (validity.days ?? 0) - 1);
}
