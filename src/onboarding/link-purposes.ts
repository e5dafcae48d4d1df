import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { LinkPurpose } from '../messaging/links/link.entity.js';
import { LinksService } from '../messaging/links/links.service.js';

/** Tells what a link is for, before anybody has proven to have it. */
@Injectable()
export class LinkPurposes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly links: LinksService,
  ) {}

  of(organizationId: string, linkId: string): Promise<LinkPurpose | undefined> {
    return this.unitOfWork.read((connection) => this.links.purposeOf(connection, organizationId, linkId));
  }
}
