import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Connection } from '../database/connection.js';
import { UniqueViolationError } from '../database/database-errors.js';
import { UnitOfWork } from '../database/unit-of-work.js';

/** Secrets that the server makes for itself at their first use; every process on the database gets the same. */
@Injectable()
export class SecretsService {
  private readonly known = new Map<string, Buffer>();

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** 32 random bytes of that name. */
  async get(name: string): Promise<Buffer> {
    const known = this.known.get(name) ?? (await this.unitOfWork.read((connection) => find(connection, name)));
    const secret = known ?? (await this.make(name));
    this.known.set(name, secret);
    return secret;
  }

  private async make(name: string): Promise<Buffer> {
    const secret = randomBytes(32);
    try {
      await this.unitOfWork.run((transaction) =>
        transaction.execute(
          sql`INSERT INTO server_secrets (name, value) VALUES (${name}, ${secret.toString('base64url')})`,
        ),
      );
      return secret;
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
      return (await this.unitOfWork.read((connection) => find(connection, name)))!;
    }
  }
}

async function find(connection: Connection, name: string): Promise<Buffer | undefined> {
  const row = await connection.row<{ value: unknown }>(sql`SELECT value FROM server_secrets WHERE name = ${name}`);
  return row && Buffer.from(String(row.value), 'base64url');
}
