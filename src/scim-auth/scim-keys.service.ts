import { Injectable, Logger } from '@nestjs/common';
import { clock } from '../platform/database/clock.js';
import { KeyMail } from '../messaging/admin-mail/key-mail.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { type Actor, type ChangeContext, finderAt } from '../events/actor.js';
import type { EventDraft } from '../events/event.js';
import { type CommitListener, OnCommit } from '../events/committed-events.js';
import { EventsRepository } from '../events/events.repository.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import type { KeyRefusal } from '../scim/http/key-refusal.js';
import { HIDES, isLegible } from '../scim/attributes/visible-text.js';
import type { ProfileName } from '../scim/protocol/profile.js';
import { CredentialCache } from './credential-cache.js';
import { type KeyParts, newKey, parseKey } from './key-format.js';
import type { ScimKey } from './scim-key.entity.js';
import { type KeyCredential, ScimKeysRepository } from './scim-keys.repository.js';
import { Problem } from '../platform/http/problem.js';
import { matches, sha256 } from '../platform/ids/sha256.js';
import { isoTime } from '../platform/time.js';

/** Keys of an organization that work at the same time, retiring ones included. */
export const MAX_KEYS = 10;
const MAX_LABEL_LENGTH = 100;
const MAX_AGENT_LENGTH = 200;
/** How exact "last used" is; a busy key is not written at every request. */
const LAST_USED_INTERVAL_MS = 60_000;
/** Shorter where clients alternate, as those of an identity provider with several addresses do. */
const LAST_CLIENT_INTERVAL_MS = 5_000;
/** A use after such a pause, or the first one, is an event. */
const PAUSE_MS = 86_400_000;
/** Events after which a credential may say something else. */
const CACHED_FROM = new Set(['Key', 'Organization']);
/** A request on a key that cannot be carried out; the message says why. */
class ScimKeyError extends Problem {
  constructor(detail: string, status = 400, reason = 'invalid') {
    super(status, reason, detail);
  }
}

interface NewKeyOptions {
  readonly label?: string;
  readonly profile?: ProfileName;
  /** Milliseconds that the key lives. */
  readonly lifetime: number;
  /** The server tries its own endpoint with it: it is never shown, does not count and nobody is written to. */
  readonly isProbe?: boolean;
}

