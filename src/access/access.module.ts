import { Module } from '@nestjs/common';
import { AdminsModule } from './admins/admins.module.js';
import { AttemptRetention } from './admins/attempt-retention.js';
import { IdempotencyModule } from '../platform/http/idempotency/idempotency.module.js';
import { WrongKeysModule } from '../platform/http/wrong-keys.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { AccountController } from './http/account.controller.js';
import { AdminsController } from './http/admins.controller.js';
import { PasskeysController } from './http/passkeys.controller.js';
import { OpenIdConnectController } from './http/openid-connect.controller.js';
import { SessionController } from './http/session.controller.js';
import { SetUpController } from './http/setup.controller.js';
import { SignedInAdmins } from './signed-in-admins.js';
import { SignedInMembers } from './signed-in-members.js';

/** Who may use which route of `/api/v1`, and how admins sign in. */
@Module({
  imports: [AdminsModule, IdempotencyModule, OrganizationsModule, SessionsModule, UsersModule, WrongKeysModule],
  controllers: [
    SetUpController,
    SessionController,
    OpenIdConnectController,
    AccountController,
    PasskeysController,
    AdminsController,
  ],
  providers: [SignedInAdmins, SignedInMembers, AttemptRetention],
  exports: [SignedInAdmins, SignedInMembers, AdminsModule, IdempotencyModule, OrganizationsModule, WrongKeysModule],
})
export class AccessModule {}
