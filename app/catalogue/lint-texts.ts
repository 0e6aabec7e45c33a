/** Every text of a definition: there, in its language and its alphabet, plain, and typeset. */
import type { ServiceDefinition } from './definition.ts';
import type { Report } from './lint-report.ts';
import { textProblem, tidyLines } from './normalise.ts';
import { LANGUAGES, type Texts } from './texts.ts';

export function textFindings(definition: ServiceDefinition, report: Report): void {
  for (const [path, texts] of textsIn(definition)) {
    for (const language of LANGUAGES) {
      const text = texts[language];
      if (!inLanguage(text, language)) report('CT-101', `${path}/${language}`);
      if (!isPlain(text)) report('CT-102', `${path}/${language}`);
    }
    if (!isTypeset(texts.fr)) report('CT-103', `${path}/fr`);
  }
}

/** Places that say something in one language, and not in another. Looks at anything, before there is a shape. */
export function missingLanguages(
  json: unknown,
): readonly { readonly path: string; readonly language: string }[] {
  return [...membersOf(json, '')].flatMap(([path, members]) => {
    const said = LANGUAGES.filter((language) => typeof members[language] === 'string');
    return said.length === 0
      ? []
      : LANGUAGES.filter((language) => !said.includes(language)).map((language) => ({ path, language }));
  });
}

/** Anything with a text in each language, wherever it stands, in members this version does not know too. */
function* textsIn(value: unknown): Generator<readonly [string, Texts]> {
  for (const [path, members] of membersOf(value, ''))
    if (LANGUAGES.every((language) => typeof members[language] === 'string')) yield [path, members as Texts];
}

function* membersOf(
  value: unknown,
  path: string,
): Generator<readonly [string, Readonly<Record<string, unknown>>]> {
  if (typeof value !== 'object' || value === null) return;
  const members = value as Readonly<Record<string, unknown>>;
  yield [path, members];
  for (const [key, member] of Object.entries(members))
    yield* membersOf(member, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

function inLanguage(text: string, language: keyof Texts): boolean {
  if (text.trim() === '') return false;
  return language === 'ar'
    ? /\p{Script=Arabic}/u.test(text)
    : !/\p{Script=Arabic}/u.test(text) && /[\p{L}\d]/u.test(text);
}

/** Fit for any screen and any print: no tags, no addresses that run, nothing invisible, no pictogram, no look-alike. */
function isPlain(text: string): boolean {
  if (/[<>]|javascript:|data:|&#?\w+;|\$\{/i.test(text)) return false;
  const tidy = tidyLines(text);
  return tidy.replace(/\s/g, '') === text.replace(/\s/g, '') && textProblem(tidy, 4000) === undefined;
}

/** UI.md section 1. Times such as 10:42 and addresses keep their colon. */
function isTypeset(text: string): boolean {
  return !/'|[^\u00a0][;!?]|[^\u00a0]:(\s|$)|«[^\u00a0]|[^\u00a0]»|\.\.\./u.test(text);
}