/** The keys of organizations: made, shown once, rotated with overlap, revoked at once. */
@Injectable()
@OnCommit()
export class ScimKeysService implements CommitListener {
  private readonly logger = new Logger(ScimKeysService.name);
  private readonly cache = new CredentialCache<KeyCredential>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly keys: ScimKeysRepository,
    private readonly events: EventsRepository,
    private readonly mail: KeyMail,
  ) {}

  onCommit(organizationId: string, drafts: readonly EventDraft[]): void {
    if (drafts.some(({ resourceType }) => CACHED_FROM.has(resourceType))) this.cache.forget(organizationId);
  }

  /** @returns the key itself, this once @throws OrganizationError, ScimKeyError */
  async create(
    organizationId: string,
    { label = '', profile = 'compat', lifetime, isProbe = false }: NewKeyOptions,
    actor: Actor,
  ): Promise<{ id: string; key: string }> {
    await this.organizations.get(organizationId);
    if (label.length > MAX_LABEL_LENGTH) throw new ScimKeyError(`A label has at most ${MAX_LABEL_LENGTH} characters`);
    if (!isLegible(label)) throw new ScimKeyError(`The label ${HIDES}`);
    const { id, secret, key } = newKey();
    const createdAt = clock.now();
    const row: ScimKey = {
      organizationId,
      id,
      label,
      profile,
      secretHash: sha256(secret),
      createdAt,
      expiresAt: createdAt + lifetime,
      retiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
      lastUsedFrom: null,
      lastUsedBy: null,
      expiryToldDays: null,
    };
    await this.unitOfWork.run(async (transaction) => {
      // Two who make a key at once come in turn.
      await this.events.lock(transaction, organizationId);
      if (!isProbe && (await this.keys.countWorking(transaction, organizationId, createdAt)) >= MAX_KEYS)
        throw new ScimKeyError(
          `An organization has at most ${MAX_KEYS} valid SCIM keys, retiring ones included: revoke one first`,
          409,
          'too_many',
        );
      await this.keys.insert(transaction, row);
      if (!isProbe) await this.mail.made(transaction, 'scim', row, actor);
      const data = { label, profile, expiresAt: isoTime(row.expiresAt) };
      await this.events.append(transaction, { organizationId, actor }, [keyEvent('created', id, data)]);
    });
    return { id, key };
  }

  async list(organizationId: string): Promise<ScimKey[]> {
    await this.organizations.get(organizationId);
    return this.unitOfWork.read((connection) => this.keys.list(connection, organizationId));
  }

  /** Lets the key work until a date, for a successor to take over. @throws ScimKeyError */
  async retire(organizationId: string, id: string, retiresAt: number, actor: Actor): Promise<ScimKey> {
    return this.unitOfWork.run(async (transaction) => {
      const key = refuseRevoked(await this.keys.lock(transaction, organizationId, id));
      await this.keys.setRetiresAt(transaction, key, retiresAt);
      const retiresAtBefore = key.retiresAt === null ? null : isoTime(key.retiresAt);
      const event = keyEvent('retired', id, { retiresAt: isoTime(retiresAt), retiresAtBefore });
      await this.events.append(transaction, { organizationId, actor }, [event]);
      return { ...key, retiresAt };
    });
  }

  /** Ends the key at once. @throws ScimKeyError */
  async revoke(organizationId: string, id: string, actor: Actor): Promise<ScimKey> {
    return this.unitOfWork.run(async (transaction) => {
      const key = refuseRevoked(await this.keys.lock(transaction, organizationId, id));
      const revokedAt = clock.now();
      await this.keys.setRevokedAt(transaction, key, revokedAt);
      await this.events.append(transaction, { organizationId, actor }, [keyEvent('revoked', id, {})]);
      return { ...key, revokedAt };
    });
  }

  /**
   * Ends a key that somebody at that address has found, whatever its organization: its secret is the proof. A retired key
   * is ended too, because a later date would bring it back. @returns whether there was anything to end
   */
  async endFound({ id, secret }: KeyParts, from: string): Promise<boolean> {
    const credential = await this.unitOfWork.read((connection) => this.keys.credential(connection, id));
    const isRight = matches(secret, credential?.secretHash);
    if (!credential || !isRight) return false;
    const { organizationId } = credential;
    return this.unitOfWork.run(async (transaction) => {
      const key = await this.keys.lock(transaction, organizationId, id);
      const now = clock.now();
      if (!key || key.revokedAt !== null || key.expiresAt <= now) return false;
      await this.keys.setRevokedAt(transaction, key, now);
      await this.mail.found(transaction, 'scim', key, from);
      const event = keyEvent('revoked', id, { label: key.label });
      await this.events.append(transaction, { organizationId, actor: finderAt(from) }, [event]);
      return true;
    });
  }

  /** The key's row when the text is a key of the organization that works now, or what is wrong with it. */
  async authenticate(text: string, organizationId: unknown): Promise<KeyCredential | KeyRefusal> {
    const parts = parseKey(text);
    if (!parts) return refusal('malformed');
    const credential = await this.credential(parts.id);
    const isRight = matches(parts.secret, credential?.secretHash);
    if (!credential || !isRight) return refusal('wrong');
    if (credential.organizationId !== organizationId) return refusal('other_organization');
    const end = endOf(credential, clock.now());
    return end === undefined ? credential : refusal(end, credential.id);
  }

  /** The row of a key that was shown before, when it works still, or what has ended it. */
  async current(organizationId: string, id: string): Promise<KeyCredential | KeyRefusal> {
    const credential = await this.credential(id);
    if (credential?.organizationId !== organizationId) return refusal('wrong');
    const end = endOf(credential, clock.now());
    return end === undefined ? credential : refusal(end, id);
  }

  /** Notes the use of a key, to the minute, and another client of it within seconds. Never fails: a request is not refused for it. */
  async noteUse(key: ScimKey, from: string, agent: string): Promise<void> {
    const now = clock.now();
    const by = agent.slice(0, MAX_AGENT_LENGTH);
    const isSameClient = key.lastUsedFrom === from && key.lastUsedBy === by;
    const interval = isSameClient ? LAST_USED_INTERVAL_MS : LAST_CLIENT_INTERVAL_MS;
    if (now - (key.lastUsedAt ?? 0) < interval) return;
    const lastUse = { lastUsedAt: now, lastUsedFrom: from, lastUsedBy: by };
    this.cache.amend(key.id, lastUse);
    await this.unitOfWork
      .run(async (transaction) => {
        const before = isPause(key, now) && (await this.keys.lock(transaction, key.organizationId, key.id));
        await this.keys.setLastUsed(transaction, key, lastUse);
        if (before && isPause(before, now))
          await this.events.append(transaction, contextOf(key), [useEvent(before, from, by)]);
      })
      .catch(() => this.logger.warn(`Could not record the last use of key ${key.id}`));
  }

  private credential(id: string): Promise<KeyCredential | null> {
    return this.cache.get(id, (wanted) =>
      this.unitOfWork.read((connection) => this.keys.credential(connection, wanted)),
    );
  }
}

function isPause({ lastUsedAt }: ScimKey, now: number): boolean {
  return lastUsedAt === null || now - lastUsedAt >= PAUSE_MS;
}

function contextOf({ organizationId, id, label }: ScimKey): ChangeContext {
  return { organizationId, actor: { kind: 'key', id, label } };
}

function useEvent({ id, lastUsedAt }: ScimKey, from: string, by: string): EventDraft {
  return keyEvent('used', id, { from, by, lastUsedAtBefore: lastUsedAt === null ? null : isoTime(lastUsedAt) });
}

function refusal(reason: KeyRefusal['reason'], keyId: string | null = null): KeyRefusal {
  return { reason, keyId };
}

/** What has ended the key. */
function endOf({ expiresAt, retiresAt, revokedAt }: ScimKey, now: number): KeyRefusal['reason'] | undefined {
  if (revokedAt !== null) return 'revoked';
  if (now >= expiresAt) return 'expired';
  return retiresAt !== null && now >= retiresAt ? 'retired' : undefined;
}

function refuseRevoked(key: ScimKey | null): ScimKey {
  if (!key) throw new ScimKeyError('The organization has no such key: see "muster key list"', 404, 'unknown');
  if (key.revokedAt !== null)
    throw new ScimKeyError(`The key was revoked on ${isoTime(key.revokedAt)}`, 409, 'revoked');
  return key;
}

function keyEvent(what: string, id: string, data: object): EventDraft {
  return { type: `key.${what}`, resourceType: 'Key', resourceId: id, data };
}
