import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import { Migrator } from '../platform/database/migrator.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { WorkLoop } from '../platform/work-loop.js';
import { AsyncRequestsRepository } from '../scim/async/async-requests.repository.js';
import { AsyncRequestsService } from '../scim/async/async-requests.service.js';
import { AsyncOptions } from './async-options.js';
import { QueueRun } from './queue-run.js';

/** Finds organizations whose requests wait to be carried out, and gives each its turns, beside workers in other processes. */
@Injectable()
export class AsyncWorker implements OnApplicationBootstrap, OnModuleDestroy {
  /** Works on organization ids. */
  private readonly loop: WorkLoop<string>;

  constructor(
    unitOfWork: UnitOfWork,
    migrator: Migrator,
    requests: AsyncRequestsRepository,
    run: QueueRun,
    { concurrency, pollInterval }: AsyncOptions,
    accepted: AsyncRequestsService,
  ) {
    this.loop = new WorkLoop(
      {
        name: 'asynchronous requests',
        pollInterval,
        find: async (underWay) =>
          underWay.length < concurrency
            ? unitOfWork.read((connection) => requests.due(connection, clock.now(), concurrency))
            : [],
        hasRoom: (organizationId, underWay) => underWay.length < concurrency && !underWay.includes(organizationId),
        carryOut: (organizationId) => run.run(organizationId, this.loop.stopSignal),
      },
      migrator,
    );
    accepted.subscribe(() => this.loop.wake());
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  /** Before the database goes: begins nothing more, and lets the operations under way end. */
  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
