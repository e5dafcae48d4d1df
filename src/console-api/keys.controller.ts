import { Body, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../access/admin.guard.js';
import { SteppedUp } from '../access/fresh-proof.js';
import { ApplicationKeysService } from '../scim-auth/application-keys/application-keys.service.js';
import { shownApplicationKey } from '../scim-auth/application-keys/shown-application-key.js';
import { clock } from '../platform/database/clock.js';
import type { ProfileName } from '../scim/protocol/profile.js';
import { ScimKeysService } from '../scim-auth/scim-keys.service.js';
import { shownKey } from '../scim-auth/shown-key.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { Idempotent } from '../platform/http/idempotency/idempotent.decorator.js';
import { ConnectionTest } from './connection-test.js';
import { DAY_MS } from '../platform/time.js';
import { WholeNumber } from '../platform/config/whole-number.js';

class NewApplicationKeyBody {
  @ApiProperty({ required: false, example: 'Okta production' })
  @IsString()
  @MaxLength(100)
  label: string = '';

  @ApiProperty({ required: false, default: 365 })
  @WholeNumber(1, 3_650)
  expiresInDays: number = 365;
}

class NewKeyBody extends NewApplicationKeyBody {
  @ApiProperty({ required: false, enum: ['compat', 'strict'], default: 'compat' })
  @IsIn(['compat', 'strict'])
  profile: ProfileName = 'compat';
}

class RetireBody {
  @ApiProperty({ required: false, default: 7, description: 'How long the key works on.' })
  @WholeNumber(0, 365)
  inDays: number = 7;
}

/** Keys of identity providers. */
@ApiController(`${ORGANIZATION}/keys`, 'Keys')
export class KeysController {
  constructor(private readonly keys: ScimKeysService) {}

  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting) {
    return { keys: (await this.keys.list(organizationId)).map(shownKey) };
  }

  /** Makes a key, which is shown this once. */
  @Post()
  @Idempotent()
  @ForAdmins()
  @SteppedUp()
  create(@ActingAdmin() { organizationId, actor }: Acting, @Body() { label, profile, expiresInDays }: NewKeyBody) {
    return this.keys.create(organizationId, { label, profile, lifetime: expiresInDays * DAY_MS }, actor);
  }

  /** Lets a key work on for a while, until its successor has taken over. */
  @Post(':id/retire')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  async retire(
    @ActingAdmin() { organizationId, actor }: Acting,
    @Param('id') id: string,
    @Body() { inDays }: RetireBody,
  ) {
    return shownKey(await this.keys.retire(organizationId, id, clock.now() + inDays * DAY_MS, actor));
  }

  /** Ends a key at once. */
  @Post(':id/revoke')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  async revoke(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return shownKey(await this.keys.revoke(organizationId, id, actor));
  }
}

/** Keys of applications that read events. */
@ApiController(`${ORGANIZATION}/application-keys`, 'Keys')
export class ApplicationKeysController {
  constructor(private readonly keys: ApplicationKeysService) {}

  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting) {
    return { keys: (await this.keys.list(organizationId)).map(shownApplicationKey) };
  }

  /** Makes a key, which is shown this once. */
  @Post()
  @Idempotent()
  @ForAdmins()
  @SteppedUp()
  create(@ActingAdmin() { organizationId, actor }: Acting, @Body() { label, expiresInDays }: NewApplicationKeyBody) {
    return this.keys.create(organizationId, label, expiresInDays * DAY_MS, actor);
  }

  /** Ends a key at once. */
  @Post(':id/revoke')
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  async revoke(@ActingAdmin() { organizationId, actor }: Acting, @Param('id') id: string) {
    return shownApplicationKey(await this.keys.revoke(organizationId, id, actor));
  }
}

/** What an identity provider would get. */
@ApiController(`${ORGANIZATION}/connection-test`, 'Keys')
export class ConnectionTestController {
  constructor(private readonly test: ConnectionTest) {}

  /** Calls the server at its public URL as Okta does, with a key that is made for it and revoked after it. */
  @Post()
  @HttpCode(200)
  @ForAdmins()
  @SteppedUp()
  run(@ActingAdmin() { organizationId, actor }: Acting) {
    return this.test.run(organizationId, actor);
  }
}
