import { sep } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileOf } from '../../../main/window/scheme.ts';

const ROOT = '/opt/guichet/renderer';

test.each([
  ['/', '/index.html'],
  ['/dossiers', '/index.html'],
  ['/assets/main-1a2b.js', '/assets/main-1a2b.js'],
  ['/print/recepisse.html', '/print/recepisse.html'],
  ['/a%20b.css?x#y', '/a b.css'],
])('%s is %s', (address, file) => expect(fileOf(ROOT, `guichet://desk${address}`)).toBe(ROOT + file));

test.each(['/main.js.map', '/x.ts', '/x.exe', '/%00.html', '/..%5c..%5cmain.js', '/%E0%A4%A.html'])(
  '%s is nothing',
  (address) => expect(fileOf(ROOT, `guichet://desk${address}`)).toBeNull(),
);

test('no address leaves the folder, however it is written', () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '/',
    '%2e',
    '%2f',
    '%5c',
    '%252e',
    'a',
    '.js',
    '\\',
    '%00',
    '//',
    'é',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const file = fileOf(ROOT, `guichet://desk/${pieces.join('')}`);
      if (file === null) return;
      expect(file.startsWith(ROOT + sep)).toBe(true);
      expect(file.split(sep)).not.toContain('..');
    }),
    { numRuns: 2000 },
  );
});
