/** @type {import('jest').Config} */
export default {
  // Acceptance tests mostly wait for polls: more workers than cores, and tests of a file side by side where they say so.
  maxWorkers: 4,
  maxConcurrency: 8,
  // Real git and real servers on a busy machine. Nothing is judged by how long it takes.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // They have a configuration of their own: npm run test:act.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/act/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
}
