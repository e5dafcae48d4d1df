import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsHexadecimal,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsAgeFile } from './is-age-file.js';

/** X25519, in Bech32. */
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/;

const says = (message: string) => ({ message: `$property has to be ${message}` });
const IsRecipient = () => Matches(RECIPIENT, says('an age recipient'));

export class TokenBody {
  @IsString(says('the token of the link'))
  @Length(43, 43, says('the token of the link'))
  token: string;
}

export class OrganizationKeyBody {
  @IsRecipient()
  recipient: string;

  @IsAgeFile('X25519')
  wrappedKey: string;
}

export class AcceptBody extends TokenBody {
  @IsRecipient()
  recipient: string;

  @IsAgeFile('scrypt')
  protectedIdentity: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => OrganizationKeyBody)
  organizationKey?: OrganizationKeyBody;
}

export class AddressBody {
  @IsString(says('an e-mail address'))
  @MaxLength(320)
  address: string;
}

export class ChallengeBody {
  @IsRecipient()
  recipient: string;
}

export class AnswerBody extends ChallengeBody {
  @IsHexadecimal(says('the answer to the challenge'))
  @Length(64, 64, says('the answer to the challenge'))
  answer: string;
}

export class ChangeKeyBody {
  @IsRecipient()
  recipient: string;

  @IsAgeFile('scrypt')
  protectedIdentity: string;

  @IsRecipient()
  replaces: string;
}

export class ConfirmBody {
  @IsHexadecimal(says('the SHA-256 of a recipient'))
  @Length(64, 64, says('the SHA-256 of a recipient'))
  recipientHash: string;

  @IsAgeFile('X25519')
  wrappedKey: string;

  @IsInt(says('the version of the organization key'))
  @Min(1, says('the version of the organization key'))
  keyVersion: number;
}

export class WrappedKeyBody {
  @IsUUID(undefined, says('the id of a member'))
  id: string;

  @IsHexadecimal(says('the SHA-256 of a recipient'))
  @Length(64, 64, says('the SHA-256 of a recipient'))
  recipientHash: string;

  @IsAgeFile('X25519')
  wrappedKey: string;
}

export class RotationBody {
  @IsRecipient()
  recipient: string;

  /** The new version. */
  @IsInt(says('the version of the organization key'))
  @Min(2, says('the version of the organization key'))
  keyVersion: number;

  @IsArray()
  @ArrayMaxSize(100_000)
  @ValidateNested({ each: true })
  @Type(() => WrappedKeyBody)
  wrappedKeys: WrappedKeyBody[];
}
