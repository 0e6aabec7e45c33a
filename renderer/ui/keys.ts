/**
 * The keyboard map of UI.md section 7: one table. Nothing is on Ctrl+Alt (AltGr on AZERTY and Arabic layouts),
 * Ctrl+digit, F5 or F10-F12. A command works where a screen has registered a handler for it (commands.tsx).
 */
import type { MessageKey } from './messages.ts';

/**
 * `anywhere`: also while typing. `single`: one letter or sign, in lists and review only, never in a text field,
 * and switchable off (WCAG 2.1.4).
 */
export type Reach = 'anywhere' | 'single';

export interface Chord {
  readonly ctrl?: true;
  readonly alt?: true;
  readonly shift?: true;
  /** `event.key` for named keys and Latin letters (capital); a digit 1-9 is matched by `event.code`. */
  readonly key: string;
}

export interface Command {
  readonly id: CommandId;
  readonly chords: readonly Chord[];
  readonly reach: Reach;
  readonly label: MessageKey;
  /** Order in the foot; commands without a place are not shown there. */
  readonly foot?: number;
  /** Shown at the inline end of the foot. */
  readonly footEnd?: true;
}

export type CommandId = (typeof COMMAND_IDS)[number];
// biome-ignore format: one line a row of the map
export const COMMAND_IDS = [
  'search', 'assistant', 'new-dossier', 'read-document', 'next-person', 'next-region', 'previous-region',
  'link-panel', 'show-applicant', 'primary', 'back', 'next-page', 'previous-page', 'print', 'keep-draft', 'lock',
  'add-document', 'keys', 'confirm-reused', 'next-row', 'previous-row', 'open-row', 'document', 'tick', 'turn',
  'zoom-in', 'zoom-out', 'complement', 'toggle-queue', 'enrol', 'switch-officer',
] as const;

// biome-ignore format: one line a command
export const COMMANDS: readonly Command[] = [
  { id: 'search', chords: [{ ctrl: true, key: 'K' }], reach: 'anywhere', label: 'ui.command.search' },
  { id: 'assistant', chords: [{ key: 'F1' }], reach: 'anywhere', label: 'ui.command.assistant', foot: 99, footEnd: true },
  { id: 'new-dossier', chords: [{ key: 'F2' }], reach: 'anywhere', label: 'ui.command.new-dossier', foot: 10 },
  { id: 'read-document', chords: [{ key: 'F3' }], reach: 'anywhere', label: 'ui.command.read-document', foot: 20 },
  { id: 'next-person', chords: [{ key: 'F4' }], reach: 'anywhere', label: 'ui.command.next-person', foot: 25 },
  { id: 'next-region', chords: [{ key: 'F6' }], reach: 'anywhere', label: 'ui.command.next-region' },
  { id: 'previous-region', chords: [{ shift: true, key: 'F6' }], reach: 'anywhere', label: 'ui.command.previous-region' },
  { id: 'link-panel', chords: [{ key: 'F8' }], reach: 'anywhere', label: 'ui.command.link-panel', foot: 60 },
  { id: 'show-applicant', chords: [{ key: 'F9' }], reach: 'anywhere', label: 'ui.command.show-applicant', foot: 70 },
  { id: 'primary', chords: [{ ctrl: true, key: 'Enter' }], reach: 'anywhere', label: 'ui.command.primary', foot: 50 },
  { id: 'back', chords: [{ key: 'Escape' }], reach: 'anywhere', label: 'ui.command.back', foot: 90 },
  { id: 'next-page', chords: [{ alt: true, key: 'PageDown' }], reach: 'anywhere', label: 'ui.command.next-page', foot: 40 },
  { id: 'previous-page', chords: [{ alt: true, key: 'PageUp' }], reach: 'anywhere', label: 'ui.command.previous-page' },
  { id: 'print', chords: [{ ctrl: true, key: 'P' }], reach: 'anywhere', label: 'ui.command.print', foot: 80 },
  { id: 'keep-draft', chords: [{ ctrl: true, key: 'S' }], reach: 'anywhere', label: 'ui.command.keep-draft' },
  { id: 'lock', chords: [{ ctrl: true, shift: true, key: 'L' }], reach: 'anywhere', label: 'ui.command.lock' },
  { id: 'switch-officer', chords: [{ ctrl: true, shift: true, key: 'K' }], reach: 'anywhere', label: 'ui.command.switch-officer' },
  { id: 'add-document', chords: [{ ctrl: true, key: 'I' }], reach: 'anywhere', label: 'ui.command.add-document', foot: 45 },
  { id: 'keys', chords: [{ key: '?' }], reach: 'single', label: 'ui.command.keys', foot: 95, footEnd: true },
  { id: 'confirm-reused', chords: [{ alt: true, key: 'Enter' }], reach: 'anywhere', label: 'ui.command.confirm-reused' },
  { id: 'next-row', chords: [{ key: 'J' }], reach: 'single', label: 'ui.command.next-row', foot: 28 },
  { id: 'previous-row', chords: [{ key: 'K' }], reach: 'single', label: 'ui.command.previous-row', foot: 29 },
  { id: 'open-row', chords: [{ key: 'Enter' }], reach: 'single', label: 'ui.command.open-row', foot: 30 },
  { id: 'document', chords: [...'123456789'].map((key) => ({ key })), reach: 'single', label: 'ui.command.document', foot: 32 },
  { id: 'tick', chords: [{ key: 'Space' }], reach: 'single', label: 'ui.command.tick', foot: 34 },
  { id: 'turn', chords: [{ key: 'R' }], reach: 'single', label: 'ui.command.turn', foot: 36 },
  { id: 'zoom-in', chords: [{ key: '+' }], reach: 'single', label: 'ui.command.zoom-in' },
  { id: 'zoom-out', chords: [{ key: '-' }], reach: 'single', label: 'ui.command.zoom-out' },
  { id: 'complement', chords: [{ key: 'C' }], reach: 'single', label: 'ui.command.complement', foot: 38 },
  // Rare, and never by a slip of the hand: in Ctrl+K only.
  { id: 'enrol', chords: [], reach: 'anywhere', label: 'ui.command.enrol' },
  { id: 'toggle-queue', chords: [{ key: 'Q' }], reach: 'single', label: 'ui.command.toggle-queue', foot: 39 },
];

