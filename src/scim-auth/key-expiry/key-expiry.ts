import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { KeyMail } from '../../messaging/admin-mail/key-mail.js';
import { clock } from '../../platform/database/clock.js';
import { Migrator } from '../../platform/database/migrator.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { SERVER } from '../../events/actor.js';
import type { EventDraft } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import { EXPIRING_KINDS, type ExpiringKey, type ExpiringKind, KeyExpiryRepository } from './key-expiry.repository.js';
import { DAY_MS, isoTime } from '../../platform/time.js';

/** Days before the end at which admins are told, the last ones first. */
const TOLD_DAYS = [1, 7, 30];
const EVERY_MS = 3_600_000;
const EVENTS: Readonly<Record<ExpiringKind, Pick<EventDraft, 'type' | 'resourceType'>>> = {
  scim: { type: 'key.expires_soon', resourceType: 'Key' },
  application: { type: 'application_key.expires_soon', resourceType: 'ApplicationKey' },
};

/**
 * Tells admins 30 days, a week and a day before a key expires: a mail and an event, once each, whichever process looks
 * first. Nothing is said 30 days before the end of a key that was made for a week.
 */
@Injectable()
export class KeyExpiry implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(KeyExpiry.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly migrator: Migrator,
    private readonly keys: KeyExpiryRepository,
    private readonly events: EventsRepository,
    private readonly mail: KeyMail,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => void this.look().catch((error: Error) => this.logger.warn(error.message));
    this.timer = setInterval(look, EVERY_MS).unref();
    look();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** @returns how many keys were told of */
  async look(now = clock.now()): Promise<number> {
    if (!(await this.migrator.current())) return 0;
    let told = 0;
    for (const kind of EXPIRING_KINDS) {
      for (const days of TOLD_DAYS) {
        const term = { days, now, until: now + days * DAY_MS };
        const due = await this.unitOfWork.read((connection) => this.keys.due(connection, kind, term));
        const long = due.filter(({ createdAt, expiresAt }) => expiresAt - createdAt > days * DAY_MS);
        for (const key of long) told += (await this.tell(kind, key, days)) ? 1 : 0;
      }
    }
    return told;
  }

  private tell(kind: ExpiringKind, key: ExpiringKey, days: number): Promise<boolean> {
    const { organizationId, id: resourceId, label, expiresAt } = key;
    return this.unitOfWork.run(async (transaction) => {
      if (!(await this.keys.claim(transaction, kind, key, days))) return false;
      await this.mail.expires(transaction, kind, key);
      const data = { label, days, expiresAt: isoTime(expiresAt) };
      await this.events.append(transaction, { organizationId, actor: SERVER }, [{ ...EVENTS[kind], resourceId, data }]);
      return true;
    });
  }
}
