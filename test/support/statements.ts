import type { Logger } from 'typeorm';

/** Records the statements that reach the database. */
export class Statements implements Logger {
  private recorded: string[] = [];

  /** Statements that some work sends, transaction control left out, each on one line. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    this.recorded = [];
    await work();
    return this.recorded;
  }

  get all(): readonly string[] {
    return this.recorded;
  }

  logQuery(query: string): void {
    const text = query.replace(/\s+/g, ' ').trim();
    if (!/^(BEGIN|START TRANSACTION|COMMIT|ROLLBACK)/.test(text)) this.recorded.push(text);
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
