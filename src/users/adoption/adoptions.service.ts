import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/connection.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Actor } from '../../events/actor.js';
import { EventsRepository } from '../../events/events.repository.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { UsersRepository } from '../users.repository.js';
import type { Adoption, AdoptionState } from './adoption.entity.js';
import { AdoptionsRepository, type ListedAdoption } from './adoptions.repository.js';

/** What admins decide on people whom they made and an identity provider would like to take over. */
@Injectable()
export class AdoptionsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly adoptions: AdoptionsRepository,
    private readonly users: UsersRepository,
    private readonly events: EventsRepository,
  ) {}

  /** In the order of people's ids. @param afterId of the last one before, or an empty text */
  page(organizationId: string, state: AdoptionState, afterId: string, limit: number): Promise<ListedAdoption[]> {
    return this.unitOfWork.read((connection) => this.adoptions.page(connection, organizationId, state, afterId, limit));
  }

  /** Null where nobody asked and nothing is decided. */
  find(organizationId: string, userId: string): Promise<Adoption | null> {
    return this.unitOfWork.read((connection) => this.adoptions.find(connection, organizationId, userId));
  }

  /** How many wait for a decision. */
  waiting(organizationId: string): Promise<number> {
    return this.unitOfWork.read((connection) => this.adoptions.waiting(connection, organizationId));
  }

  /** The identity provider's next write links the person, whatever else it does. @throws Problem 404, 409 */
  approve(organizationId: string, userId: string, actor: Actor): Promise<Adoption> {
    return this.decide(organizationId, userId, 'approved', actor);
  }

  /** Nothing changes, and nothing is listed any more, until an admin approves after all. @throws Problem 404, 409 */
  refuse(organizationId: string, userId: string, actor: Actor): Promise<Adoption> {
    return this.decide(organizationId, userId, 'refused', actor);
  }

  /** Once somebody becomes an admin: that an ordinary person may be taken over is no agreement on an admin. */
  async endApproval(transaction: Transaction, organizationId: string, userId: string): Promise<void> {
    await this.adoptions.deleteApproval(transaction, organizationId, userId);
  }

  private async decide(
    organizationId: string,
    userId: string,
    state: 'approved' | 'refused',
    actor: Actor,
  ): Promise<Adoption> {
    return this.unitOfWork.run(async (transaction) => {
      const user = await this.users.find(transaction, organizationId, userId, true);
      if (!user) throw notFound('person');
      if (user.isProvisioned && !user.needsApproval)
        throw new Problem(
          409,
          'adopted',
          'The identity provider manages this person already: there is nothing to decide',
        );
      const known = await this.adoptions.find(transaction, organizationId, userId);
      if (known?.state === state) return known;
      const unasked = { wanted: [], firstAskedAt: null, lastAskedAt: null, times: 0, keyId: null } as const;
      const decided: Adoption = { ...unasked, ...known, organizationId, userId, state };
      if (known) await this.adoptions.update(transaction, decided);
      else await this.adoptions.insert(transaction, decided);
      await this.events.append(transaction, { organizationId, actor }, [
        {
          type: `user.adoption_${state}`,
          resourceType: 'User',
          resourceId: userId,
          data: { wanted: decided.wanted, isAdmin: user.isAdmin },
        },
      ]);
      return decided;
    });
  }
}
