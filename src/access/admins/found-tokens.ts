import { Injectable } from '@nestjs/common';
import { KeyMail } from '../../messaging/admin-mail/key-mail.js';
import { Configuration } from '../../platform/config/configuration.js';
import { clock } from '../../platform/database/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { finderAt } from '../../events/actor.js';
import { DirectMail } from '../../messaging/mail/direct-mail.js';
import type { KeyParts } from '../../scim-auth/key-format.js';
import { matches } from '../../platform/ids/sha256.js';
import { AdminEvents } from './admin-events.js';
import type { Admin } from './admin.entity.js';
import { AdminsRepository } from './admins.repository.js';
import type { AdminToken } from './admin-token.entity.js';
import { CredentialsRepository } from './credentials.repository.js';

/** Ends tokens of admins that somebody has found: the secret is the proof. */
@Injectable()
export class FoundTokens {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly admins: AdminsRepository,
    private readonly credentials: CredentialsRepository,
    private readonly events: AdminEvents,
    private readonly mail: KeyMail,
    private readonly direct: DirectMail,
    private readonly configuration: Configuration,
  ) {}

  /** @param from the address of the report @returns whether there was anything to end */
  async endFound({ id, secret }: KeyParts, from: string): Promise<boolean> {
    const found = await this.unitOfWork.read((connection) => this.credentials.findToken(connection, id));
    const isRight = matches(secret, found?.secretHash);
    if (!found || !isRight || found.expiresAt <= clock.now()) return false;
    const admin = await this.unitOfWork.run(async (transaction) => {
      const owner = await this.admins.find(transaction, found.adminId);
      if (!owner || !(await this.credentials.deleteToken(transaction, owner.id, id))) return undefined;
      const { organizationId } = owner;
      await this.events.tell(transaction, 'token_revoked', owner, finderAt(from), { tokenId: id, label: found.label });
      if (organizationId !== null)
        await this.mail.found(transaction, 'admin', { organizationId, id, label: labelOf(found, owner) }, from);
      return owner;
    });
    if (admin?.organizationId === null) this.tellOperator(admin, found, from);
    return admin !== undefined;
  }

  /** Operators belong to no organization, whose outbox would keep the mail. The answer does not wait for the mail server. */
  private tellOperator(operator: Admin, token: AdminToken, from: string): void {
    if (!this.direct.isPossible) return;
    const { email: to, name: person } = operator;
    const values = { organization: null, person, kind: 'admin', label: labelOf(token, operator), from } as const;
    // What goes wrong is in the log already.
    this.direct
      .send({ to, template: 'key-found', values }, `${this.configuration.PUBLIC_URL}/#/account`)
      .catch(() => {});
  }
}

function labelOf({ label }: AdminToken, { email }: Admin): string {
  return `${label} (${email})`;
}
