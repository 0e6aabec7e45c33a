/** What the strip says of one decision. */
import { fileMark } from '../../../app/acts/file-mark.ts';
import type { DecisionToConfirm } from '../../../app/desk/ports.ts';
import type { StripRow } from './strip-row.ts';
import { STRIP_TEXTS } from './strip-texts.ts';

/** @param milliseconds left of the countdown */
export function stripRow(
  { id, dossier, kind, ref, language }: DecisionToConfirm,
  milliseconds: number,
): StripRow {
  const { direction, kinds, mark: markName, left, cancel, key } = STRIP_TEXTS[language];
  const mark = fileMark(dossier);
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return {
    id,
    language,
    direction,
    kind: kinds[kind],
    ref,
    markName,
    mark,
    left: left(seconds),
    cancel,
    key,
  };
}
