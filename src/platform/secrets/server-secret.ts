import { createHmac } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Configuration } from '../config/configuration.js';
import { ConfigurationError } from '../config/load-configuration.js';
import type { Transaction } from '../database/connection.js';
import { UniqueViolationError } from '../database/database-errors.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { KeptSecret } from './kept-secret.entity.js';
import { isPlain, masked } from './mask.js';
import { SecretFile } from './secret-file.js';

/** The row that says which server secret the others need: its fingerprint, or that they need none. */
const BINDING = 'server-secret';
const NONE = 'none';

/**
 * The secret outside the database that the server's own secrets are mixed with: SERVER_SECRET, or a file beside a SQLite database, which
 * the first start makes. A database that was used without one goes on without until it is given one; one that was used with one needs it.
 */
@Injectable()
export class ServerSecret {
  private readonly logger = new Logger(ServerSecret.name);
  private readonly file: SecretFile | undefined;
  private bound?: { secret: string | undefined };

  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    @InjectRepository(KeptSecret) private readonly secrets: Repository<KeptSecret>,
  ) {
    this.file = SecretFile.beside(configuration.DATABASE_URL);
  }

  /** @returns undefined where the database is used without @throws ConfigurationError when it needs another one */
  async get(): Promise<string | undefined> {
    return this.bound ? this.bound.secret : this.unitOfWork.run((transaction) => this.getWithin(transaction));
  }

  /** Reads the secret inside a transaction, which remembers it once committed. */
  async getWithin(transaction: Transaction): Promise<string | undefined> {
    if (this.bound) return this.bound.secret;
    const secret = await this.bind(transaction);
    transaction.onCommit(() => {
      this.bound = { secret };
      if (this.warning) this.logger.warn(this.warning);
    });
    return secret;
  }

  /** What operators should know. */
  get warning(): string | undefined {
    if (!this.bound || this.bound.secret !== undefined || this.configuration.DATABASE_URL === 'sqlite::memory:')
      return undefined;
    const where = this.file ? `, or write a secret to ${this.file.path}` : ' to the same text for all processes';
    return `SERVER_SECRET is not set: anyone with a copy of the database can make links that open accounts. Set it${where}, then restart. Links that were already sent keep working.`;
  }

  /** Forgets all secrets of the server, so that others are made: whatever was derived from them is worth nothing then. */
  async renew(): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      await transaction.of(this.secrets).deleteAll();
      await this.bind(transaction);
    });
  }

  private async bind(transaction: Transaction): Promise<string | undefined> {
    const kept = await transaction.of(this.secrets).find();
    const binding = kept.find(({ name }) => name === BINDING)?.value;
    const given = this.configuration.SERVER_SECRET ?? this.file?.read();
    if (binding !== undefined && binding !== NONE) return this.verified(given, binding);
    const secret = given ?? (kept.length === 0 ? this.file?.make() : undefined);
    if (binding === (secret ?? NONE)) return secret;
    // Before there was a note of it, SERVER_SECRET was mixed with what is there, and a file never was.
    if (secret && (binding === NONE || !this.configuration.SERVER_SECRET)) await this.mask(transaction, kept, secret);
    await this.note(transaction, secret ? fingerprint(secret) : NONE, binding !== undefined);
    return secret;
  }

  private verified(given: string | undefined, binding: string): string {
    if (given !== undefined && fingerprint(given) === binding) return given;
    const where = this.file ? `in SERVER_SECRET or in ${this.file.path}` : 'in SERVER_SECRET';
    throw new ConfigurationError([
      `SERVER_SECRET is ${given === undefined ? 'missing' : 'not the one that this database was used with'}: ` +
        `restore it ${where}. If it is lost, stop all processes and run "muster secret renew": ` +
        'links that were sent then stop working, and webhook secrets change',
    ]);
  }

  /** So that secrets stay what they are. */
  private async mask(transaction: Transaction, kept: readonly KeptSecret[], secret: string): Promise<void> {
    for (const { name, value } of kept.filter((each) => each.name !== BINDING && isPlain(each.value))) {
      const hidden = masked(secret, name, Buffer.from(value, 'base64url'));
      await transaction.of(this.secrets).update({ name }, { value: hidden });
    }
  }

  private async note(transaction: Transaction, value: string, isThere: boolean): Promise<void> {
    const secrets = transaction.of(this.secrets);
    if (isThere) {
      await secrets.update({ name: BINDING }, { value });
      return;
    }
    try {
      await secrets.insert({ name: BINDING, value });
    } catch (error) {
      if (!(error instanceof UniqueViolationError)) throw error;
      const binding = await secrets.findOneByOrFail({ name: BINDING });
      if (binding.value !== value) this.verified(undefined, binding.value);
    }
  }
}

function fingerprint(secret: string): string {
  return createHmac('sha256', secret).update('muster server secret').digest('base64url');
}
