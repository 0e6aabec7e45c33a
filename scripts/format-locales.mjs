/**
 * Puts the no-break spaces of French typography into assets/locales/fr: before : ; ! ? and », after «; makes
 * apostrophes typographic. What it cannot know (accents, words) is left to tests/renderer/ui/locales.test.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'assets', 'locales', 'fr');
const NBSP = '\u00a0';

for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const path = join(folder, name);
  const before = readFileSync(path, 'utf8');
  const entries = Object.entries(JSON.parse(before)).map(([key, text]) => [
    key,
    text
      .replace(/ ([:;!?»])/g, `${NBSP}$1`)
      .replace(/« ?(?!\u00a0)/g, `«${NBSP}`)
      .replace(/(?<!')'(?![{}'])/g, '’'),
  ]);
  const after = `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
  if (after !== before) writeFileSync(path, after);
}
