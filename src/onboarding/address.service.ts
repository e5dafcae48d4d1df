import { Injectable } from '@nestjs/common';
import type { SignedIn } from '../access/signed-in-members.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { EventsRepository } from '../events/events.repository.js';
import { LinksService } from '../messaging/links/links.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { hasAccepted, isActive } from '../users/user-status.js';
import { UsersRepository } from '../users/users.repository.js';
import { Problem } from '../platform/http/problem.js';
import { linkProblem, refuseDomain } from './acceptance.service.js';
import { memberActor } from '../users/member-actor.js';
import { MembersRepository } from './members.repository.js';

/** Another address of a person, once somebody there has opened the link that was sent to it. */
@Injectable()
export class AddressService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly links: LinksService,
    private readonly users: UsersRepository,
    private readonly members: MembersRepository,
    private readonly events: EventsRepository,
  ) {}

  /**
   * Uses the link up. The address of an admin, which decides where a reset key is mailed, moves only for the admin in
   * person: an identity provider could name any mailbox.
   * @param signedIn who has opened the link, where somebody is signed in
   * @throws Problem 403 sign_in_needed, 404, 410
   */
  async prove(organizationId: string, linkId: string, token: string, signedIn?: SignedIn) {
    return this.unitOfWork.run(async (transaction) => {
      const link = await this.links.open(transaction, organizationId, linkId, token);
      if (typeof link === 'string') throw linkProblem(link);
      const user =
        link.purpose === 'address' && (await this.users.find(transaction, organizationId, link.userId, true));
      if (!user) throw linkProblem('unknown');
      if (!isActive(user) || !hasAccepted(user)) throw linkProblem('revoked');
      if (user.isAdmin && signedIn?.user.id !== user.id) throw signInNeeded();
      const organization = await this.organizations.getWithin(transaction, organizationId);
      refuseDomain(organization, link.address);
      const fault = await this.links.use(transaction, link);
      if (fault) throw linkProblem(fault);
      const { address } = link;
      await this.members.move(transaction, user, user.status, address);
      await this.events.append(
        transaction,
        { organizationId, actor: user.isAdmin ? signedIn!.actor : memberActor(user) },
        [
          {
            type: 'user.address_proven',
            resourceType: 'User',
            resourceId: user.id,
            data: { address, addressBefore: user.provenAddress },
          },
        ],
      );
      return { address, organization: { id: organizationId, name: organization.name } };
    });
  }
}

const signInNeeded = () =>
  new Problem(
    403,
    'sign_in_needed',
    'The address of an admin changes only for the admin in person. Sign in with your key in this browser, then open the link again',
  );
