import { Entity } from 'typeorm';
import { BelongsTo, Id, Instant, Integer, Key, OfOrganization, Text } from '../../platform/database/columns.js';

/** A change of an organization's key that an admin has begun. Until it is completed it means nothing to anybody else. */
@Entity('key_rotations')
@OfOrganization('key_rotations')
export class KeyRotation {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) id: string;
  /** The admin who began it. Nobody else has the new key. */
  @Id() userId: string;
  /** Recipient of the new key. */
  @Key(128) recipient: string;
  /** The new version. */
  @Integer() keyVersion: number;
  @Instant() expiresAt: number;
}

/** The new key, wrapped for one member. */
@Entity('key_rotation_keys')
@BelongsTo('key_rotation_keys_fk_rotation', 'key_rotations', { organizationId: 'organizationId', rotationId: 'id' })
export class KeyRotationKey {
  @Id({ primary: true }) organizationId: string;
  @Id({ primary: true }) rotationId: string;
  @Id({ primary: true }) userId: string;
  /** Digest of the recipient that it is wrapped for. */
  @Key(64) recipientHash: string;
  @Text() wrappedKey: string;
}
