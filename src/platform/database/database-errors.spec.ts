import { expect, test } from '@jest/globals';
import { DatabaseUnavailableError, OverBudgetError } from './database-errors.js';

test('a statement that is stopped because it takes too long is no outage of the database', () => {
  expect(new OverBudgetError(undefined)).not.toBeInstanceOf(DatabaseUnavailableError);
});
