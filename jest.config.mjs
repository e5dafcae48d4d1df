/** Pure specs stand beside their source; everything else speaks HTTP to a server on a real database (see test/). */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^es-toolkit/compat$': '<rootDir>/test/support/es-toolkit.mjs',
  },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
  testRegex: '\\.(spec|e2e-spec)\\.ts$',
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 30_000,
};
