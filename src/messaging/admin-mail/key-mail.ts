import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/connection.js';
import type { Actor } from '../../events/actor.js';
import type { KeyKind } from '../mail/mail.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { AdminMail, inConsole } from './admin-mail.js';

interface MailedKey {
  readonly organizationId: string;
  readonly id: string;
  readonly label: string;
  /** In milliseconds since 1970; null for what does not expire. */
  readonly expiresAt: number | null;
}

/** Where the console shows keys of a kind, below the organization. */
const PAGES: Readonly<Record<KeyKind, string>> = {
  scim: 'scim',
  application: 'settings/application-keys',
  webhook: 'webhooks',
  admin: 'admins',
  passkey: 'admins',
  account: 'admins',
};

/** Mails admins when a key is made, before one expires, and when one was found and ended. */
@Injectable()
export class KeyMail {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly mail: AdminMail,
  ) {}

  async made(transaction: Transaction, kind: KeyKind, key: MailedKey, { label: by }: Actor): Promise<void> {
    const { organizationId, id, label, expiresAt } = key;
    const { name: organization } = await this.organizations.getWithin(transaction, organizationId);
    const values = { organization, kind, label: label || id, by: by ?? '', keyExpiresAt: expiresAt };
    await this.mail.tell(transaction, organizationId, {
      topic: `key:${id}`,
      write: (to) => ({
        to: to.address,
        template: 'key-made',
        values: { ...values, person: to.name },
        ...inConsole(to, `o/${organizationId}/${PAGES[kind]}`),
      }),
    });
  }

  /** @param from the address of the report */
  async found(
    transaction: Transaction,
    kind: KeyKind,
    { organizationId, id, label }: Omit<MailedKey, 'expiresAt'>,
    from: string,
  ): Promise<void> {
    const { name: organization } = await this.organizations.getWithin(transaction, organizationId);
    await this.mail.tell(transaction, organizationId, {
      topic: `key-found:${id}`,
      write: (to) => ({
        to: to.address,
        template: 'key-found',
        values: { organization, person: to.name, kind, label: label || id, from },
        ...inConsole(to, `o/${organizationId}/${PAGES[kind]}`),
      }),
    });
  }

  async expires(transaction: Transaction, kind: KeyKind, key: MailedKey & { expiresAt: number }): Promise<void> {
    const { organizationId, id, label, expiresAt } = key;
    const { name: organization } = await this.organizations.getWithin(transaction, organizationId);
    await this.mail.withdraw(transaction, organizationId, `key-expiry:${id}`);
    await this.mail.tell(transaction, organizationId, {
      topic: `key-expiry:${id}`,
      write: (to) => ({
        to: to.address,
        template: 'key-expires',
        values: { organization, person: to.name, kind, label: label || id, keyExpiresAt: expiresAt },
        ...inConsole(to, `o/${organizationId}/${PAGES[kind]}`),
      }),
    });
  }
}
