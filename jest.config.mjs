/** As tsconfig.json has it: the decorators' types are what Nest and class-validator read. */
const swc = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
  sourceMaps: true,
};

/** Pure specs stand beside their source; everything else speaks HTTP to a server on a real database (see test/). */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^es-toolkit/compat$': '<rootDir>/test/support/es-toolkit.mjs',
  },
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  testRegex: '\\.(spec|e2e-spec)\\.ts$',
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 30_000,
};