/** What a keyboard event must tell; a subset of the DOM's, so that the rules are tested without one. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
  /** True with AltGr, which Windows also reports as Ctrl+Alt. */
  readonly altGraph: boolean;
  /** True while an input method composes. */
  readonly composing: boolean;
}

export interface KeyContext {
  /** The focus is where text is typed. */
  readonly inText: boolean;
  /** The focus is on a control that Space and Enter press (button, link, checkbox, option). */
  readonly onControl: boolean;
  /** The officer has switched one-letter commands off. */
  readonly singleKeysOff: boolean;
}

const isLatin = (key: string): boolean => /^[A-Za-z]$/.test(key);
const SIGNS = new Set(['?', '+', '-']);

/**
 * The name under which a press is looked up: a Latin letter by `event.key`; on a layout without Latin letters by
 * `event.code`, so that Ctrl+K works in Arabic; digits by `event.code`, since AZERTY types them with Shift.
 */
function nameOf(press: KeyPress, plain: boolean): string {
  if (isLatin(press.key)) return press.key.toUpperCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code);
  if (plain && digit?.[1]) return digit[1];
  if (SIGNS.has(press.key)) return press.key;
  if (press.key === '\u061f') return '?';
  if (press.key === ' ') return 'Space';
  const letter = /^Key([A-Z])$/.exec(press.code);
  return letter?.[1] ?? press.key;
}

export interface KeyMatch {
  readonly command: Command;
  readonly chord: Chord;
  /** 1-9 for `document`, else undefined. */
  readonly digit?: number;
}

/** Every command that this press may mean here, in the order of the table. */
export function matchKey(press: KeyPress, context: KeyContext): readonly KeyMatch[] {
  if (press.composing || press.altGraph || press.metaKey || (press.ctrlKey && press.altKey)) return [];
  const plain = !press.ctrlKey && !press.altKey;
  const name = nameOf(press, plain);
  return COMMANDS.flatMap((command) => {
    if (command.reach === 'single' && !singleAllowed(name, context)) return [];
    const chord = command.chords.find((candidate) => fits(candidate, press, name));
    if (!chord) return [];
    return [{ command, chord, ...(command.id === 'document' ? { digit: Number(chord.key) } : {}) }];
  });
}

function singleAllowed(name: string, context: KeyContext): boolean {
  if (context.inText) return false;
  if (context.onControl && (name === 'Space' || name === 'Enter')) return false;
  return !context.singleKeysOff || name.length > 1;
}

function fits(chord: Chord, press: KeyPress, name: string): boolean {
  if (chord.key !== name || Boolean(chord.ctrl) !== press.ctrlKey || Boolean(chord.alt) !== press.altKey)
    return false;
  // A sign needs Shift on some layouts, and digits on AZERTY: Shift says nothing there.
  const shiftIsFree = SIGNS.has(name) || /^\d$/.test(name);
  return shiftIsFree || Boolean(chord.shift) === press.shiftKey;
}
