/** Every text of a definition: there, in its language and its alphabet, plain, and typeset. */
import type { ServiceDefinition } from './definition.ts';
import type { Report } from './lint-report.ts';
import { textProblem, tidyLines } from './normalise.ts';
import { LANGUAGES, type Texts } from './texts.ts';

export function textFindings(definition: ServiceDefinition, report: Report): void {
  for (const [path, texts] of textsIn(definition, '')) {
    for (const language of LANGUAGES) {
      const text = texts[language];
      if (!inLanguage(text, language)) report('CT-101', `${path}/${language}`);
      if (!isPlain(text)) report('CT-102', `${path}/${language}`);
    }
    if (!isTypeset(texts.fr)) report('CT-103', `${path}/fr`);
  }
}

/** Anything with a text in each language, wherever it stands, in members this version does not know too. */
function* textsIn(value: unknown, path: string): Generator<readonly [string, Texts]> {
  if (typeof value !== 'object' || value === null) return;
  const members = value as Readonly<Record<string, unknown>>;
  if (LANGUAGES.every((language) => typeof members[language] === 'string')) yield [path, members as Texts];
  for (const [key, member] of Object.entries(members)) {
    yield* textsIn(member, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
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
