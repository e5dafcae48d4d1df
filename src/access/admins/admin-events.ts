import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/connection.js';
import type { Actor } from '../../events/actor.js';
import { EventsRepository } from '../../events/events.repository.js';
import type { Admin } from './admin.entity.js';

/** What happens to the admins of an organization is in its audit log. */
@Injectable()
export class AdminEvents {
  constructor(private readonly events: EventsRepository) {}

  /** @param more that the event shall say */
  async tell(transaction: Transaction, what: string, admin: Admin, actor: Actor, more: object = {}): Promise<void> {
    const { organizationId } = admin;
    if (organizationId === null) return actor.recheck?.(transaction);
    const data = { email: admin.email, name: admin.name, ...more };
    await this.events.append(transaction, { organizationId, actor }, [
      { type: `admin.${what}`, resourceType: 'Admin', resourceId: admin.id, data },
    ]);
  }
}

/** An admin as the one who makes a change. */
export function adminActor({ id, name }: Admin): Actor {
  return { kind: 'admin', id, label: name };
}
