import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { clock } from '../../platform/database/clock.js';
import type { Transaction } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { sealed, unsealed } from '../../platform/secrets/seal.js';
import { SecretsService } from '../../platform/secrets/secrets.service.js';
import type { Position } from '../sql/order.js';
import type { WalkStep } from './index-paging.js';
import { type StoredPlaces, WALK_LIFETIME_MS, WalkPlaces } from './walk-places.js';
import { type WalkRef, WalksRepository } from './walks.repository.js';

/** A query that one key pages through. */
export interface WalkedQuery {
  readonly organizationId: string;
  readonly keyId: string;
  /** Everything that makes it this query, as text. */
  readonly query: string;
}

/** First pages alike, after which further ones are taken for those of somebody who only looks at the first, again and again. */
const LOOKS_COUNTED = 16;
/** More than will ever walk on from there. */
const ANY_NUMBER = 1_000_000;
const KNOWN_LOOKS = 10_000;

interface Looks {
  readonly end: string;
  times: number;
}

/**
 * Remembers where pages by index ended, so that the next begins there and not where its number would be: whatever came or went
 * meanwhile shifts nobody. Kept in the database before the page is answered, because the next may be asked of another process.
 */
@Injectable()
export class Walks {
  private readonly logger = new Logger(Walks.name);
  private readonly looks = new LRUCache<string, Looks>({ max: KNOWN_LOOKS, ttl: WALK_LIFETIME_MS / 2 });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secrets: SecretsService,
    private readonly walks: WalksRepository,
  ) {}

  /** Behind which the page may begin; empty where no walk has led there. */
  async endsAt(walked: WalkedQuery, startIndex: number): Promise<readonly Position[]> {
    const row = await this.unitOfWork.read((connection) => this.walks.find(connection, refOf(walked)));
    if (!row) return [];
    return placesIn(await this.secret(), walked, row.places).endsAt(startIndex);
  }

  /** Keeps where a page ended. A page is answered whether or not the database takes writes. */
  async note(walked: WalkedQuery, step: WalkStep): Promise<void> {
    const arrivals = step.isFirst ? this.arrivals(walked, step) : 1;
    if (arrivals === 0) return;
    try {
      const secret = await this.secret();
      await this.unitOfWork.run((transaction) => this.keep(transaction, secret, walked, step, arrivals));
    } catch (error) {
      this.logger.warn(`The end of a page was not kept: ${(error as Error).message}`);
    }
  }

  private async keep(
    transaction: Transaction,
    secret: Buffer,
    walked: WalkedQuery,
    { isFirst, isLast, startIndex, nexts, end }: WalkStep,
    arrivals: number,
  ): Promise<void> {
    const ref = refOf(walked);
    const known = await this.walks.lock(transaction, ref);
    const places = placesIn(secret, walked, known?.places);
    for (const next of nexts)
      if (isFirst) places.begin(next, end, arrivals);
      else places.advance(startIndex, next, end, isLast);
    const row = {
      ...ref,
      places: sealed(secret, JSON.stringify(places.stored), purposeOf(walked)),
      expiresAt: clock.now() + WALK_LIFETIME_MS,
    };
    await (known ? this.walks.update(transaction, row) : this.walks.insert(transaction, row));
  }

  /** For how many walks a first page counts: for none where any number is counted already. */
  private arrivals(walked: WalkedQuery, { nexts, end }: WalkStep): number {
    const name = JSON.stringify([refOf(walked), nexts]);
    const text = JSON.stringify(end);
    const known = this.looks.get(name);
    if (known?.end !== text) this.looks.set(name, { end: text, times: 1 });
    else known.times += 1;
    const times = known?.end === text ? known.times : 1;
    return times < LOOKS_COUNTED ? 1 : times === LOOKS_COUNTED ? ANY_NUMBER : 0;
  }

  private secret(): Promise<Buffer> {
    return this.secrets.get('cursors');
  }
}

function placesIn(secret: Buffer, walked: WalkedQuery, kept: string | undefined): WalkPlaces {
  const text = kept === undefined ? undefined : unsealed(secret, kept, purposeOf(walked));
  return new WalkPlaces(text === undefined ? {} : (JSON.parse(text) as StoredPlaces), clock.now());
}

function purposeOf({ organizationId, keyId, query }: WalkedQuery): string {
  return JSON.stringify(['walk', organizationId, keyId, query]);
}

function refOf({ organizationId, keyId, query }: WalkedQuery): WalkRef {
  return { organizationId, keyId, queryHash: createHash('sha256').update(query).digest('hex') };
}
