import { Injectable, Module } from '@nestjs/common';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Entity, Index, Repository } from 'typeorm';
import type { EventDraft } from '../../src/events/event.js';
import { RESOURCE_MODULES } from '../../src/features.js';
import { BelongsTo, Id, Key, OfOrganization } from '../../src/platform/database/columns.js';
import type { Transaction } from '../../src/platform/database/connection.js';
import { newResourceTable } from '../../src/platform/database/migrations/resource-table.js';
import { id, index, key, nullable, sibling, unique } from '../../src/platform/database/migrations/schema.js';
import { attribute, complex } from '../../src/scim/attributes/attribute.js';
import { ResourceType } from '../../src/scim/attributes/resource-type.js';
import type { ScimContext } from '../../src/scim/protocol/scim-context.js';
import { invalidValue } from '../../src/scim/protocol/scim-error.js';
import { ResourceModule } from '../../src/scim/resource.module.js';
import { ResourceColumns } from '../../src/scim/resource/resource.entity.js';
import type { ResourceRow } from '../../src/scim/resource/resource.repository.js';
import { ResourceService } from '../../src/scim/resource/resource.service.js';
import { OnWrite, type WriteHook } from '../../src/scim/resource/write-hook.js';
import { UserRow } from '../../src/users/user.entity.js';

/** The resource type that docs/architecture.md makes, file by file. */
const badgeType = new ResourceType('Badge', '/Badges', 'A badge that opens doors.', {
  id: 'urn:example:params:scim:schemas:core:2.0:Badge',
  name: 'Badge',
  description: 'Badge',
  attributes: [
    attribute('name', 'What is written on the badge.', { required: true, uniqueness: 'server', maxLength: 256 }),
    complex('owner', 'Who has the badge.', [
      attribute('value', 'The id of the user.', { required: true, caseExact: true }),
    ]),
  ],
});

@Entity('badges')
@Index('badges_name', ['organizationId', 'nameKey'], { unique: true })
@Index('badges_owner', ['organizationId', 'ownerId'])
@OfOrganization('badges')
@BelongsTo('badges_fk_owner', 'users', { organizationId: 'organizationId', ownerId: 'id' })
class BadgeRow extends ResourceColumns {
  @Key(1024) nameKey: string;
  @Id({ nullable: true }) ownerId: string | null;
}

class CreateBadges1770000000000 extends newResourceTable('badges', {
  columns: { nameKey: key(1024), ownerId: nullable(id) },
  indexes: { badges_name: unique('organizationId', 'nameKey'), badges_owner: index('organizationId', 'ownerId') },
  belongsTo: [sibling('owner', 'users', 'ownerId')],
}) {}

class BadgesService extends ResourceService {}

@Injectable()
@OnWrite({ type: 'Badge' })
class BadgeRules implements WriteHook {
  constructor(@InjectRepository(UserRow) private readonly users: Repository<UserRow>) {}

  async checkRules(transaction: Transaction, { organizationId }: ScimContext, after?: ResourceRow): Promise<void> {
    const owner = after?.document['owner'] as { value: string } | undefined;
    if (owner && !(await transaction.lockRow(this.users, { organizationId, id: owner.value })))
      throw invalidValue('"owner" must be a user of this organization');
  }
}

@Injectable()
@OnWrite({ type: 'User' })
class BadgeOwners implements WriteHook {
  constructor(private readonly badges: BadgesService) {}

  endRelations(transaction: Transaction, context: ScimContext, user: ResourceRow): Promise<readonly EventDraft[]> {
    const filter = `owner.value eq "${user.id}"`;
    return this.badges.changeAlong(transaction, context, filter, (badge) => ({ ...badge, owner: undefined }));
  }
}

@Module({
  imports: [
    ResourceModule.forFeature({
      type: badgeType,
      entity: BadgeRow,
      migrations: [CreateBadges1770000000000],
      service: BadgesService,
      example: { name: 'Front door' },
      table: {
        attributes: {
          name: { column: 'nameKey', index: 'badges_name', taken: 'Another badge of this organization has this name' },
          'owner.value': { column: 'ownerId', index: 'badges_owner', isSelective: true, form: 'id' },
        },
      },
    }),
    TypeOrmModule.forFeature([UserRow]),
  ],
  providers: [BadgeRules, BadgeOwners],
})
class BadgesModule {}

/** As its line in `src/features.ts` would: to be imported before the server. */
RESOURCE_MODULES.push(BadgesModule);
