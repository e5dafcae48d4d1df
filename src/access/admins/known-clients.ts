import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { UniqueViolationError } from '../../platform/database/database-errors.js';
import { sha256 } from '../../platform/ids/sha256.js';
import { networkOf } from '../../platform/http/client-network.js';
import { KnownClientsRepository } from './known-clients.repository.js';

/** Where a request comes from. */
export interface Client {
  readonly address: string;
  readonly agent: string;
  /** What a browser is known again by; undefined for none. */
  readonly device?: string;
}

export const KNOWN_FOR_MS = 365 * 86_400_000;
/** Clients that are remembered for one admin. */
const MOST = 40;

/** Networks and browsers from which admins have signed in: the failures of others do not lock them out there. */
@Injectable()
export class KnownClients {
  constructor(private readonly clients: KnownClientsRepository) {}

  /** By what an admin is known here, the browser before the network; undefined where nothing is. */
  async nameOf(connection: Connection, adminId: string, client: Client): Promise<string | undefined> {
    const names = namesOf(client);
    if (names.length === 0) return undefined;
    const known = await this.clients.known(connection, adminId, names, clock.now() - KNOWN_FOR_MS);
    return names.find((name) => known.includes(name));
  }

  /** An admin has signed in from here. */
  async note(transaction: Transaction, adminId: string, client: Client): Promise<void> {
    const now = clock.now();
    for (const name of namesOf(client)) {
      if (await this.clients.noteUse(transaction, adminId, name, now)) continue;
      await this.clients.insert(transaction, adminId, name, now).catch((error: unknown) => {
        if (!(error instanceof UniqueViolationError)) throw error;
      });
      await this.clients.trim(transaction, adminId, MOST);
    }
  }
}

function namesOf({ device, address }: Client): string[] {
  const names = [device && `device ${device}`, address && `network ${networkOf(address)}`];
  return names.filter((name) => name !== undefined && name !== '').map((name) => sha256(name!));
}
