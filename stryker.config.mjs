import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jestConfig from './jest.config.mjs';

/**
 * What is mutated: pure code that decides. Only the specs in the folders of a piece count for it. Texts of errors are mutated as well,
 * since what a refusal says is behaviour.
 */
export const PIECES = {
  filter: ['src/scim/filter/*.ts'],
  patch: [
    'src/scim/patch/{apply,defined-operation,operation,path,relation-operation,resource-change}.ts',
    'src/scim/patch/workarounds/*.ts',
  ],
  'patch-values': ['src/scim/patch/{attribute,complex,list}-operation.ts'],
  paging: ['src/scim/paging/*.ts'],
  sql: ['src/scim/sql/*.ts'],
  keys: ['src/scim-auth/key-format.ts', 'src/platform/ids/sha256.ts'],
  chain: ['src/events/event-chain.ts', 'src/history/audit/chain-walk.ts'],
  policies: [
    'src/breaker/limit.ts',
    'src/breaker/removal-window.ts',
    'src/users/adoption/adoption-decision.ts',
    'src/messaging/mail/address.ts',
  ],
};

const piece = PIECES[process.env.MUTATION_PIECE] ?? [];
const folders = new Set(piece.map((pattern) => pattern.replace(/\/[^/]*\.ts$/, '')));

/** For one piece: `npm run mutation` runs it for each. */
export default {
  mutate: [...piece, '!**/*.spec.ts'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'],
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    projectType: 'custom',
    config: {
      ...jestConfig,
      testRegex: '\\.spec\\.ts$',
      // Notices every change of a statement, whether it matters or not, and loads all of TypeORM for each mutant.
      testPathIgnorePatterns: [...jestConfig.testPathIgnorePatterns, '/golden\\.spec\\.ts$'],
      roots: [...folders].map((folder) => `<rootDir>/${folder}`),
    },
  },
  coverageAnalysis: 'perTest',
  thresholds: { high: 95, low: 90, break: 90 },
  concurrency: 2,
  reporters: ['clear-text'],
  clearTextReporter: { logTests: false, reportTests: false },
  // In the checkout Jest would find the specs of the copy as well.
  tempDirName: join(tmpdir(), 'muster-mutation'),
  ignorePatterns: ['/dist', '/console', '/pages', '/bench', '/docker', '/data', '/reports', '/test'],
  incrementalFile: 'reports/mutation/incremental.json',
};
