import { createContext, Script } from 'node:vm';
import { CouchError } from '../errors.ts';

/**
 * How long one pattern may work on one text: a pattern that backtracks for ever must not stop the server, and an honest
 * one must not fail because the machine is busy.
 */
const MILLISECONDS = 1000;

/** PCRE writes flags for the whole pattern at its head. */
function toRegExp(pattern: string): RegExp {
  const [head = '', flags = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  return new RegExp(pattern.slice(head.length), [...new Set(flags)].join(''));
}

export function isRegex(pattern: string): boolean {
  try {
    toRegExp(pattern);
    return true;
  } catch {
    return false;
  }
}

// Only a script can be given an end: the same search called as a function could not be stopped.
const scope: { regex: RegExp; text: string } = { regex: /^/, text: '' };
const context = createContext(scope);
const search = new Script('regex.test(text)');

/** Only patterns without repetition and choice take linear time for sure; the others run against the clock. */
const SAFE = /^[^*+?{}|()]*$/;

/** @throws CouchError `bad_arg` when the pattern does not come to an end */
export function regexMatches(pattern: string, text: string): boolean {
  const regex = toRegExp(pattern);
  if (SAFE.test(pattern)) return regex.test(text);
  scope.regex = regex;
  scope.text = text;
  try {
    return search.runInContext(context, { timeout: MILLISECONDS }) === true;
  } catch (error) {
    throw new CouchError(
      'bad_arg',
      `The regular expression takes too long: ${pattern}`,
      {},
      { cause: error },
    );
  }
}
