import { Entity } from 'typeorm';
import { Flag, Id, Instant, Integer, Key, OfOrganization } from '../../platform/database/columns.js';

/** A name that an identity provider sends and no schema defines, and what was seen of it. */
@Entity('ignored_names')
@OfOrganization('ignored_names')
export class IgnoredName {
  @Id({ primary: true }) organizationId: string;
  @Key(64, { primary: true }) resourceType: string;
  /** In lower case, as names are compared. */
  @Key(400, { primary: true }) nameKey: string;
  /** As it was sent first: an attribute, `addresses.city`, a URN, or a URN with an attribute behind it. */
  @Key(400) name: string;
  @Instant() since: number;
  @Instant() last: number;
  /** In which it was left out. */
  @Integer() requests: number;
  /** The key that sent it last. */
  @Key(16) keyId: string;
  /** Whether an admin has seen enough of it. */
  @Flag() isHidden: boolean;
}
