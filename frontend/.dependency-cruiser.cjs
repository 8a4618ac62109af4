/** The import rules of the front end; each sentence in `comment` is what the reader of a failure sees. */
module.exports = {
  forbidden: [
    {
      name: 'no-feature-to-feature',
      comment: 'A feature never imports another one: share through ui/ or the API.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'ui-and-api-know-no-feature',
      comment: 'ui/ and api/ are used by features and know none of them.',
      severity: 'error',
      from: { path: '^src/(ui|api)/' },
      to: { path: '^src/(features|app)/' },
    },
    {
      name: 'api-stands-alone',
      comment: 'api/ knows nothing of the screens.',
      severity: 'error',
      from: { path: '^src/api/' },
      to: { path: '^src/(?!api/)' },
    },
    {
      name: 'app-collects-features-by-glob',
      comment: 'app/ finds features by import.meta.glob, so that adding one touches no shared file.',
      severity: 'error',
      from: { path: '^src/app/' },
      to: { path: '^src/features/' },
    },
    {
      name: 'only-queries-call-the-client',
      comment: 'Requests are made in queries.ts (and in app/session.ts, which signs in and out).',
      severity: 'error',
      from: { path: '^src/', pathNot: '(^src/api/|/queries(\\.test)?\\.ts$|^src/app/session\\.ts$)' },
      to: { path: '^src/api/client\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circular', comment: 'No import cycles.', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no-orphans',
      comment: 'Nobody imports this file.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '(\\.d\\.ts$|^src/main\\.ts$|/routes\\.ts$|/messages\\.json$|\\.test\\.ts$)' },
      to: {},
    },
    { name: 'not-to-dev-dep', comment: 'The product ships no development package.', severity: 'error', from: { path: '^src/', pathNot: '\\.test\\.ts$' }, to: { dependencyTypes: ['npm-dev'] } },
    // Element Plus exports its style entries for bundlers only.
    { name: 'no-unresolvable', comment: 'This import leads nowhere.', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '/style/css' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.d.ts', '.vue', '.js', '.mjs', '.json'] },
  },
}
