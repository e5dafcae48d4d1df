import { pino, type Logger } from 'pino';
import { escaped } from '../cli/print.js';
import { oneLine } from '../../messaging/mail/one-line.js';

export type Level = 'info' | 'warn' | 'error' | 'fatal';

/** What the program tells: JSON lines as the server's own log has them, or lines for people. On standard output. */
export interface ConfirmerLog {
  /** @param event a name for programs @param fields for programs @param text for people */
  write(level: Level, event: string, fields: object, text: string): void;
}

/** Written at once, so that nothing is lost when the process is killed. */
export class JsonLog implements ConfirmerLog {
  private readonly pino: Logger = pino({ base: { pid: process.pid } }, pino.destination({ sync: true }));

  write(level: Level, event: string, fields: object, text: string): void {
    this.pino[level]({ event, ...fields }, text);
  }
}

export class ReadableLog implements ConfirmerLog {
  write(level: Level, event: string, fields: object, text: string): void {
    const { address, member } = fields as { address?: string | null; member?: string };
    const who = member ? `${oneLine(address ?? '-')} (${member})  ` : '';
    const mark = level === 'info' ? '' : `${level}: `;
    console.log(`${new Date().toISOString()}  ${event.padEnd(15)}  ${mark}${who}${escaped(text)}`);
  }
}
