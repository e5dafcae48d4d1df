import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { clock } from '../../platform/database/clock.js';
import { newId } from '../../platform/ids/new-id.js';
import { Configuration } from '../../platform/config/configuration.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { sealed, unsealed } from '../../platform/secrets/seal.js';
import { SecretsService } from '../../platform/secrets/secrets.service.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { ScimError } from '../protocol/scim-error.js';
import { AsyncRequestsRepository, type NewAsyncRequest } from './async-requests.repository.js';
import { readPreferences } from './preferences.js';
import { statesText, type StoredRequest } from './stored-request.js';

const SECRET = 'async-requests';
/** That one organization may have waiting, as they are stored. */
const MAX_BYTES = 64 * 1024 * 1024;
const RETRY_AFTER_S = '10';

/** A write that a client may have carried out later. */
interface Deferrable {
  /** Where what it makes or changes is (RFC 7644 §3.1); a bulk request has no such place. */
  readonly location?: string;
  /** @throws ScimError for what is wrong with it whatever is stored */
  readonly read: () => StoredRequest;
}

/**
 * Takes writes that are answered before they are carried out (RFC 9967 §2.5.1): an answer is given when the request is
 * committed, and a worker does the rest.
 */
@Injectable()
export class AsyncRequestsService {
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretsService,
    private readonly requests: AsyncRequestsRepository,
  ) {}

  /** @param listener that is told of each request that was taken here; it does not throw */
  subscribe(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * Takes a request if its Prefer header asks for that, and answers it with 202.
   * @returns false when it is to be carried out at once @throws ScimError
   */
  async take(prefer: string, context: ScimContext, response: Response, request: Deferrable): Promise<boolean> {
    if (this.configuration.SCIM_ASYNC_MAX_WAITING === 0) return false;
    const { respondAsync, wait = 0 } = readPreferences(prefer);
    if (!respondAsync) return false;
    const stored = request.read();
    if (stored.operations.length === 0 || (wait > 0 && (await this.isQuick(context, stored)))) return false;
    const id = await this.keep(context, stored);
    response.status(202).set({ 'Set-Txn': id, 'Preference-Applied': 'respond-async' });
    response.removeHeader('Content-Type');
    if (request.location !== undefined) response.location(request.location);
    return true;
  }

  /** What a request said that waits, or undefined when SERVER_SECRET is another one since. */
  async open({ organizationId, id, payload }: NewAsyncRequest): Promise<StoredRequest | undefined> {
    const text = unsealed(await this.secrets.get(SECRET), payload, purpose(organizationId, id));
    return text === undefined ? undefined : (JSON.parse(text) as StoredRequest);
  }

  /** Whoever would wait a moment does not have to, where nothing is before the request and it is one alone. */
  private async isQuick({ organizationId }: ScimContext, { isBulk }: StoredRequest): Promise<boolean> {
    if (isBulk) return false;
    return (await this.unitOfWork.read((connection) => this.requests.waiting(connection, organizationId))) === 0;
  }

  private async keep(context: ScimContext, stored: StoredRequest): Promise<string> {
    const { organizationId, actor, requestId } = context;
    const id = newId();
    const payload = sealed(await this.secrets.get(SECRET), JSON.stringify(stored), purpose(organizationId, id));
    const request: NewAsyncRequest = {
      organizationId,
      id,
      createdAt: clock.now(),
      keyId: actor.id ?? '',
      requestId,
      bytes: payload.length,
      states: statesText(stored.operations.map(() => 'waiting')),
      payload,
    };
    const limits = { requests: this.configuration.SCIM_ASYNC_MAX_WAITING, bytes: MAX_BYTES };
    const isTaken = await this.unitOfWork.run(async (transaction) => {
      transaction.onCommit(() => {
        for (const listener of this.listeners) listener();
      });
      return this.requests.add(transaction, request, limits);
    });
    if (!isTaken) throw full();
    return id;
  }
}

function purpose(organizationId: string, id: string): string {
  return JSON.stringify([organizationId, id]);
}

function full(): ScimError {
  return new ScimError(
    429,
    'Too many asynchronous requests are queued for this organization: send the request again later, or without "Prefer: respond-async"',
    undefined,
    { 'Retry-After': RETRY_AFTER_S },
  );
}
