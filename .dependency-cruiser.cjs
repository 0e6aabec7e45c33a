/**
 * Dependencies point one way: app/ is the core and imports nothing of the platforms; main/, renderer/ and
 * sync-server/ import app/ and never each other. tests/scripts/boundaries.test.ts shows that each rule bites.
 */

/** npm packages that run in every runtime, so that the core may use them. */
const CORE_PACKAGES = ['@noble/[^/]+', 'canonicalize', 'fflate', 'hash-wasm', 'jose', 'typebox'];
const PRODUCT = '^(app|main|renderer|sync-server)/';
const DATA_SIDE = '^renderer/(worker|read-model|drafts)/';

const packages = (names) => `(^|/)node_modules/(${names.join('|')})/`;

/** A rule that makes `npm run boundaries` fail. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Two files that need each other are one file, or hide a third.',
      {},
      { circular: true },
    ),
    forbid('resolvable', 'An import must lead somewhere.', {}, { couldNotResolve: true }),
    forbid(
      'app-only-app',
      'The core knows no platform: it imports itself, data, and packages that run everywhere.',
      { path: '^app/' },
      { pathNot: ['^app/', '^assets/', packages(CORE_PACKAGES)] },
    ),
    forbid(
      'main-only-app',
      'The main process imports the core and itself.',
      { path: '^main/' },
      { path: '^(renderer|sync-server)/' },
    ),
    forbid(
      'renderer-only-app',
      'The renderer imports the core and itself.',
      { path: '^renderer/' },
      { path: '^(main|sync-server)/' },
    ),
    forbid(
      'server-only-app',
      'The sync server imports the core and itself.',
      { path: '^sync-server/' },
      { path: '^(main|renderer)/' },
    ),
    forbid(
      'product-without-tests',
      'What is shipped does not lean on tests or scripts.',
      { path: PRODUCT },
      { path: '^(tests|scripts)/' },
    ),
    forbid(
      'electron-in-main-only',
      'Only the main process and its preload scripts speak to Electron.',
      { pathNot: ['^main/', '^tests/', '^scripts/'] },
      { path: ['^electron$', packages(['electron'])] },
    ),
    forbid(
      'renderer-without-node',
      'A sandboxed renderer has no Node.',
      { path: '^renderer/' },
      { dependencyTypes: ['core'], pathNot: '^events$' }, // PouchDB takes the npm package of that name
    ),
    forbid(
      'screens-without-stores',
      'Screens talk to the worker through DeskApi and never to a store.',
      { path: '^renderer/', pathNot: DATA_SIDE },
      { path: [DATA_SIDE, packages(['dexie', 'pouchdb-[^/]+'])] },
    ),
    forbid(
      'shipped-packages-only',
      'A package that is imported by the product stands under dependencies.',
      { path: PRODUCT },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: packages(['electron']) },
    ),
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '(^|/)(dist|\\.cache)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.d.ts', '.json'],
    },
  },
};
