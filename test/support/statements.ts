import type { Logger } from 'typeorm';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What is written beside requests, now and then. */
const BACKGROUND = /scim_requests|membership_history|webhook_|async_queues|clock_marks|ignored_names| AS time$/;

const GIVEN_LIST = /\?(?:, \?)+/g;
const ROWS = /\(\?\)(?:, \(\?\))+/g;

/** Records the statements that reach the database. */
export class Statements implements Logger {
  private recorded: Statement[] = [];
  private readonly distinct = new Set<string>();
  private readonly ofTests = new Set<string>();

  /** Statements that some work sends, transaction control and background work left out, each on one line. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    return (await this.recordedDuring(work)).map(({ text }) => text);
  }

  /** The same with the values that are bound. */
  async recordedDuring(work: () => Promise<unknown>): Promise<Statement[]> {
    return (await this.allDuring(work)).filter(({ text }) => !BACKGROUND.test(text));
  }

  /** The same with those of background work. */
  async allDuring(work: () => Promise<unknown>): Promise<Statement[]> {
    this.recorded = [];
    await work();
    return this.recorded;
  }

  get all(): readonly string[] {
    return this.recorded.map(({ text }) => text);
  }

  /** What the server has sent by itself since it was started, whatever lists and rows were bound; not what tests ask. */
  get ofServer(): readonly string[] {
    return [...this.distinct].filter((text) => !this.ofTests.has(text));
  }

  /** Notes that a test asks something behind the protocol. */
  notice(statement: string): void {
    this.ofTests.add(generalised(oneLine(statement)));
  }

  logQuery(query: string, values: readonly unknown[] = []): void {
    const text = oneLine(query);
    if (/^(BEGIN|START TRANSACTION|COMMIT|ROLLBACK)/.test(text)) return;
    this.recorded.push({ text, values });
    this.distinct.add(generalised(text));
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

function oneLine(statement: string): string {
  return statement.replace(/\s+/g, ' ').trim();
}

function generalised(statement: string): string {
  return statement.replace(GIVEN_LIST, '?').replace(ROWS, '(?)');
}
