import { ApplicationKeyError } from '../application-keys/application-keys.service.js';
import { ConfigurationError } from '../config/load-configuration.js';
import { DatabaseUnavailableError } from '../database/database-errors.js';
import { MailError } from '../mail/mail.service.js';
import { Problem } from '../http/problem.js';
import { OrganizationError } from '../organizations/organizations.service.js';
import { SchemaDocumentError } from '../scim/attributes/schema-document.js';
import { ScimError } from '../scim/protocol/scim-error.js';
import { ScimKeyError } from '../scim-auth/scim-keys.service.js';
import { FileError } from './schema.command.js';

const EXPECTED = [
  ConfigurationError,
  OrganizationError,
  Problem,
  ScimKeyError,
  ApplicationKeyError,
  SchemaDocumentError,
  FileError,
  ScimError,
  MailError,
  DatabaseUnavailableError,
];

/** Whether the message of an error says it all to whoever typed the command. */
export function isExpected(error: unknown): error is Error {
  return EXPECTED.some((kind) => error instanceof kind);
}
