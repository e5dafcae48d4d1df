import { Injectable } from '@nestjs/common';
import { EventsRepository } from '../../events/events.repository.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { PagingService } from '../paging/paging.service.js';
import { WriteHooks } from './write-hooks.js';

/** What the services of all resource types work with. */
@Injectable()
export class ResourceKernel {
  constructor(
    readonly unitOfWork: UnitOfWork,
    readonly events: EventsRepository,
    readonly pagings: PagingService,
    readonly hooks: WriteHooks,
  ) {}
}
