import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AdminMailModule } from '../../messaging/admin-mail/admin-mail.module.js';
import { EventsModule } from '../../events/events.module.js';
import { MailModule } from '../../messaging/mail/mail.module.js';
import { OrganizationsModule } from '../../organizations/organizations.module.js';
import { SecretsModule } from '../../platform/secrets/secrets.module.js';
import { Admin } from './admin.entity.js';
import { AdminAttempt } from './admin-attempt.entity.js';
import { AdminChallenge } from './admin-challenge.entity.js';
import { AdminKnownClient } from './admin-known-client.entity.js';
import { AdminPasskey } from './admin-passkey.entity.js';
import { AdminTokenStrategy } from './admin-token.strategy.js';
import { AdminCredentials } from './admin-credentials.js';
import { AdminEvents } from './admin-events.js';
import { AdminSession } from './admin-session.entity.js';
import { AdminToken } from './admin-token.entity.js';
import { AdminsRepository } from './admins.repository.js';
import { AdminsService } from './admins.service.js';
import { AttemptsRepository } from './attempts.repository.js';
import { CredentialsRepository } from './credentials.repository.js';
import { FoundTokens } from './found-tokens.js';
import { KnownClients } from './known-clients.js';
import { KnownClientsRepository } from './known-clients.repository.js';
import { OpenIdConnect } from './openid-connect.js';
import { Passkeys } from './passkeys.js';
import { PasskeysRepository } from './passkeys.repository.js';
import { Passwords } from './passwords.js';
import { Throttle } from './throttle.js';

/** Accounts of those who administer the server and its organizations. */
@Module({
  imports: [
    TypeOrmModule.forFeature([
      Admin,
      AdminAttempt,
      AdminChallenge,
      AdminKnownClient,
      AdminPasskey,
      AdminSession,
      AdminToken,
    ]),
    AdminMailModule,
    EventsModule,
    MailModule,
    OrganizationsModule,
    SecretsModule,
  ],
  providers: [
    AdminsRepository,
    CredentialsRepository,
    PasskeysRepository,
    AttemptsRepository,
    KnownClientsRepository,
    KnownClients,
    Passwords,
    Throttle,
    AdminCredentials,
    AdminTokenStrategy,
    AdminEvents,
    FoundTokens,
    AdminsService,
    Passkeys,
    OpenIdConnect,
  ],
  exports: [AdminCredentials, AdminsService, AttemptsRepository, FoundTokens, Passkeys, OpenIdConnect, Throttle],
})
export class AdminsModule {}
