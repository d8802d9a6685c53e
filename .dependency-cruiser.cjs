/** The floors of the house (docs/architecture.md): calls go down only, and the pure floors know nothing of the outside. */
const PURE = '^src/(tags|ledger|analysis)/'

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-floors-import-only-each-other',
      severity: 'error',
      from: { path: PURE },
      to: { pathNot: [PURE, '^node_modules/semver/', '^node_modules/@types/semver/'] },
    },
    {
      name: 'snapshots-know-the-pure-floors-and-yaml',
      severity: 'error',
      from: { path: '^src/snapshots/' },
      to: {
        pathNot: [
          '^src/(snapshots|tags|ledger)/',
          '^src/config/(yaml-places|parse-instant)',
          '^src/message-of',
          '^node_modules/yaml/',
        ],
      },
    },
    {
      name: 'only-actions-know-the-runner',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/actions/' },
      to: { path: '^node_modules/@actions/core/' },
    },
    {
      name: 'only-github-talks-to-github',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/github/' },
      to: { path: '^node_modules/(@octokit|@actions/github)/' },
    },
    {
      name: 'nothing-below-actions-imports-them',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(actions/|index\\.ts$)' },
      to: { path: '^src/actions/' },
    },
    {
      name: 'flows-know-ports-not-edges',
      severity: 'error',
      from: { path: '^src/flows/' },
      to: { path: '^src/(metrics|deploy|github|notify|report|actions)/' },
    },
    {
      name: 'edges-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/(metrics|github|notify|report)/' },
      to: { path: '^src/deploy/' },
    },
    {
      name: 'src-does-not-know-its-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(testing|__tests__|demo|bench|scripts)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
