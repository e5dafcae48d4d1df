import { ApiProperty } from '@nestjs/swagger';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { TOKEN_SCOPES, type TokenScope } from '../admins/admin-token.entity.js';

const MAX_PASSWORD = 1_000;
const says = (message: string) => ({ message: `$property has to be ${message}` });

export class SignInBody {
  @ApiProperty({ example: 'ada@acme.example' })
  @IsEmail({}, says('an e-mail address'))
  email: string;

  @ApiProperty({ example: 'correct horse battery staple' })
  @IsString()
  @MaxLength(MAX_PASSWORD)
  password: string;

  @ApiProperty({
    required: false,
    example: '0192f0c1-2d3e-7f40-8a51-0123456789ab',
    description: 'The account to sign in to, after 409 `which_account`.',
  })
  @IsOptional()
  @IsUUID()
  accountId?: string;
}

export class PasswordBody {
  @ApiProperty({ example: 'correct horse battery staple' })
  @IsString()
  @MaxLength(MAX_PASSWORD)
  password: string;
}

export class WelcomeBody extends PasswordBody {
  @ApiProperty({ example: 'pD1s9bM3vXk2v9s7', description: 'Of the link, after `token=`.' })
  @IsString()
  @MaxLength(100)
  token: string;

  @ApiProperty({ example: 'Ada Lovelace' })
  @IsString()
  @Length(1, 200)
  name: string;
}

export class SetUpBody extends WelcomeBody {
  @ApiProperty({ example: 'ada@acme.example' })
  @IsEmail({}, says('an e-mail address'))
  email: string;

  @ApiProperty({ example: 'Acme' })
  @IsString()
  @Length(1, 200)
  organizationName: string;
}

export class InviteBody {
  @ApiProperty({ example: 'grace@acme.example' })
  @IsEmail({}, says('an e-mail address'))
  email: string;

  @ApiProperty({ example: 'Grace Hopper' })
  @IsString()
  @Length(1, 200)
  name: string;

  @ApiProperty({ required: false, nullable: true, description: 'Whose admin; null or left out for an operator.' })
  @IsOptional()
  @IsUUID()
  organizationId: string | null = null;
}

export class TokenBody {
  @ApiProperty({ example: 'Nightly report' })
  @IsString()
  @Length(1, 100)
  label: string;

  @ApiProperty({
    required: false,
    enum: TOKEN_SCOPES,
    default: 'write',
    description:
      '`read`: only GET. `write`: also changes that need no fresh proof. `sensitive`: all changes, for at most 90 days.',
  })
  @IsIn(TOKEN_SCOPES)
  scope: TokenScope = 'write';

  @ApiProperty({ required: false, default: 90 })
  @IsInt()
  @Min(1)
  @Max(3_650)
  expiresInDays: number = 90;
}

export class AssertionBody {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'AuthenticationResponseJSON of WebAuthn.',
    example: { id: 'pD1…', rawId: 'pD1…', type: 'public-key', response: {} },
  })
  @IsObject()
  response: AuthenticationResponseJSON;
}

export class NewPasskeyBody {
  @ApiProperty({ example: 'Laptop' })
  @IsString()
  @Length(1, 100)
  label: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'RegistrationResponseJSON of WebAuthn.',
    example: { id: 'pD1…', rawId: 'pD1…', type: 'public-key', response: {} },
  })
  @IsObject()
  response: RegistrationResponseJSON;
}
