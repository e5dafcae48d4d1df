import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql from 'sql-template-tag';
import { IsNull, MoreThan, Or, Repository } from 'typeorm';
import { type OrganizationSettings, settingsOf } from '../organizations/organization-settings.js';
import type { Connection, Transaction } from '../platform/database/connection.js';
import type { ProfileName } from '../scim/protocol/profile.js';
import { ScimKey } from './scim-key.entity.js';

/** What authentication needs, in one look-up. */
export interface KeyCredential extends ScimKey {
  readonly scimEnabled: boolean;
  readonly schemasVersion: number;
  readonly organizationName: string;
  readonly settings: Readonly<OrganizationSettings>;
}

/** A credential as the database has it. */
type CredentialRow = ScimKey & {
  scimEnabled: number;
  schemasVersion: number;
  organizationName: string;
  settings: string | null;
};

/** Keys of organizations. Times are milliseconds since 1970. */
@Injectable()
export class ScimKeysRepository {
  constructor(@InjectRepository(ScimKey) private readonly keys: Repository<ScimKey>) {}

  async insert(transaction: Transaction, key: ScimKey): Promise<void> {
    await transaction.of(this.keys).insert(key);
  }

  /** By the id in the key itself, which is unique over all organizations. Each request asks this: it is one statement. */
  async credential(connection: Connection, id: string): Promise<KeyCredential | null> {
    const row = await connection.row<CredentialRow>(sql`
      SELECT k.*, o.scimEnabled, o.schemasVersion, o.settings, o.name AS organizationName FROM scim_keys k JOIN organizations o ON o.id = k.organizationId WHERE k.id = ${id}`);
    if (!row) return null;
    return {
      ...row,
      id: String(row.id),
      profile: String(row.profile) as ProfileName,
      secretHash: String(row.secretHash),
      scimEnabled: row.scimEnabled === 1,
      settings: settingsOf(row.settings),
    };
  }

  list(connection: Connection, organizationId: string): Promise<ScimKey[]> {
    return connection.of(this.keys).find({ where: { organizationId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** How many are not at their end. */
  countWorking(connection: Connection, organizationId: string, now: number): Promise<number> {
    return connection.of(this.keys).countBy({
      organizationId,
      revokedAt: IsNull(),
      expiresAt: MoreThan(now),
      retiresAt: Or(IsNull(), MoreThan(now)),
    });
  }

  lock(transaction: Transaction, organizationId: string, id: string): Promise<ScimKey | null> {
    return transaction.of(this.keys).findOne({ where: { organizationId, id }, ...transaction.locked });
  }

  async setRetiresAt(transaction: Transaction, { organizationId, id }: ScimKey, retiresAt: number): Promise<void> {
    await transaction.of(this.keys).update({ organizationId, id }, { retiresAt });
  }

  async setRevokedAt(transaction: Transaction, { organizationId, id }: ScimKey, revokedAt: number): Promise<void> {
    await transaction.of(this.keys).update({ organizationId, id }, { revokedAt });
  }

  async setLastUsed(
    transaction: Transaction,
    { organizationId, id }: ScimKey,
    lastUse: Pick<ScimKey, 'lastUsedAt' | 'lastUsedFrom' | 'lastUsedBy'>,
  ): Promise<void> {
    await transaction.of(this.keys).update({ organizationId, id }, lastUse);
  }
}
