import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Organization } from '../organizations/organizations.repository.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { firstIdAt } from '../requests/id-time.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import { type EndpointRef, WebhookEndpointsRepository } from './webhook-endpoints.repository.js';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** In one transaction, so that nobody waits long for it. */
const AT_ONCE = 500;

/** Forgets deliveries that are older, or more, than their organization keeps. */
@Injectable()
export class WebhookRetention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(WebhookRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
  ) {}

  onApplicationBootstrap(): void {
    const forget = () => void this.forget().catch((error: Error) => this.logger.warn(error.message));
    this.timer = setInterval(forget, EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** @returns how many */
  async forget(): Promise<number> {
    let total = 0;
    for (const organization of await this.organizations.list()) {
      const endpoints = await this.unitOfWork.read((connection) => this.endpoints.list(connection, organization.id));
      for (const endpoint of endpoints) total += await this.forgetOf(endpoint, organization);
    }
    return total;
  }

  private async forgetOf(endpoint: EndpointRef, { settings }: Organization): Promise<number> {
    const tooOld = firstIdAt(Date.now() - settings.webhookLogDays * DAY_MS);
    const tooMany = await this.unitOfWork.read((connection) =>
      this.deliveries.nth(connection, endpoint, settings.webhookLogRows),
    );
    const before = tooMany !== undefined && tooMany > tooOld ? tooMany : tooOld;
    let total = 0;
    for (let forgotten = AT_ONCE; forgotten === AT_ONCE; total += forgotten)
      forgotten = await this.unitOfWork.run((transaction) =>
        this.deliveries.forget(transaction, endpoint, before, AT_ONCE),
      );
    return total;
  }
}
