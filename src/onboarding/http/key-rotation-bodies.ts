import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsHexadecimal,
  IsInt,
  IsUUID,
  Length,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isGiven } from '../../platform/http/is-given.js';
import { IsAge, Recipient, RECIPIENT_HASH, says } from './bodies.js';

/** Keys in one request: each has some 800 bytes. */
const MAX_KEYS = 500;
/** Room for them. */
export const MAX_PAGE_BYTES = 512 * 1024;

const atMost = {
  message: `$property has at most ${MAX_KEYS} keys. Begin a rotation without wrappedKeys, and send them in pages`,
};

class WrappedKeyBody {
  @ApiProperty({ example: '0192f0c1-2d3e-7f40-8a51-0123456789ab' })
  @IsUUID(undefined, says('the id of a member'))
  id: string;

  @ApiProperty({ example: RECIPIENT_HASH })
  @IsHexadecimal(says('the SHA-256 of a recipient'))
  @Length(64, 64, says('the SHA-256 of a recipient'))
  recipientHash: string;

  @IsAge('X25519')
  wrappedKey: string;
}

export class KeyRotationBody {
  @Recipient()
  recipient: string;

  /** The new version. */
  @ApiProperty({ example: 2 })
  @IsInt(says('the version of the organization key'))
  @Min(2, says('the version of the organization key'))
  keyVersion: number;

  @ApiProperty({
    required: false,
    type: [WrappedKeyBody],
    maxItems: MAX_KEYS,
    description: 'For every confirmed member: the rotation is carried out at once. Without them it is begun.',
  })
  @ValidateIf(isGiven)
  @IsArray()
  @ArrayMaxSize(MAX_KEYS, atMost)
  @ValidateNested({ each: true })
  @Type(() => WrappedKeyBody)
  wrappedKeys?: WrappedKeyBody[];
}

export class KeyPageBody {
  @ApiProperty({ type: [WrappedKeyBody], minItems: 1, maxItems: MAX_KEYS })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_KEYS, atMost)
  @ValidateNested({ each: true })
  @Type(() => WrappedKeyBody)
  wrappedKeys: WrappedKeyBody[];
}
