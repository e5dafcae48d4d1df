import type { Actor } from '../events/actor.js';
import { displayNameOf } from '../users/user-mailing.js';
import type { User } from '../users/users.repository.js';

/** A person as the one who makes a change. */
export function memberActor(user: User): Actor {
  return { kind: 'member', id: user.id, label: displayNameOf(user) };
}
