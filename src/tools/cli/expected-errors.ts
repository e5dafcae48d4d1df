import { ConfigurationError } from '../../platform/config/load-configuration.js';
import {
  DatabaseConnectionError,
  DatabaseUnavailableError,
  OverBudgetError,
} from '../../platform/database/database-errors.js';
import { Problem } from '../../platform/http/problem.js';
import { SchemaDocumentError } from '../../scim/attributes/schema-document.js';
import { ScimError } from '../../scim/protocol/scim-error.js';
import { FileError } from './schema.command.js';

const EXPECTED = [
  ConfigurationError,
  Problem,
  SchemaDocumentError,
  FileError,
  ScimError,
  DatabaseConnectionError,
  DatabaseUnavailableError,
  OverBudgetError,
];

/** Whether an error's message is enough for the person who typed the command. */
export function isExpected(error: unknown): error is Error {
  return EXPECTED.some((kind) => error instanceof kind);
}
