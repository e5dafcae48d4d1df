import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { dialectOfDataSource } from './dialect/dialect-of.js';

/** Brings the schema up to date: one process at a time, resumable after a kill. */
@Injectable()
export class Migrator {
  private isCurrent = false;

  constructor(private readonly dataSource: DataSource) {}

  /** Names of the migrations that would run. */
  async pending(): Promise<string[]> {
    const all = this.dataSource.migrations.map((migration) => migration.constructor.name);
    const done = new Set(await this.executed());
    return all.filter((name) => !done.has(name));
  }

  /** @returns the names of the migrations that ran */
  async migrate(): Promise<string[]> {
    if (await this.current()) return [];
    let names: string[] = [];
    await dialectOfDataSource(this.dataSource).underMigrationLock(this.dataSource, async () => {
      const executed = await this.dataSource.runMigrations({ transaction: 'none' });
      names = executed.map(({ name }) => name);
    });
    this.isCurrent = true;
    return names;
  }

  /** Whether the schema is the one that this version needs; a newer one, which only adds, is too. */
  async current(): Promise<boolean> {
    this.isCurrent ||= (await this.pending()).length === 0;
    return this.isCurrent;
  }

  private async executed(): Promise<string[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      if (!(await runner.hasTable('migrations'))) return [];
      const rows = (await runner.query('SELECT name FROM migrations')) as { name: string }[];
      return rows.map(({ name }) => name);
    } finally {
      await runner.release();
    }
  }
}
