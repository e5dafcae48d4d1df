/** A process that does nothing but carry out requests that wait: the built worker, with times that suit a test. For `async-kill.e2e-spec.ts`. */
import { NestFactory } from '@nestjs/core';
import { AsyncRequestsModule } from '../../dist/async-requests/async-requests.module.js';
import { ConfigurationModule } from '../../dist/platform/config/configuration.module.js';
import { loadConfiguration } from '../../dist/platform/config/load-configuration.js';
import { DatabaseModule } from '../../dist/platform/database/database.module.js';
import { GroupsModule } from '../../dist/groups/groups.module.js';
import { UsersModule } from '../../dist/users/users.module.js';

class WorkerProcess {}

const imports = [
  ConfigurationModule.forRoot(loadConfiguration()),
  DatabaseModule,
  UsersModule,
  GroupsModule,
  AsyncRequestsModule.forRoot({ pollInterval: 50, lease: 1_000 }),
];
await NestFactory.createApplicationContext({ module: WorkerProcess, imports }, { logger: false });
process.send('started');
