/**
 * Which way imports may point: app → resolvers → services → db → domain, and resolvers → schema.
 * test/contract/dependencies.test.ts breaks every rule once, so that none of them silently checks nothing.
 */

const OURS = '^(src|scripts|test)/';
const GRAPHQL = '(^|/)node_modules/(@apollo|@as-integrations|@graphql-yoga|graphql|graphql-[^/]+|type-graphql)/';
const DATABASE = '(^|/)node_modules/(dataloader|drizzle-kit|drizzle-orm|postgres)/';

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'Types count too: two files that need each other are one.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'everything-resolves',
    comment: 'The other rules look at what an import resolves to.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'declared-packages-only',
    comment: 'A package of a package may be gone after the next install.',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-dev-packages-in-src',
    comment: 'Production installs leave them out.',
    from: { path: '^src/' },
    to: { dependencyTypes: ['npm-dev'] },
  },
  {
    name: 'no-test-code-in-the-product',
    from: { path: '^(src|scripts)/' },
    to: { path: '^test/' },
  },
  {
    name: 'scripts-are-entries',
    from: { path: '^src/' },
    to: { path: '^scripts/' },
  },
  {
    name: 'main-is-an-entry',
    from: {},
    to: { path: '^src/main\\.ts$' },
  },
  {
    name: 'domain-imports-only-domain',
    comment: 'Rules are pure: no package, no built-in module, no I/O.',
    from: { path: '^src/domain/' },
    to: { pathNot: '^src/domain/' },
  },
  {
    name: 'db-knows-only-domain',
    from: { path: '^src/db/' },
    to: { path: OURS, pathNot: '^src/(db|domain)/' },
  },
  {
    name: 'db-uses-only-database-packages',
    from: { path: '^src/db/' },
    to: { path: '(^|/)node_modules/', pathNot: DATABASE },
  },
  {
    name: 'sql-only-in-db',
    comment: 'The app may connect to a server it runs itself; nobody else speaks SQL.',
    from: { path: '^src/', pathNot: '^src/(app|db)/' },
    to: { path: DATABASE },
  },
  {
    name: 'services-know-only-db-and-domain',
    from: { path: '^src/services/' },
    to: { path: OURS, pathNot: '^src/(services|db|domain)/' },
  },
  {
    name: 'services-know-no-graphql',
    from: { path: '^src/services/' },
    to: { path: GRAPHQL },
  },
  {
    name: 'schema-has-no-behaviour',
    comment: 'It names types with the words of the domain; the rules lie in folders of the domain.',
    from: { path: '^src/schema/' },
    to: {
      pathNot: ['^src/schema/', '^src/domain/[^/]+\\.ts$', '(^|/)node_modules/(graphql|graphql-scalars|type-graphql)/'],
    },
  },
  {
    name: 'resolvers-only-translate',
    from: { path: '^src/resolvers/' },
    to: { path: OURS, pathNot: '^src/(resolvers|services|schema|domain|db)/' },
  },
  {
    name: 'resolvers-reach-db-for-types-only',
    from: { path: '^src/resolvers/' },
    to: { path: '^src/db/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'app-is-the-top',
    comment: 'Only main.ts, scripts and tests start it.',
    from: { path: '^src/', pathNot: '^src/(app/|main\\.ts$)' },
    to: { path: '^src/app/' },
  },
];

module.exports = {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Without it an `import type` would not be seen at all.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
