import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { newId } from '../../platform/ids/new-id.js';
import { Configuration } from '../../platform/config/configuration.js';
import type { Connection, Transaction } from '../../platform/database/connection.js';
import { SecretsService } from '../../platform/secrets/secrets.service.js';
import type { Link, LinkPurpose, VoidReason } from './link.entity.js';
import { LinksRepository } from './links.repository.js';
import { matches, sha256 } from '../../platform/ids/sha256.js';

interface NewLink {
  readonly purpose: LinkPurpose;
  readonly userId: string;
  readonly address: string;
  readonly inviter?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export type LinkRef = Pick<Link, 'organizationId' | 'id' | 'purpose' | 'address'>;

/** Why a link opens nothing; `unknown` also for a wrong token. */
type LinkFault = 'unknown' | 'used' | 'expired' | VoidReason;

const SECRET = 'links';
const PAGES: Readonly<Record<LinkPurpose, string>> = { invitation: 'join', 'sign-in': 'sign-in', address: 'address' };

/**
 * Links that are mailed to one person and open one thing, once. The token is made from a secret of the server, so that
 * it stands nowhere: the database has its hash, a mail is written with it when it is sent, and browsers keep the part
 * behind `#` to themselves.
 */
@Injectable()
export class LinksService {
  constructor(
    private readonly configuration: Configuration,
    private readonly secrets: SecretsService,
    private readonly links: LinksRepository,
  ) {}

  /** @returns the links' ids, in the order given */
  async issue(transaction: Transaction, organizationId: string, list: readonly NewLink[]): Promise<string[]> {
    const secret = await this.secrets.getWithin(transaction, SECRET);
    const createdAt = clock.now();
    const links = list.map(({ inviter = null, ...link }): Link => {
      const ref = { organizationId, id: newId(), ...link };
      const tokenHash = sha256(tokenOf(ref, secret));
      return { ...ref, inviter, tokenHash, createdAt, usedAt: null, voidedAt: null, voidedBecause: null };
    });
    await this.links.insert(transaction, links);
    return links.map(({ id }) => id);
  }

  /** The link as it stands in a mail. */
  async url(link: LinkRef): Promise<string> {
    const token = tokenOf(link, await this.secrets.get(SECRET));
    return `${this.configuration.PUBLIC_URL}/${PAGES[link.purpose]}/${link.organizationId}/${link.id}#${token}`;
  }

  /** Where people of an organization sign in. */
  peopleUrl(organizationId: string): string {
    return `${this.configuration.PUBLIC_URL}/people/${organizationId}`;
  }

  /** A place in the console. */
  consoleUrl(page: string): string {
    return `${this.configuration.PUBLIC_URL}/#/${page}`;
  }

  /** The link that a token belongs to, or why it opens nothing. */
  async open(connection: Connection, organizationId: string, id: string, token: string): Promise<Link | LinkFault> {
    const link = await this.links.find(connection, organizationId, id);
    const isRight = matches(token, link?.tokenHash);
    return link && isRight ? (faultOf(link) ?? link) : 'unknown';
  }

  /** Uses a link up. @returns why it could not be used, or undefined */
  async use(transaction: Transaction, link: Link): Promise<LinkFault | undefined> {
    if (await this.links.use(transaction, link, clock.now())) return undefined;
    return faultOf((await this.links.find(transaction, link.organizationId, link.id)) ?? link) ?? 'used';
  }

  /** Ends the links of people. @param purpose all when left out */
  async void(
    transaction: Transaction,
    organizationId: string,
    userIds: readonly string[],
    because: VoidReason,
    purpose?: LinkPurpose,
  ): Promise<void> {
    await this.links.void(transaction, organizationId, userIds, because, purpose);
  }

  /** What a link is for; undefined when there is none. */
  async purposeOf(connection: Connection, organizationId: string, id: string): Promise<LinkPurpose | undefined> {
    return (await this.links.find(connection, organizationId, id))?.purpose;
  }

  /** The newest link of a person for a purpose, where it can still be used. */
  async newestOpen(
    connection: Connection,
    organizationId: string,
    userId: string,
    purpose: LinkPurpose,
  ): Promise<Link | undefined> {
    const link = await this.links.newest(connection, organizationId, userId, purpose);
    return link && !faultOf(link) ? link : undefined;
  }

  newest(connection: Connection, organizationId: string, userId: string, purpose: LinkPurpose): Promise<Link | null> {
    return this.links.newest(connection, organizationId, userId, purpose);
  }
}

function faultOf({ voidedBecause, usedAt, expiresAt }: Link): LinkFault | undefined {
  if (voidedBecause) return voidedBecause;
  if (usedAt !== null) return 'used';
  return expiresAt <= clock.now() ? 'expired' : undefined;
}

function tokenOf({ purpose, organizationId, id, address }: LinkRef, secret: Buffer): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify([purpose, organizationId, id, address]))
    .digest('base64url');
}
