import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { AT_ONCE, inSteps, Retention } from '../../platform/database/retention.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Organization } from '../../organizations/organization.entity.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { firstIdAt } from '../../platform/ids/id-time.js';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository.js';
import { type EndpointRef, WebhookEndpointsRepository } from './webhook-endpoints.repository.js';
import { DAY_MS } from '../../platform/time.js';

/** Forgets deliveries that are older, or more, than their organization keeps. */
@Injectable()
export class WebhookRetention extends Retention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
  ) {
    super();
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
    const tooOld = firstIdAt(clock.now() - settings.webhookLogDays * DAY_MS);
    const tooMany = await this.unitOfWork.read((connection) =>
      this.deliveries.nth(connection, endpoint, settings.webhookLogRows),
    );
    const before = tooMany !== undefined && tooMany > tooOld ? tooMany : tooOld;
    return inSteps(() =>
      this.unitOfWork.run((transaction) => this.deliveries.forget(transaction, endpoint, before, AT_ONCE)),
    );
  }
}
