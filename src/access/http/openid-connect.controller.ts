import { Controller, Get, HttpCode, Query, Redirect, Req, Res, UsePipes, ValidationPipe } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import type { Request, Response } from 'express';
import { OpenIdConnect } from '../admins/openid-connect.js';
import { Configuration } from '../../platform/config/configuration.js';
import { Problem } from '../../platform/http/problem.js';
import { setAdminSession } from '../admin-cookie.js';
import { attemptIn, clearAttempt, setAttempt } from '../attempt-cookie.js';
import { ForAnybody } from '../member.guard.js';
import { clientOf } from './client.js';

class BeginQuery {
  @ApiProperty({
    required: false,
    enum: ['true', 'false'],
    description: 'Whether the sign-in has to be a fresh proof.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  fresh?: string;

  @ApiProperty({ required: false, description: 'The account to sign in to, if several have the address.' })
  @IsOptional()
  @IsUUID()
  account?: string;
}

/** Signing in at the issuer of OIDC_ISSUER. People see these addresses in their browsers: failures end at the sign-in page. */
@ApiTags('Sign-in')
@Controller('api/v1/session/openid-connect')
export class OpenIdConnectController {
  constructor(
    private readonly configuration: Configuration,
    private readonly openIdConnect: OpenIdConnect,
  ) {}

  /** Redirects to the issuer; for a fresh proof, the issuer has to authenticate the admin again. */
  @Get()
  @HttpCode(302)
  @Redirect()
  @ForAnybody()
  @UsePipes(new ValidationPipe({ whitelist: true, transform: true }))
  begin(@Query() { fresh, account }: BeginQuery, @Res({ passthrough: true }) response: Response) {
    return this.orBack(async () => {
      const { url, attempt } = await this.openIdConnect.begin(fresh === 'true', account);
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
      const attempt = attemptIn(request, PUBLIC_URL);
      const client = clientOf(request, PUBLIC_URL);
      clearAttempt(response, PUBLIC_URL);
      const query = new URL(request.originalUrl, PUBLIC_URL).search;
      setAdminSession(response, PUBLIC_URL, await this.openIdConnect.finish(query, attempt, client), client);
      return `${PUBLIC_URL}/`;
    });
  }

  /** @returns the redirection; after a problem to the sign-in page, with its reason */
  private async orBack(next: () => Promise<string>) {
    if (this.openIdConnect.label === undefined)
      throw new Problem(404, 'unknown', 'This server has no sign-in by OpenID Connect');
    const url = await next().catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      const { accounts } = error.more as { accounts?: object };
      const choices = accounts ? `&accounts=${encodeURIComponent(JSON.stringify(accounts))}` : '';
      return `${this.configuration.PUBLIC_URL}/#/sign-in?problem=${error.reason}${choices}`;
    });
    return { url, statusCode: 302 };
  }
}
