import { Body, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { type Acting, ActingAdmin, CurrentAdmin, ForAccounts, ForAdmins, ForOperators } from '../access/admin.guard.js';
import { SteppedUp } from '../access/fresh-proof.js';
import type { SignedInAdmin } from '../access/admins/admin-credentials.js';
import { AdminMail } from '../messaging/admin-mail/admin-mail.js';
import { shownRecipient } from '../messaging/admin-mail/shown-recipient.js';
import { Problem } from '../platform/http/problem.js';
import { defaultSettings, type OrganizationSettings } from '../organizations/organization-settings.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { StatisticsService } from './statistics/statistics.service.js';
import { ApiController, ORGANIZATION } from '../access/http/api-controller.js';
import { Idempotent } from '../platform/http/idempotency/idempotent.decorator.js';
import { isGiven } from '../platform/http/is-given.js';
import { PageQuery } from '../platform/http/page-query.js';

class OrganizationsQuery extends PageQuery {
  @ApiProperty({ required: false, description: 'How the name begins, whatever the case; the answer is by name then.' })
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 200)
  search?: string;
}

class NewOrganizationBody {
  @ApiProperty({ example: 'Acme' })
  @IsString()
  @Length(1, 200)
  @Matches(/\S/, { message: 'name has to have a letter' })
  name: string;

  @ApiProperty({ required: false, default: false })
  @IsBoolean()
  scimEnabled: boolean = false;
}

class OrganizationBody {
  @ApiProperty({ required: false, example: 'Acme' })
  @ValidateIf(isGiven)
  @IsString()
  @Length(1, 200)
  @Matches(/\S/, { message: 'name has to have a letter' })
  name?: string;

  @ApiProperty({ required: false, description: 'Whether requests of identity providers are taken.' })
  @ValidateIf(isGiven)
  @IsBoolean()
  scimEnabled?: boolean;

  @ApiProperty({ required: false, type: Object, example: { breakerMode: 'hold' }, description: 'Those to be changed.' })
  @ValidateIf(isGiven)
  @IsObject()
  settings?: Partial<OrganizationSettings>;
}

/** Organizations, the SCIM switch of each, and settings. */
@ApiController('organizations', 'Organizations')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  /** Those that the admin administers, in the order of their creation. */
  @Get()
  @ForAccounts()
  async list(@CurrentAdmin() { admin }: SignedInAdmin, @Query() { after, limit, search }: OrganizationsQuery) {
    const only = admin.organizationId ?? undefined;
    const page =
      search === undefined
        ? await this.organizations.page(after, limit, only)
        : await this.organizations.search(search, after, limit, only);
    return {
      organizations: page.map((organization) => this.organizations.shown(organization)),
      next: page.length < limit ? null : page.at(-1)!.id,
    };
  }

  @Post()
  @Idempotent()
  @ForOperators()
  async create(@CurrentAdmin() { actor }: SignedInAdmin, @Body() { name, scimEnabled }: NewOrganizationBody) {
    return this.organizations.shown(await this.organizations.create(name, scimEnabled, actor));
  }
}

@ApiController(ORGANIZATION, 'Organizations')
export class OrganizationController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly statistics: StatisticsService,
    private readonly adminMail: AdminMail,
  ) {}

  /** The organization with its settings, and who is written to about it. */
  @Get()
  @ForAdmins()
  async get(@ActingAdmin() { organizationId }: Acting) {
    const organization = await this.organizations.get(organizationId);
    const recipients = await this.adminMail.recipientsOf(organizationId);
    return {
      ...this.organizations.shown(organization),
      settings: organization.settings,
      mailRecipients: recipients.map(shownRecipient),
    };
  }

  /** Changes what is named, and leaves the rest. */
  @Patch()
  @ForAdmins()
  @SteppedUp()
  async update(@ActingAdmin() acting: Acting, @Body() { name, scimEnabled, settings }: OrganizationBody) {
    const { organizationId, actor } = acting;
    const unknown = Object.keys(settings ?? {}).filter((key) => !Object.hasOwn(defaultSettings, key));
    if (unknown.length > 0) throw new Problem(400, 'invalid', `There are no such settings: ${unknown.join(', ')}`);
    if (settings) await this.organizations.changeSettings(organizationId, settings, actor);
    if (name !== undefined) await this.organizations.rename(organizationId, name, actor);
    if (scimEnabled !== undefined) await this.organizations.setScimEnabled(organizationId, scimEnabled, actor);
    return this.get(acting);
  }

  /** People by status, requests by day, errors by cause, and what waits. */
  @Get('statistics')
  @ForAdmins()
  getStatistics(@ActingAdmin() { organizationId, actor }: Acting) {
    return this.statistics.of(organizationId, actor);
  }
}
