import { Body, Controller, Get, HttpCode, Post, Req, Res, UsePipes, ValidationPipe } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { adminActor } from '../admins/admin-events.js';
import { AdminsService } from '../admins/admins.service.js';
import { Configuration } from '../../platform/config/configuration.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { setAdminSession } from '../admin-cookie.js';
import { ForAnybody } from '../member.guard.js';
import { SetUpBody, WelcomeBody } from './bodies.js';
import { clientOf } from './client.js';
import { shownAdmin } from './shown-admin.js';

/** What links lead to: the first admin makes an account, and an invited admin sets a password. */
@ApiTags('Sign-in')
@Controller('api/v1')
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class SetUpController {
  constructor(
    private readonly configuration: Configuration,
    private readonly admins: AdminsService,
    private readonly organizations: OrganizationsService,
  ) {}

  /** Whether there is no admin yet. */
  @Get('setup')
  @ForAnybody()
  async get() {
    return { needed: (await this.admins.setUpUrl()) !== undefined };
  }

  /** Makes the first operator and the first organization, and signs in. */
  @Post('setup')
  @ForAnybody()
  async setUp(
    @Body() { token, organizationName, password, ...who }: SetUpBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { PUBLIC_URL } = this.configuration;
    const client = clientOf(request, PUBLIC_URL);
    // Before anything is made: the link works once.
    this.organizations.checkName(organizationName);
    const { admin, cookie } = await this.admins.setUp(token, who, password, client);
    const { id: organizationId } = await this.organizations.create(organizationName, false, adminActor(admin));
    setAdminSession(response, PUBLIC_URL, cookie, client);
    return { admin: shownAdmin(admin), organizationId };
  }

  /** Sets the password of an admin who was invited, and signs in. */
  @Post('welcome')
  @HttpCode(200)
  @ForAnybody()
  async welcome(
    @Body() { token, name, password }: WelcomeBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const { PUBLIC_URL } = this.configuration;
    const client = clientOf(request, PUBLIC_URL);
    const { admin, cookie } = await this.admins.welcome(token, name, password, client);
    setAdminSession(response, PUBLIC_URL, cookie, client);
    return { admin: shownAdmin(admin) };
  }
}
