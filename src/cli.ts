import { Command } from 'commander';
import { eventsCommand } from './cli/events.command.js';
import { exportCommand } from './cli/export.command.js';
import { entitlementCommand, roleCommand } from './cli/governance.command.js';
import { keyCommand } from './cli/key.command.js';
import { mailCommand } from './cli/mail.command.js';
import { adminCommand, memberCommand } from './cli/member.command.js';
import { migrateCommand } from './cli/migrate.command.js';
import { organizationCommand } from './cli/organization.command.js';
import { FileError, schemaCommand } from './cli/schema.command.js';
import { ConfigurationError } from './config/load-configuration.js';
import { confirmerCommand } from './confirmer/confirmer.command.js';
import { DatabaseUnavailableError } from './database/database-errors.js';
import { MailError } from './mail/mail.service.js';
import { Problem } from './onboarding/problem.js';
import { OrganizationError } from './organizations/organizations.service.js';
import { simulateCommand } from './simulate/simulate.command.js';
import { SchemaDocumentError } from './scim/attributes/schema-document.js';
import { ScimError } from './scim/protocol/scim-error.js';
import { ScimKeyError } from './scim-auth/scim-keys.service.js';

const program = new Command('muster')
  .description('Provisions people and groups from Okta and other identity providers through SCIM 2.0')
  .showHelpAfterError()
  .addCommand(organizationCommand())
  .addCommand(keyCommand())
  .addCommand(adminCommand())
  .addCommand(memberCommand())
  .addCommand(schemaCommand())
  .addCommand(roleCommand())
  .addCommand(entitlementCommand())
  .addCommand(eventsCommand())
  .addCommand(exportCommand())
  .addCommand(mailCommand())
  .addCommand(migrateCommand())
  .addCommand(confirmerCommand())
  .addCommand(simulateCommand());

const EXPECTED = [
  ConfigurationError,
  OrganizationError,
  Problem,
  ScimKeyError,
  SchemaDocumentError,
  FileError,
  ScimError,
  MailError,
  DatabaseUnavailableError,
];

program.parseAsync().catch((error: unknown) => {
  const isExpected = EXPECTED.some((kind) => error instanceof kind);
  console.error(isExpected ? `error: ${(error as Error).message}` : error);
  process.exitCode = 1;
});
