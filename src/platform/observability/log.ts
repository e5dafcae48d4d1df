import { Injectable, type LoggerService } from '@nestjs/common';
import pino from 'pino';
import { Configuration } from '../config/configuration.js';

/** Lines are written together for that long at most; none is lost when the process ends by itself. */
const FLUSH_INTERVAL_MS = 100;
const BUFFER_BYTES = 8_192;

/** One JSON object a line on standard output. */
@Injectable()
export class Log implements LoggerService {
  private readonly pino: pino.Logger;

  constructor({ LOG_LEVEL }: Configuration) {
    const destination = pino.destination({ sync: false, minLength: BUFFER_BYTES, periodicFlush: FLUSH_INTERVAL_MS });
    this.pino = pino({ level: LOG_LEVEL }, destination);
  }

  /** A line with fields of its own. */
  write(level: 'info' | 'error', fields: object, message: string): void {
    this.pino[level](fields, message);
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.nest('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.nest('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.nest('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.nest('fatal', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.nest('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.nest('trace', message, rest);
  }

  /** Nest's loggers give what they are called by last, and a stack before it. */
  private nest(level: pino.Level, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const stack = rest.length > 1 ? rest[0] : undefined;
    const fields = typeof message === 'object' && message !== null ? message : { msg: String(message) };
    this.pino[level]({ ...(context !== undefined && { context }), ...(stack !== undefined && { stack }), ...fields });
  }
}
