import { describe, expect, it } from 'vitest';
import { CommandRegistry } from '../../../renderer/ui/commands.tsx';
import {
  COMMAND_IDS,
  COMMANDS,
  type KeyContext,
  type KeyPress,
  matchKey,
} from '../../../renderer/ui/keys.ts';

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  altGraph: false,
  composing: false,
  ...held,
});
const LIST: KeyContext = { inText: false, onControl: false, singleKeysOff: false };
const TEXT: KeyContext = { ...LIST, inText: true };
const ids = (one: KeyPress, context = LIST) => matchKey(one, context).map(({ command }) => command.id);

describe('the keyboard map', () => {
  it('has each command once', () => {
    expect(COMMANDS.map((command) => command.id).sort()).toEqual([...COMMAND_IDS].sort());
  });

  it('puts no two commands on one chord', () => {
    const chords = COMMANDS.flatMap((command) =>
      command.chords.map((chord) => JSON.stringify(chord, ['ctrl', 'alt', 'shift', 'key'])),
    );
    expect(new Set(chords).size).toBe(chords.length);
  });

  it('has nothing on Ctrl+Alt, Ctrl+digit, F5, F10-F12', () => {
    for (const { chords } of COMMANDS) {
      for (const chord of chords) {
        expect(chord.ctrl && chord.alt).toBeFalsy();
        expect(chord.ctrl && /^\d$/.test(chord.key)).toBeFalsy();
        expect(['F5', 'F10', 'F11', 'F12']).not.toContain(chord.key);
      }
    }
  });

  it('matches Latin letters by what they say: K of AZERTY, QWERTY and Dvorak', () => {
    expect(ids(press('k', 'KeyK', { ctrlKey: true }))).toEqual(['search']);
    expect(ids(press('k', 'KeyV', { ctrlKey: true }))).toEqual(['search']);
    expect(ids(press('q', 'KeyA'))).toEqual(['toggle-queue']);
    expect(ids(press('a', 'KeyQ'))).toEqual([]);
  });

  it('matches by the key’s place on an Arabic layout', () => {
    expect(ids(press('ن', 'KeyK', { ctrlKey: true }))).toEqual(['search']);
    expect(ids(press('ت', 'KeyJ'))).toEqual(['next-row']);
    expect(ids(press('؟', 'Slash', { shiftKey: true }))).toEqual(['keys']);
  });

  it('matches digits by place: AZERTY types « & » on the first', () => {
    expect(matchKey(press('&', 'Digit1'), LIST)).toMatchObject([{ command: { id: 'document' }, digit: 1 }]);
    expect(matchKey(press('3', 'Numpad3'), LIST)).toMatchObject([{ command: { id: 'document' }, digit: 3 }]);
  });

  it('leaves AltGr and input methods alone', () => {
    expect(ids(press('k', 'KeyK', { ctrlKey: true, altKey: true }))).toEqual([]);
    expect(ids(press('k', 'KeyK', { ctrlKey: true, altGraph: true }))).toEqual([]);
    expect(ids(press('k', 'KeyK', { ctrlKey: true, composing: true }))).toEqual([]);
  });

  it('never takes a letter, a digit, a sign, Space or Entrée from a text field', () => {
    for (const one of [
      press('j', 'KeyJ'),
      press('&', 'Digit1'),
      press('?', 'Comma', { shiftKey: true }),
      press(' ', 'Space'),
      press('Enter', 'Enter'),
    ]) {
      expect(ids(one, TEXT), one.key).toEqual([]);
    }
    expect(ids(press('F2', 'F2'), TEXT)).toEqual(['new-dossier']);
    expect(ids(press('Enter', 'Enter', { ctrlKey: true }), TEXT)).toEqual(['primary']);
  });

  it('leaves Space and Entrée to a focused control, letters not', () => {
    const control = { ...LIST, onControl: true };
    expect(ids(press('Enter', 'Enter'), control)).toEqual([]);
    expect(ids(press(' ', 'Space'), control)).toEqual([]);
    expect(ids(press('j', 'KeyJ'), control)).toEqual(['next-row']);
  });

  it('can switch one-character commands off', () => {
    const off = { ...LIST, singleKeysOff: true };
    expect(ids(press('j', 'KeyJ'), off)).toEqual([]);
    expect(ids(press('?', 'Comma', { shiftKey: true }), off)).toEqual([]);
    expect(ids(press('Enter', 'Enter'), off)).toEqual(['open-row']);
  });

  it('tells Maj+F6 from F6 and Ctrl+Maj+L from Ctrl+L', () => {
    expect(ids(press('F6', 'F6'))).toEqual(['next-region']);
    expect(ids(press('F6', 'F6', { shiftKey: true }))).toEqual(['previous-region']);
    expect(ids(press('L', 'KeyL', { ctrlKey: true, shiftKey: true }))).toEqual(['lock']);
    expect(ids(press('l', 'KeyL', { ctrlKey: true }))).toEqual([]);
  });
});

describe('the registry', () => {
  const layer = (
    uses: Parameters<CommandRegistry['add']>[0]['read'] extends () => infer U ? U : never,
    barrier = false,
  ) => ({
    key: String(Math.max(0, uses ? 1 : 0)),
    barrier,
    read: () => uses,
  });

  it('gives a press to the newest layer, and on to the one beneath when it declines', () => {
    const registry = new CommandRegistry();
    const ran: string[] = [];
    registry.add(layer({ back: () => ran.push('screen') }));
    const remove = registry.add(
      layer({
        back: () => {
          ran.push('field');
          return false;
        },
      }),
    );
    expect(registry.run('back')).toBe(true);
    expect(ran).toEqual(['field', 'screen']);
    remove();
    registry.run('back');
    expect(ran).toEqual(['field', 'screen', 'screen']);
  });

  it('rests the screen under a sheet, but for leaving, blanking, keeping and help', () => {
    const registry = new CommandRegistry();
    const ran: string[] = [];
    const note = (word: string) => () => void ran.push(word);
    registry.add(layer({ 'new-dossier': note('new'), lock: note('lock'), 'show-applicant': note('blank') }));
    registry.add(layer({ back: note('close') }, true));
    expect(registry.run('new-dossier')).toBe(false);
    expect(registry.active().map(({ command }) => command.id)).toEqual(['show-applicant', 'back', 'lock']);
    registry.run('lock');
    registry.run('show-applicant');
    registry.run('back');
    expect(ran).toEqual(['lock', 'blank', 'close']);
  });

  it('neither lists nor runs a disabled command', () => {
    const registry = new CommandRegistry();
    registry.add(layer({ primary: { run: () => undefined, disabled: true } }));
    expect(registry.active()).toEqual([]);
    expect(registry.run('primary')).toBe(false);
  });
});
