import type { MigrationInterface } from 'typeorm';
import { migrations } from './migrations/index.js';

type Migration = new () => MigrationInterface;

const added = new Set<Migration>();

/** Migrations that a module brings with it, to be called before the data source is made. */
export function addMigrations(brought: readonly Migration[]): void {
  for (const migration of brought) added.add(migration);
}

/** Those of the server and those of modules; TypeORM runs them in the order of their timestamps. */
export function allMigrations(): Migration[] {
  return [...migrations, ...added];
}
