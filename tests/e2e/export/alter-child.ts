/**
 * `alter-child.ts FILE ROOT SEED PART OF`: its share of all alterations of an exported dossier. Prints how many there
 * were and which of them verified all the same, as one line of JSON.
 */
import { readFileSync } from 'node:fs';
import { flipsOf, highTwin, sisters } from '../../world/tamper.ts';
import { Altered } from './altered.ts';

/** One byte in so many of the scans: each is one ciphertext under one hash. */
const CHUNK_SAMPLE = 1021;

const [file = '', rootFile = '', seed = '', part = '', of = ''] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(file));
const altered = await Altered.of(bytes, readFileSync(rootFile, 'utf8').trim());
const mine = (n: number): boolean => n % Number(of) === Number(part);

const passed: string[] = [];
let flips = 0;
let last = -1;
for (const flip of flipsOf(bytes, Number(seed), CHUNK_SAMPLE)) {
  // One change a byte; letters in the other case besides are tried in tests/app/export.
  if (!mine(flip.at) || flip.at === last) continue;
  last = flip.at;
  flips += 1;
  if (await altered.verifies(flip)) passed.push(`byte ${flip.at} to ${flip.to}`);
}

let others = 0;
for (const [index, { type, text }] of altered.lines.entries()) {
  if (!mine(index) || type === 'definition') continue;
  const parts = text.split('.');
  const tails = parts.flatMap((part, n) => sisters(part).map((tail) => parts.with(n, tail).join('.')));
  for (const other of type === 'chunk' ? tails : [...tails, highTwin(text)]) {
    others += 1;
    if (await altered.verifiesWithText(index, other)) passed.push(`another text of line ${index + 2}`);
  }
}
process.stdout.write(`${JSON.stringify({ flips, others, passed })}\n`);
