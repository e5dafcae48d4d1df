import { Injectable, Logger } from '@nestjs/common';
import { HIDES, isLegible } from '../../scim/attributes/visible-text.js';
import { clock } from '../../platform/database/clock.js';
import { KeyMail } from '../../messaging/admin-mail/key-mail.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { type Actor, finderAt } from '../../events/actor.js';
import { type CommitListener, OnCommit } from '../../events/committed-events.js';
import type { EventDraft } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { CredentialCache } from '../credential-cache.js';
import { type KeyParts, newKey, parseKey } from '../key-format.js';
import type { ApplicationKey } from './application-key.entity.js';
import { ApplicationKeysRepository } from './application-keys.repository.js';
import { Problem } from '../../platform/http/problem.js';
import { matches, sha256 } from '../../platform/ids/sha256.js';
import { isoTime } from '../../platform/time.js';

/** Keys of an organization that work at the same time. */
export const MAX_APPLICATION_KEYS = 20;
const MAX_LABEL_LENGTH = 100;
/** How exact "last used" is. */
const LAST_USED_INTERVAL_MS = 60_000;
/** A request on a key that cannot be carried out; the message says why. */
class ApplicationKeyError extends Problem {
  constructor(detail: string, status = 400, reason = 'invalid') {
    super(status, reason, detail);
  }
}

/** The keys with which applications read events: made, shown once, revoked at once. */
@Injectable()
@OnCommit()
export class ApplicationKeysService implements CommitListener {
  private readonly logger = new Logger(ApplicationKeysService.name);
  private readonly cache = new CredentialCache<ApplicationKey>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly keys: ApplicationKeysRepository,
    private readonly events: EventsRepository,
    private readonly mail: KeyMail,
  ) {}

  onCommit(organizationId: string, drafts: readonly EventDraft[]): void {
    if (drafts.some(({ resourceType }) => resourceType === 'ApplicationKey')) this.cache.forget(organizationId);
  }

  /**
   * @param lifetime in milliseconds
   * @returns the key itself, this once @throws OrganizationError, ApplicationKeyError
   */
  async create(
    organizationId: string,
    label: string,
    lifetime: number,
    actor: Actor,
  ): Promise<{ id: string; key: string }> {
    await this.organizations.get(organizationId);
    if (label.length > MAX_LABEL_LENGTH)
      throw new ApplicationKeyError(`A label has at most ${MAX_LABEL_LENGTH} characters`);
    if (!isLegible(label)) throw new ApplicationKeyError(`The label ${HIDES}`);
    const { id, secret, key } = newKey('app');
    const createdAt = clock.now();
    const expiresAt = createdAt + lifetime;
    const secretHash = sha256(secret);
    await this.unitOfWork.run(async (transaction) => {
      const row = {
        organizationId,
        id,
        label,
        secretHash,
        createdAt,
        expiresAt,
        revokedAt: null,
        lastUsedAt: null,
        expiryToldDays: null,
      };
      // Two who make a key at once come in turn.
      await this.events.lock(transaction, organizationId);
      if ((await this.keys.countWorking(transaction, organizationId, createdAt)) >= MAX_APPLICATION_KEYS)
        throw new ApplicationKeyError(
          `An organization has at most ${MAX_APPLICATION_KEYS} valid application keys: revoke one first`,
          409,
          'too_many',
        );
      await this.keys.insert(transaction, row);
      await this.mail.made(transaction, 'application', row, actor);
      const data = { label, expiresAt: isoTime(expiresAt) };
      await this.events.append(transaction, { organizationId, actor }, [keyEvent('created', id, data)]);
    });
    return { id, key };
  }

  async list(organizationId: string): Promise<ApplicationKey[]> {
    await this.organizations.get(organizationId);
    return this.unitOfWork.read((connection) => this.keys.list(connection, organizationId));
  }

  /** Ends the key at once. @throws ApplicationKeyError */
  async revoke(organizationId: string, id: string, actor: Actor): Promise<ApplicationKey> {
    return this.unitOfWork.run(async (transaction) => {
      const key = await this.keys.lock(transaction, organizationId, id);
      if (!key)
        throw new ApplicationKeyError(
          'The organization has no such key: see "muster application-key list"',
          404,
          'unknown',
        );
      if (key.revokedAt !== null) throw new ApplicationKeyError('The key is revoked already', 409, 'revoked');
      const revokedAt = clock.now();
      await this.keys.setRevokedAt(transaction, key, revokedAt);
      await this.events.append(transaction, { organizationId, actor }, [keyEvent('revoked', id, {})]);
      return { ...key, revokedAt };
    });
  }

  /** Ends a key that somebody at that address has found, whatever its organization. @returns whether there was anything to end */
  async endFound({ id, secret }: KeyParts, from: string): Promise<boolean> {
    const credential = await this.unitOfWork.read((connection) => this.keys.find(connection, id));
    const isRight = matches(secret, credential?.secretHash);
    if (!credential || !isRight) return false;
    const { organizationId } = credential;
    return this.unitOfWork.run(async (transaction) => {
      const key = await this.keys.lock(transaction, organizationId, id);
      const now = clock.now();
      if (!key || key.revokedAt !== null || key.expiresAt <= now) return false;
      await this.keys.setRevokedAt(transaction, key, now);
      await this.mail.found(transaction, 'application', key, from);
      const event = keyEvent('revoked', id, { label: key.label });
      await this.events.append(transaction, { organizationId, actor: finderAt(from) }, [event]);
      return true;
    });
  }

  /** The key when the text is one that works now for that organization; undefined for everything else. */
  async authenticate(text: string, organizationId: string): Promise<ApplicationKey | undefined> {
    const parts = parseKey(text, 'app');
    if (!parts) return undefined;
    const credential = await this.cache.get(parts.id, (id) =>
      this.unitOfWork.read((connection) => this.keys.find(connection, id)),
    );
    const isRight = matches(parts.secret, credential?.secretHash);
    if (!credential || !isRight || credential.organizationId !== organizationId) return undefined;
    return credential.revokedAt === null && clock.now() < credential.expiresAt ? credential : undefined;
  }

  /** Notes the use of a key, to the minute. Never fails: a request is not refused for it. */
  async noteUse(key: ApplicationKey): Promise<void> {
    const now = clock.now();
    if (now - (key.lastUsedAt ?? 0) < LAST_USED_INTERVAL_MS) return;
    this.cache.amend(key.id, { lastUsedAt: now });
    await this.unitOfWork
      .run((transaction) => this.keys.setLastUsedAt(transaction, key, now))
      .catch(() => this.logger.warn(`Could not record the last use of application key ${key.id}`));
  }
}

function keyEvent(what: string, id: string, data: object): EventDraft {
  return { type: `application_key.${what}`, resourceType: 'ApplicationKey', resourceId: id, data };
}
