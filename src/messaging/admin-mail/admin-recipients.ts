import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Connection } from '../../platform/database/connection.js';
import { caseKey } from '../../platform/text/case-key.js';
import type { Document } from '../../scim/attributes/document.js';
import { addressOf } from '../mail/address.js';

/** An admin who gets mail about an organization. */
export interface AdminRecipient {
  readonly address: string;
  readonly name: string;
  /** Whether the console lets this admin in. */
  readonly hasAccount: boolean;
  /** Whether this admin is a member with a key, and so can confirm people. */
  readonly hasKey: boolean;
  readonly isOperator: boolean;
}

/** Most addresses that get one mail. */
const MAX_RECIPIENTS = 20;

/** Decides who gets mail about an organization. */
@Injectable()
export class AdminRecipients {
  /**
   * Accounts of the organization's admins who have signed in once, and members who are confirmed admins; each address
   * once, and at most 20. Where there are none, the operators of the server.
   */
  async of(connection: Connection, organizationId: string): Promise<AdminRecipient[]> {
    const own = await this.own(connection, organizationId);
    return own.length > 0 ? own : this.accounts(connection, sql`organizationId IS NULL`);
  }

  /** Like `of`, without operators. */
  async own(connection: Connection, organizationId: string): Promise<AdminRecipient[]> {
    const accounts = await this.accounts(connection, sql`organizationId = ${organizationId}`);
    const members = await this.members(connection, organizationId);
    return withoutDoubles([...accounts, ...members]).slice(0, MAX_RECIPIENTS);
  }

  /** Somebody who was invited and has never signed in has not proven the address. */
  private async accounts(connection: Connection, whose: Sql): Promise<AdminRecipient[]> {
    const rows = await connection.rows<{ email: string; name: string; organizationId: string | null }>(sql`
      SELECT email, name, organizationId FROM admins WHERE ${whose} AND lastSignInAt IS NOT NULL
      ORDER BY id LIMIT ${MAX_RECIPIENTS}`);
    return rows.map(({ email, name, organizationId }) => ({
      address: email,
      name,
      hasAccount: true,
      hasKey: false,
      isOperator: organizationId === null,
    }));
  }

  private async members(connection: Connection, organizationId: string): Promise<AdminRecipient[]> {
    const rows = await connection.rows<{ document: string; provenAddress: string | null }>(sql`
      SELECT document, provenAddress FROM users
      WHERE organizationId = ${organizationId} AND status = 'confirmed' AND isAdmin = 1 LIMIT ${MAX_RECIPIENTS}`);
    return rows.flatMap(({ document: json, provenAddress }) => {
      const document = JSON.parse(json) as Document;
      const address = provenAddress ?? addressOf(document);
      const name = String(document['displayName'] ?? document['userName']);
      return address ? [{ address, name, hasAccount: false, hasKey: true, isOperator: false }] : [];
    });
  }
}

/** An account and a member with the same address are one recipient. */
function withoutDoubles(recipients: readonly AdminRecipient[]): AdminRecipient[] {
  const byAddress = new Map<string, AdminRecipient>();
  for (const recipient of recipients) {
    const known = byAddress.get(caseKey(recipient.address));
    byAddress.set(
      caseKey(recipient.address),
      known ? { ...known, hasKey: known.hasKey || recipient.hasKey } : recipient,
    );
  }
  return [...byAddress.values()];
}
