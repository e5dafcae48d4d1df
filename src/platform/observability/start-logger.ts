import { ConsoleLogger } from '@nestjs/common';
import { DatabaseConnectionError } from '../database/database-errors.js';

/** Of Nest, until the application is made. An error that says what to change is left to the process, which ends with it. */
export class StartLogger extends ConsoleLogger {
  override error(message: unknown, ...more: unknown[]): void {
    if (!(message instanceof DatabaseConnectionError)) super.error(message, ...more);
  }
}
