import { expect, test } from 'vitest';
import { CHANNEL_NAMES } from '../../../main/ipc/names.ts';
import { argumentsFit, isDeskPage } from '../../../main/ipc/serve-channels.ts';

const fits = argumentsFit;

test('each channel takes its own shape only', () => {
  expect(fits('guichet:print', [new Uint8Array(3)])).toBe(true);
  expect(fits('guichet:print', [[1, 2, 3]])).toBe(false);
  expect(fits('guichet:set-theme', ['dark'])).toBe(true);
  expect(fits('guichet:set-theme', ['dark', 'more'])).toBe(false);
  expect(fits('guichet:save-file', ['dossier PAR-B-26-00417-6.guichet', new Uint8Array()])).toBe(true);
  for (const name of ['../x', 'a/b', 'a\\b', '', 'a\0b', 'x'.repeat(200)]) {
    expect(fits('guichet:save-file', [name, new Uint8Array()])).toBe(false);
  }
  // What a system runs when it is opened, hides, or opens by its last of two kinds.
  const run = [
    'exe',
    'bat',
    'cmd',
    'com',
    'scr',
    'msi',
    'lnk',
    'url',
    'ps1',
    'vbs',
    'js',
    'jar',
    'hta',
    'reg',
  ];
  const more = [
    'desktop',
    'sh',
    'app',
    'command',
    'dmg',
    'html',
    'svg',
    'docm',
    'iso',
    'guichet.exe',
    'PDF.',
    '',
  ];
  for (const kind of [...run, ...more]) {
    expect(fits('guichet:save-file', [`PAR-B-26-00417-6.${kind}`, new Uint8Array()]), kind).toBe(false);
  }
  for (const name of ['.pdf', '.profile', 'x', ' x.pdf', 'x.pdf ', `${'x'.repeat(117)}.pdf`]) {
    expect(fits('guichet:save-file', [name, new Uint8Array()]), name).toBe(false);
  }
  for (const name of ['PAR-B-26-00417-6.pdf', 'dossier.été (2).guichet', 'demande.json']) {
    expect(fits('guichet:save-file', [name, new Uint8Array()]), name).toBe(true);
  }
  expect(fits('guichet:recepisse-pdf', [{ ref: 'x' }])).toBe(false);
  for (const name of CHANNEL_NAMES) expect(fits(name, [])).toBe(false);
});

test('only the main frame of the desk’s window, showing the desk, is heard', () => {
  const main = { url: 'guichet://desk/' };
  const desk = { mainFrame: main };
  const heard = (sender: object, senderFrame: object | null, known: object | null = desk): boolean =>
    isDeskPage({ sender, senderFrame } as never, known as never);
  expect(heard(desk, main)).toBe(true);
  expect(heard(desk, { url: 'guichet://desk/' })).toBe(false);
  expect(heard({ mainFrame: main }, main)).toBe(false);
  expect(heard(desk, null)).toBe(false);
  expect(heard(desk, main, null)).toBe(false);
  for (const url of ['https://example.org/', 'guichet://desk.example/', 'guichet://strip/', 'about:blank']) {
    const frame = { url };
    expect(heard({ ...desk, mainFrame: frame }, frame)).toBe(false);
    const other = { mainFrame: frame };
    expect(heard(other, frame, other)).toBe(false);
  }
});
