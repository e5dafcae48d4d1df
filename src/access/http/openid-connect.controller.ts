import { Controller, Get, HttpCode, Redirect, Req, Res, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OpenIdConnect } from '../../admins/openid-connect.js';
import { Configuration } from '../../config/configuration.js';
import { ProblemFilter } from '../../http/problem.filter.js';
import { Problem } from '../../http/problem.js';
import { setAdminSession } from '../admin-cookie.js';
import { attemptIn, clearAttempt, setAttempt } from '../attempt-cookie.js';
import { ForAnybody } from '../member.guard.js';
import { clientOf } from './client.js';

/** Signing in at the issuer of OIDC_ISSUER. People see these addresses in their browsers: failures end at the sign-in page. */
@ApiTags('Sign-in')
@Controller('api/v1/session/openid-connect')
@UseFilters(ProblemFilter)
export class OpenIdConnectController {
  constructor(
    private readonly configuration: Configuration,
    private readonly openIdConnect: OpenIdConnect,
  ) {}

  /** Leads to the issuer. */
  @Get()
  @HttpCode(302)
  @Redirect()
  @ForAnybody()
  begin(@Res({ passthrough: true }) response: Response) {
    return this.orBack(async () => {
      const { url, attempt } = await this.openIdConnect.begin();
      setAttempt(response, this.configuration.PUBLIC_URL, attempt);
      return url;
    });
  }

  /** Where the issuer leads back to: signs in whose verified e-mail address is that of an admin. */
  @Get('callback')
  @HttpCode(302)
  @Redirect()
  @ForAnybody()
  finish(@Req() request: Request, @Res({ passthrough: true }) response: Response) {
    const { PUBLIC_URL } = this.configuration;
    return this.orBack(async () => {
      const attempt = attemptIn(request);
      clearAttempt(response, PUBLIC_URL);
      const query = new URL(request.originalUrl, PUBLIC_URL).search;
      setAdminSession(response, PUBLIC_URL, await this.openIdConnect.finish(query, attempt, clientOf(request)));
      return `${PUBLIC_URL}/`;
    });
  }

  /** @returns the redirection; after a problem to the sign-in page, with its reason */
  private async orBack(next: () => Promise<string>) {
    if (this.openIdConnect.label === undefined)
      throw new Problem(404, 'unknown', 'This server has no sign-in by OpenID Connect');
    const url = await next().catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return `${this.configuration.PUBLIC_URL}/#/sign-in?problem=${error.reason}`;
    });
    return { url, statusCode: 302 };
  }
}
