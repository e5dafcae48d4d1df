import { Id, Instant, Integer, Key, Text } from '../../platform/database/columns.js';

/**
 * The columns of each resource type: `document` holds the SCIM attributes as they are returned; the columns of the type
 * itself and `searchKeys` are made from it for looking up.
 */
export abstract class ResourceColumns {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) id: string;
  @Key(1024, { nullable: true }) externalId: string | null;
  @Text() document: string;
  @Text() searchKeys: string;
  @Integer() version: number;
  @Instant() createdAt: number;
  @Instant() lastModifiedAt: number;
}
