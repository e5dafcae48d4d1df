import { Body, Get, HttpCode, Patch } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsString, MaxLength } from 'class-validator';
import { type Acting, ActingAdmin, ForAdmins } from '../../../access/admin.guard.js';
import { ApiController, ORGANIZATION } from '../../../access/http/api-controller.js';
import { IgnoredNamesService } from '../ignored-names.service.js';
import { shownIgnored } from '../shown-ignored.js';

class HiddenBody {
  @ApiProperty({ example: 'User' })
  @IsString()
  @MaxLength(64)
  resourceType: string;

  @ApiProperty({ example: 'costCentre', description: 'As it is listed.' })
  @IsString()
  @MaxLength(400)
  name: string;

  @ApiProperty({ example: true, description: 'Whether the console shows it no longer.' })
  @IsBoolean()
  hidden: boolean;
}

/** What identity providers send and no schema defines. */
@ApiController(`${ORGANIZATION}/ignored`, 'Ignored attributes')
export class IgnoredNamesController {
  constructor(private readonly names: IgnoredNamesService) {}

  /** At most 100, the last sent first: each was left out of requests of compat keys, which were carried out without it. */
  @Get()
  @ForAdmins()
  async list(@ActingAdmin() { organizationId }: Acting) {
    return { ignored: (await this.names.list(organizationId)).map(shownIgnored) };
  }

  /** Hides one from the console, or shows it again. It is left out and counted as before. */
  @Patch()
  @HttpCode(204)
  @ForAdmins()
  hide(@ActingAdmin() { organizationId }: Acting, @Body() { resourceType, name, hidden }: HiddenBody) {
    return this.names.hide(organizationId, resourceType, name, hidden);
  }
}
