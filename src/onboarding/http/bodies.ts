import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsHexadecimal,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { RecipientKind } from '../keys/age.js';
import { EXAMPLE_FILES, EXAMPLE_RECIPIENT } from '../keys/age-examples.js';
import { IsAgeFile } from './is-age-file.js';
import { IsRecipient } from './is-recipient.js';

export const says = (message: string) => ({ message: `$property has to be ${message}` });
export const RECIPIENT_HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
export const Recipient = () => applyDecorators(ApiProperty({ example: EXAMPLE_RECIPIENT }), IsRecipient());
/** An age file for one recipient, or behind a passphrase. */
export const IsAge = (kind: RecipientKind) =>
  applyDecorators(ApiProperty({ example: EXAMPLE_FILES[kind] }), IsAgeFile(kind));

export class LinkBody {
  @ApiProperty({ example: 'pD1s9bM3vXk2v9s7Qm4tYw8zRa5uTn6cLe1jHf0gKdI' })
  @IsString(says('the token of the link'))
  @Length(43, 43, says('the token of the link'))
  token: string;
}

class OrganizationKeyBody {
  @Recipient()
  recipient: string;

  @IsAge('X25519')
  wrappedKey: string;
}

export class AcceptBody extends LinkBody {
  @Recipient()
  recipient: string;

  @IsAge('scrypt')
  protectedIdentity: string;

  @ApiProperty({ required: false, type: OrganizationKeyBody, description: 'From the first admin.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => OrganizationKeyBody)
  organizationKey?: OrganizationKeyBody;
}

export class AddressBody {
  @ApiProperty({ example: 'maria.silva@acme.example' })
  @IsString(says('an e-mail address'))
  @MaxLength(320)
  address: string;
}

export class ChallengeBody {
  @Recipient()
  recipient: string;
}

export class AnswerBody extends ChallengeBody {
  @ApiProperty({ example: RECIPIENT_HASH })
  @IsHexadecimal(says('the answer to the challenge'))
  @Length(64, 64, says('the answer to the challenge'))
  answer: string;
}

export class ChangeKeyBody {
  @Recipient()
  recipient: string;

  @IsAge('scrypt')
  protectedIdentity: string;

  /** What the server has, also where it took keys once that nothing can be encrypted for. */
  @ApiProperty({ example: EXAMPLE_RECIPIENT })
  @IsString(says('an age recipient'))
  @MaxLength(100, says('an age recipient'))
  replaces: string;
}

export class ResetKeyBody {
  @ApiProperty({ required: false, default: true, description: 'Whether an admin is an admin again once confirmed.' })
  @IsBoolean()
  keepAdmin: boolean = true;
}

export class ConfirmBody {
  @ApiProperty({ example: RECIPIENT_HASH })
  @IsHexadecimal(says('the SHA-256 of a recipient'))
  @Length(64, 64, says('the SHA-256 of a recipient'))
  recipientHash: string;

  @IsAge('X25519')
  wrappedKey: string;

  @ApiProperty({ example: 1 })
  @IsInt(says('the version of the organization key'))
  @Min(1, says('the version of the organization key'))
  keyVersion: number;
}
