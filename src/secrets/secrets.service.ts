import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Configuration } from '../config/configuration.js';
import type { Connection, Transaction } from '../database/connection.js';
import { UniqueViolationError } from '../database/database-errors.js';
import { UnitOfWork } from '../database/unit-of-work.js';

/**
 * Secrets that the server makes for itself at their first use; every process on the database gets the same. With
 * SERVER_SECRET the database alone does not tell them.
 */
@Injectable()
export class SecretsService {
  private readonly known = new Map<string, Buffer>();

  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** 32 random bytes of that name. */
  async get(name: string): Promise<Buffer> {
    const found = this.known.get(name) ?? (await this.unitOfWork.read((connection) => this.find(connection, name)));
    return found ?? this.unitOfWork.run((transaction) => this.getWithin(transaction, name));
  }

  /** The same inside a transaction, with which it is made at its first use. */
  async getWithin(transaction: Transaction, name: string): Promise<Buffer> {
    const found = this.known.get(name) ?? (await this.find(transaction, name));
    if (found) return found;
    const value = randomBytes(32).toString('base64url');
    try {
      await transaction.execute(sql`INSERT INTO server_secrets (name, value) VALUES (${name}, ${value})`);
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
      return (await this.find(transaction, name))!;
    }
    transaction.onCommit(() => this.known.set(name, this.secretOf(name, value)));
    return this.secretOf(name, value);
  }

  private async find(connection: Connection, name: string): Promise<Buffer | undefined> {
    const row = await connection.row<{ value: unknown }>(sql`SELECT value FROM server_secrets WHERE name = ${name}`);
    if (!row) return undefined;
    const secret = this.secretOf(name, String(row.value));
    this.known.set(name, secret);
    return secret;
  }

  private secretOf(name: string, value: string): Buffer {
    const stored = Buffer.from(value, 'base64url');
    const { SERVER_SECRET } = this.configuration;
    return SERVER_SECRET ? createHmac('sha256', SERVER_SECRET).update(name).update(stored).digest() : stored;
  }
}
