import { ConsoleLogger } from '@nestjs/common';
import { DatabaseConnectionError } from '../database/database-errors.js';

/** Nest's logger until the application is made. Leaves an error that says what to change to the process, which ends with it. */
export class StartLogger extends ConsoleLogger {
  override error(message: unknown, ...more: unknown[]): void {
    if (!(message instanceof DatabaseConnectionError)) super.error(message, ...more);
  }
}
