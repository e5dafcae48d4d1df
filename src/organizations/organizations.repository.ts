import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { And, Equal, MoreThan, Repository } from 'typeorm';
import type { Connection, Transaction } from '../platform/database/connection.js';
import { nameKeyOf } from './name-key.js';
import { Organization } from './organization.entity.js';
import { defaultSettings, type OrganizationSettings } from './organization-settings.js';

/** The organizations of the server. */
@Injectable()
export class OrganizationsRepository {
  constructor(@InjectRepository(Organization) private readonly organizations: Repository<Organization>) {}

  /** Its settings are the defaults. */
  async insert(transaction: Transaction, organization: Omit<Organization, 'settings'>): Promise<void> {
    const insert = transaction.of(this.organizations).createQueryBuilder().insert().values(organization);
    // All of it is known, so that nothing has to be read afterwards.
    await insert.updateEntity(false).execute();
  }

  /** @returns whether it was otherwise before */
  async setScimEnabled(transaction: Transaction, id: string, enabled: boolean): Promise<boolean> {
    const otherwise = { id, scimEnabled: !enabled };
    const { affected } = await transaction.of(this.organizations).update(otherwise, { scimEnabled: enabled });
    return affected === 1;
  }

  async setSettings(transaction: Transaction, id: string, settings: OrganizationSettings): Promise<void> {
    await transaction.of(this.organizations).update({ id }, { settings });
  }

  /** The settings, with nobody else changing them until the transaction ends. */
  async lockSettings(transaction: Transaction, id: string): Promise<Readonly<OrganizationSettings>> {
    const organization = await transaction.of(this.organizations).findOne({ where: { id }, ...transaction.locked });
    return organization?.settings ?? defaultSettings;
  }

  find(connection: Connection, id: string): Promise<Organization | null> {
    return connection.of(this.organizations).findOneBy({ id });
  }

  async setName(transaction: Transaction, id: string, name: string): Promise<void> {
    await transaction.of(this.organizations).update({ id }, { name, nameKey: nameKeyOf(name) });
  }

  page(connection: Connection, afterId: string, limit: number, only: string | undefined): Promise<Organization[]> {
    const id = only === undefined ? MoreThan(afterId) : And(MoreThan(afterId), Equal(only));
    return connection.of(this.organizations).find({ where: { id }, order: { id: 'ASC' }, take: limit });
  }

  /** Whose name begins with a text, by name. @param after the last one before */
  search(
    connection: Connection,
    text: string,
    after: Organization | null,
    limit: number,
    only: string | undefined,
  ): Promise<Organization[]> {
    const start = nameKeyOf(text);
    const found = connection
      .of(this.organizations)
      .createQueryBuilder('o')
      .where('o.nameKey >= :start AND o.nameKey < :end', { start, end: `${start}\u{10FFFF}` });
    if (after) {
      const behind = { key: nameKeyOf(after.name), id: after.id };
      found.andWhere('o.nameKey >= :key AND (o.nameKey > :key OR o.id > :id)', behind);
    }
    if (only !== undefined) found.andWhere('o.id = :only', { only });
    return found.orderBy('o.nameKey').addOrderBy('o.id').limit(limit).getMany();
  }

  list(connection: Connection): Promise<Organization[]> {
    return connection.of(this.organizations).find({ order: { id: 'ASC' } });
  }
}
