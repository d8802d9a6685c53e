import base from './jest.config.js'

/** Workflows run by act: seconds each, and a program that not everybody has. */
/** @type {import('jest').Config} */
export default {
  ...base,
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/__tests__/act/**/*.test.ts'],
  testTimeout: 120_000,
}
