import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIST_FILTERS } from '../../../app/desk/lists.ts';
import { DOSSIER_TABS, hrefOf, parseRoute, type Route } from '../../../renderer/screens/app/route.ts';

const routes = fc.oneof(
  fc
    .constantFrom(
      'home',
      'to-resume',
      'drafts',
      'to-countersign',
      'to-decide',
      'to-hand-over',
      'link',
      'desk',
      'enrol',
      'delegation',
      'simplification',
    )
    .map((name) => ({ name }) as Route),
  fc.constantFrom(...LIST_FILTERS).map((filter): Route => ({ name: 'dossiers', filter })),
  fc
    .option(fc.stringMatching(/^[a-z]{2}-[a-z-]{1,20}$/))
    .map((service): Route => (service === null ? { name: 'new' } : { name: 'new', service })),
  fc
    .option(fc.stringMatching(/^[a-z]{2}-[a-z-]{1,20}$/))
    .map((about): Route => ({ name: 'services', about })),
  fc
    .tuple(fc.stringMatching(/^[0-9A-Z*~$=]{27}$/), fc.constantFrom(...DOSSIER_TABS))
    .map(([id, tab]) => ({ name: 'dossier', id, tab }) as Route),
  fc
    .tuple(fc.stringMatching(/^[A-Za-z0-9_-]{22}$/), fc.option(fc.stringMatching(/^[a-z][a-z.-]{1,20}$/)))
    .map(([id, page]) => ({ name: 'draft', id, page }) as Route),
  fc
    .array(fc.stringMatching(/^[a-z0-9*~$=]{1,12}$/), { maxLength: 3 })
    .map((path): Route => ({ name: 'central', path })),
);

describe('addresses', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(routes, (route) => {
        expect(parseRoute(hrefOf(route))).toEqual(route);
      }),
    );
  });

  it('lead home when they are not ours, whatever they hold', () => {
    for (const hash of ['', '#', '#/', '#/nowhere', '#/dossier', '#/draft', '#/%E0%A4%A', '#/constructor']) {
      expect(parseRoute(hash), hash).toEqual({ name: 'home' });
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseRoute(text).name).toBeTypeOf('string');
      }),
    );
  });
});
