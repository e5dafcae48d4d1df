import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { SignedInMembers } from './signed-in-members.js';

/** Who may use which route of `/api/v1`. */
@Module({
  imports: [SessionsModule, UsersModule],
  providers: [SignedInMembers],
  exports: [SignedInMembers],
})
export class AccessModule {}
