import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Connection, Transaction } from '../database/connection.js';
import { UniqueViolationError } from '../database/database-errors.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { KeptSecret } from './kept-secret.entity.js';
import { isPlain, unmasked } from './mask.js';
import { ServerSecret } from './server-secret.js';

/**
 * Secrets that the server makes for itself at their first use; every process on the database gets the same. With a `ServerSecret`
 * the database alone does not tell them.
 */
@Injectable()
export class SecretsService {
  private readonly known = new Map<string, Buffer>();

  constructor(
    private readonly serverSecret: ServerSecret,
    private readonly unitOfWork: UnitOfWork,
    @InjectRepository(KeptSecret) private readonly secrets: Repository<KeptSecret>,
  ) {}

  /** 32 random bytes of that name. */
  async get(name: string): Promise<Buffer> {
    const known = this.known.get(name);
    if (known) return known;
    const serverSecret = await this.serverSecret.get();
    const found = await this.unitOfWork.read((connection) => this.find(connection, name, serverSecret));
    return found ?? this.unitOfWork.run((transaction) => this.getWithin(transaction, name));
  }

  /** Reads the secret inside a transaction, which makes it at its first use. */
  async getWithin(transaction: Transaction, name: string): Promise<Buffer> {
    const known = this.known.get(name);
    if (known) return known;
    const serverSecret = await this.serverSecret.getWithin(transaction);
    const found = await this.find(transaction, name, serverSecret);
    if (found) return found;
    const value = randomBytes(32).toString('base64url');
    try {
      await transaction.of(this.secrets).insert({ name, value });
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
      return (await this.find(transaction, name, serverSecret))!;
    }
    const secret = secretOf(name, value, serverSecret);
    transaction.onCommit(() => this.known.set(name, secret));
    return secret;
  }

  private async find(
    connection: Connection,
    name: string,
    serverSecret: string | undefined,
  ): Promise<Buffer | undefined> {
    const kept = await connection.of(this.secrets).findOneBy({ name });
    if (!kept) return undefined;
    const secret = secretOf(name, kept.value, serverSecret);
    this.known.set(name, secret);
    return secret;
  }
}

function secretOf(name: string, value: string, serverSecret: string | undefined): Buffer {
  const stored = Buffer.from(value, 'base64url');
  if (serverSecret === undefined) return stored;
  if (!isPlain(value)) return unmasked(serverSecret, name, value);
  return createHmac('sha256', serverSecret).update(name).update(stored).digest();
}
