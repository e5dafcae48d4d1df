import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, UsePipes, ValidationPipe } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminCredentials, type SignedInAdmin } from '../admins/admin-credentials.js';
import { AdminsService } from '../admins/admins.service.js';
import { Idempotent } from '../../platform/http/idempotency/idempotent.decorator.js';
import { CurrentAdmin, ForSessions } from '../admin.guard.js';
import { SteppedUp } from '../fresh-proof.js';
import { PasswordBody, TokenBody } from './bodies.js';
import { DAY_MS, isoTime } from '../../platform/time.js';

/** What admins do with their own accounts. */
@ApiTags('Account')
@Controller('api/v1/me')
@UsePipes(new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }))
export class AccountController {
  constructor(
    private readonly admins: AdminsService,
    private readonly credentials: AdminCredentials,
  ) {}

  /** Changes the password; the other sessions and all tokens end. */
  @Put('password')
  @HttpCode(204)
  @ForSessions()
  @SteppedUp()
  changePassword(@CurrentAdmin() current: SignedInAdmin, @Body() { password }: PasswordBody) {
    return this.admins.changePassword(current, password);
  }

  /** Tokens of the admin's scripts. */
  @Get('tokens')
  @ForSessions()
  async tokens(@CurrentAdmin() { admin }: SignedInAdmin) {
    const tokens = (await this.credentials.tokens(admin)).map(
      ({ id, label, scope, createdAt, expiresAt, lastUsedAt }) => ({
        id,
        label,
        scope: scope ?? 'write',
        created: isoTime(createdAt),
        expires: isoTime(expiresAt),
        lastUsed: lastUsedAt === null ? null : isoTime(lastUsedAt),
      }),
    );
    return { tokens };
  }

  /** Makes a token, which is shown this once. */
  @Post('tokens')
  @Idempotent()
  @ForSessions()
  @SteppedUp()
  createToken(@CurrentAdmin() current: SignedInAdmin, @Body() { label, scope, expiresInDays }: TokenBody) {
    return this.credentials.createToken(current, { label, scope, lifetime: expiresInDays * DAY_MS });
  }

  /** Ends a token at once. */
  @Delete('tokens/:id')
  @HttpCode(204)
  @ForSessions()
  @SteppedUp()
  revokeToken(@CurrentAdmin() current: SignedInAdmin, @Param('id') id: string) {
    return this.credentials.revokeToken(current, id);
  }
}
