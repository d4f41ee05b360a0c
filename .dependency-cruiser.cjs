// The floors of the architecture, as a checker reads them. Imports go downward only:
//
//   index.ts ─ joins everything
//   http      → engine, values, token, kernel        client → types only
//   domain    → rules, token, values, kernel         (never engine: operations are values that index.ts hands over)
//   engine    → values, kernel                       (never domain: it runs any table of operations)
//   rules     → values, kernel
//   token     → values, kernel                       (a partner's bundle: small)
//   values    → kernel
//   kernel    → nothing of ours
const core = '^packages/core/src/'
const tests = '[.](test|test-d|soak[.]test|page[.]test|browser[.]test)[.]tsx?$|/testing/'

/** A floor may import itself and the floors named; everything else of core is above or beside it. */
const floor = (name, below, comment) => ({
  name: `floor-${name}`,
  comment,
  severity: 'error',
  from: { path: `${core}${name}/`, pathNot: tests },
  to: { path: core, pathNot: [name, ...below].map((folder) => `${core}${folder}/`) },
})

/** A third-party engine lives behind one place, so that replacing it means rewriting one place. */
const onlyIn = (name, library, place, comment) => ({
  name: `only-${name}`,
  comment,
  severity: 'error',
  from: { pathNot: [place, tests, '^tools/', '[.]config[.]ts$'] },
  to: { path: `node_modules/(${library})/` },
})

module.exports = {
  forbidden: [
    floor('kernel', [], 'The kernel is the vocabulary of every floor: it can know none of them.'),
    floor('values', ['kernel'], 'Values are facts about the world (money, identity, position), not about vouchers.'),
    floor('rules', ['kernel', 'values'], 'The rules engine is usable alone; it has never heard of a voucher.'),
    floor(
      'token',
      ['kernel', 'values'],
      'A partner bundles ./token to verify codes: no rules, no domain, no engine may come along.',
    ),
    floor(
      'domain',
      ['kernel', 'values', 'rules', 'token'],
      'Domain verbs are values. Were they to import the engine, every host would be forced to run ours.',
    ),
    floor(
      'engine',
      ['kernel', 'values'],
      'The engine runs any table of operations. Knowing one noun of the domain would end that.',
    ),
    floor(
      'http',
      ['kernel', 'engine', 'values', 'token'],
      'HTTP maps a table of operations to routes; it gets the table handed over, so it never imports the domain.',
    ),
    {
      name: 'client-types-only',
      comment:
        'The client runs in the page: it may know the types of all floors, and of their code only how an outcome and an error are made.',
      severity: 'error',
      from: { path: `${core}client/`, pathNot: tests },
      to: {
        path: core,
        pathNot: [`${core}client/`, `${core}kernel/(outcome|error)[.]ts$`],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'token-without-zod',
      comment: 'zod is several times the size of the whole ./token budget (12 kB gzip).',
      severity: 'error',
      from: { path: `${core}token/`, pathNot: tests },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'client-without-libraries',
      comment:
        'The client is part of the widget: no zod, no jose, no rules engine at run time. Work is an entry of its own, loaded when it is asked for.',
      severity: 'error',
      from: { path: `${core}client/`, pathNot: [`${core}client/solve-work[.]ts$`, tests] },
      to: { path: 'node_modules/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-barrel-inside',
      comment:
        'Barrels are entry points for others. A source that imports one pulls in everything and soon makes a cycle. ' +
        'Only another entry point (index.ts at the top) may.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: [`${core}index[.]ts$`, tests] },
      to: { path: '/index[.]ts$', dependencyTypes: ['local'] },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'core-without-node',
      comment: 'core runs in Node, workers and pages alike. Clock, randomness, keys and stores are passed in.',
      severity: 'error',
      from: { path: core, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'widget-without-node',
      comment: 'The widget runs in a page.',
      severity: 'error',
      from: { path: '^packages/web-widget/src/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'widget-sees-client-only',
      comment: 'From core the widget needs the client at run time; everything else only as types.',
      severity: 'error',
      from: { path: '^packages/web-widget/src/', pathNot: tests },
      to: { path: core, pathNot: `${core}client/`, dependencyTypesNot: ['type-only'] },
    },
    onlyIn('pg', 'pg', '^packages/node/src/store-postgres/', 'pg is an optional peer: who runs on SQLite has none.'),
    onlyIn(
      'national-algorithms',
      'sm-crypto-v2',
      `${core}token/suite-sm/`,
      'SM2, SM3 and SM4 stand behind the suite port; who does not use them loads nothing of them.',
    ),
    {
      name: 'national-suite-is-an-entry',
      comment: 'Only its own entry and the loader, which imports it when a key asks for it, reach the second suite.',
      severity: 'error',
      from: { path: core, pathNot: [tests, `${core}token/(suite-sm/|sm[.]ts$|keys/load-keys[.]ts$)`] },
      to: { path: `${core}token/suite-sm/` },
    },
    onlyIn('jose', 'jose', `${core}token/`, 'jose is reached per verb from token/ and nowhere else.'),
    onlyIn(
      'json-rules-engine',
      'json-rules-engine',
      `${core}rules/reference`,
      'json-rules-engine is the reference we compare with, not what runs in production.',
    ),
    onlyIn(
      'yaml',
      'yaml',
      `${core}domain/programme/|^packages/node/src/`,
      'YAML is the programme author’s format only.',
    ),
    {
      name: 'examples-use-published-entries',
      comment: 'The examples show what an integrator can do: they see entry points, never files behind them.',
      severity: 'error',
      from: { path: '^examples/', pathNot: tests },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot: [
          `${core}(index|errors|(rules|token|http|client)/index|rules/reference|token/sm)[.]ts$`,
          '^packages/node/src/(index|express|fastify)[.]ts$',
          '^packages/web-widget/src/(wallet|scanner|define|testing/index)[.]ts$',
        ],
      },
    },
    {
      name: 'no-tests-in-sources',
      comment: 'A source that imports a test ships it.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: [tests] },
      to: { path: '[.](test|test-d)[.]tsx?$' },
    },
    {
      name: 'declared-dependencies',
      comment: 'What a package imports at run time stands in its own package.json, not in the root’s.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: tests },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/(express|fastify|pg|vue|@types)/',
      },
    },
    {
      name: 'could-not-resolve',
      comment: 'An import nobody can follow is a typo, a missing dependency or an entry point that is not exported.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(vitest|@vitest)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(packages|examples)/[^/]+/dist/|^[.]tmp/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@tallystick/source', 'types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
}
