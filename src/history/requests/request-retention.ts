import { Injectable } from '@nestjs/common';
import { clock } from '../../platform/database/clock.js';
import { AT_ONCE, inSteps, Retention } from '../../platform/database/retention.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Organization } from '../../organizations/organization.entity.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { firstIdAt } from '../../platform/ids/id-time.js';
import { ScimRequestsRepository } from './scim-requests.repository.js';
import { DAY_MS } from '../../platform/time.js';

/** Share of an organization's rows that requests without a valid key may take, so that a flood of them pushes out no others. */
const SHARE_WITHOUT_KEY = 0.1;
const BEFORE_ALL = '';
const AFTER_ALL = 'g';

/** Forgets SCIM requests that are older, or more, than their organization keeps. */
@Injectable()
export class RequestRetention extends Retention {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly requests: ScimRequestsRepository,
  ) {
    super();
  }

  /** @returns how many */
  async forget(): Promise<number> {
    let total = 0;
    for (const organization of await this.organizations.list()) total += await this.forgetOf(organization);
    return total;
  }

  private async forgetOf({ id, settings }: Organization): Promise<number> {
    const { requestLogDays, requestLogRows } = settings;
    const tooOld = firstIdAt(clock.now() - requestLogDays * DAY_MS);
    const tooMany = await this.idBeyond(id, requestLogRows, false);
    const tooManyWithoutKey = await this.idBeyond(id, Math.ceil(requestLogRows * SHARE_WITHOUT_KEY), true);
    return (
      (await this.forgetBefore(id, tooMany > tooOld ? tooMany : tooOld, false)) +
      (await this.forgetBefore(id, tooManyWithoutKey, true))
    );
  }

  /** The id before which the rows beyond a number are. */
  private async idBeyond(organizationId: string, rows: number, withoutKey: boolean): Promise<string> {
    if (rows === 0) return AFTER_ALL;
    const last = await this.unitOfWork.read((connection) =>
      this.requests.nth(connection, organizationId, rows - 1, {}, withoutKey),
    );
    return last ?? BEFORE_ALL;
  }

  private async forgetBefore(organizationId: string, before: string, withoutKey: boolean): Promise<number> {
    return inSteps(() =>
      this.unitOfWork.run((transaction) =>
        this.requests.forget(transaction, organizationId, before, AT_ONCE, withoutKey),
      ),
    );
  }
}
