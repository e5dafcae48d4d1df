import { Injectable } from '@nestjs/common';
import { HIDES, isLegible } from '../scim/attributes/visible-text.js';
import { clock } from '../platform/database/clock.js';
import { newId } from '../platform/ids/new-id.js';
import type { Connection } from '../platform/database/connection.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import type { Actor } from '../events/actor.js';
import { EventsRepository } from '../events/events.repository.js';
import { Configuration } from '../platform/config/configuration.js';
import { changedSettings, defaultSettings, differences, type OrganizationSettings } from './organization-settings.js';
import { nameKeyOf } from './name-key.js';
import type { Organization } from './organization.entity.js';
import { OrganizationsRepository } from './organizations.repository.js';
import { Problem } from '../platform/http/problem.js';
import { isoTime } from '../platform/time.js';

const MAX_NAME_LENGTH = 200;
/** MariaDB refuses to compare ids with other characters. */
const ID = /^[\x21-\x7e]+$/;

/** A request on an organization that cannot be carried out; the message says why. */
export class OrganizationError extends Problem {
  constructor(detail: string, status = 400, reason = 'invalid') {
    super(status, reason, detail);
  }
}

/** Organizations and their SCIM switch. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly configuration: Configuration,
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsRepository,
    private readonly events: EventsRepository,
  ) {}

  /** @throws OrganizationError when the name is empty, too long or hides something */
  checkName(name: string): void {
    checkedName(name);
  }

  /** @throws OrganizationError as `checkName` */
  async create(name: string, scimEnabled: boolean, actor: Actor): Promise<Organization> {
    const trimmed = checkedName(name);
    const organization = {
      id: newId(),
      name: trimmed,
      nameKey: nameKeyOf(trimmed),
      scimEnabled,
      createdAt: clock.now(),
      schemasVersion: 0,
      waitingToldAt: null,
    };
    await this.unitOfWork.run(async (transaction) => {
      await this.organizations.insert(transaction, organization);
      await this.events.start(transaction, organization.id);
      await this.events.append(transaction, { organizationId: organization.id, actor }, [
        {
          type: 'organization.created',
          resourceType: 'Organization',
          resourceId: organization.id,
          data: { name: trimmed, scimEnabled },
        },
      ]);
    });
    return { ...organization, settings: defaultSettings };
  }

  list(): Promise<Organization[]> {
    return this.unitOfWork.read((connection) => this.organizations.list(connection));
  }

  /**
   * In the order of their creation.
   * @param afterId of the last one before, or an empty text @param only the one that somebody may see, or undefined for all
   */
  page(afterId: string, limit: number, only: string | undefined): Promise<Organization[]> {
    return this.unitOfWork.read((connection) => this.organizations.page(connection, afterId, limit, only));
  }

  /**
   * Lists organizations whose name begins with a text, by name.
   * @throws OrganizationError where somebody may see none of `afterId`
   */
  search(text: string, afterId: string, limit: number, only: string | undefined): Promise<Organization[]> {
    return this.unitOfWork.read(async (connection) => {
      const isSeen = only === undefined || only === afterId;
      const after = afterId !== '' && isSeen ? await this.organizations.find(connection, afterId) : null;
      if (afterId !== '' && !after) throw new OrganizationError('after has to be `next` of the page before');
      return this.organizations.search(connection, text, after, limit, only);
    });
  }

  /** @throws OrganizationError when there is none of that id */
  get(id: string): Promise<Organization> {
    return this.unitOfWork.read((connection) => this.getWithin(connection, id));
  }

  async getWithin(connection: Connection, id: string): Promise<Organization> {
    const organization = ID.test(id) ? await this.organizations.find(connection, id) : null;
    if (!organization)
      throw new OrganizationError(`There is no organization ${id}: see "muster organization list"`, 404, 'unknown');
    return organization;
  }

  /** @throws OrganizationError as `checkName` */
  async rename(id: string, name: string, actor: Actor): Promise<Organization> {
    const organization = await this.get(id);
    const after = checkedName(name);
    if (after === organization.name) return organization;
    await this.unitOfWork.run(async (transaction) => {
      await this.organizations.setName(transaction, id, after);
      const data = { changes: { name: { before: organization.name, after } } };
      await this.events.append(transaction, { organizationId: id, actor }, [
        { type: 'organization.renamed', resourceType: 'Organization', resourceId: id, data },
      ]);
    });
    return { ...organization, name: after };
  }

  /** Switches SCIM on or off. Keys and people stay as they are. */
  async setScimEnabled(id: string, enabled: boolean, actor: Actor): Promise<Organization> {
    const organization = await this.get(id);
    await this.unitOfWork.run(async (transaction) => {
      if (!(await this.organizations.setScimEnabled(transaction, id, enabled))) return;
      await this.events.append(transaction, { organizationId: id, actor }, [
        {
          type: enabled ? 'organization.scim_enabled' : 'organization.scim_disabled',
          resourceType: 'Organization',
          resourceId: id,
          data: { changes: { scimEnabled: { before: !enabled, after: enabled } } },
        },
      ]);
    });
    return { ...organization, scimEnabled: enabled };
  }

  /** Changes some settings. @throws OrganizationError that says what is wrong with them */
  async changeSettings(id: string, change: Partial<OrganizationSettings>, actor: Actor): Promise<Organization> {
    const organization = await this.get(id);
    return this.unitOfWork.run(async (transaction) => {
      const before = await this.organizations.lockSettings(transaction, id);
      const { settings, mistakes } = changedSettings(before, change);
      if (mistakes.length > 0) throw new OrganizationError(mistakes.join('; '));
      const changes = differences(before, settings);
      if (Object.keys(changes).length === 0) return { ...organization, settings };
      await this.organizations.setSettings(transaction, id, settings);
      await this.events.append(transaction, { organizationId: id, actor }, [
        { type: 'organization.settings_changed', resourceType: 'Organization', resourceId: id, data: { changes } },
      ]);
      return { ...organization, settings };
    });
  }

  /** An organization as admins see it. */
  shown({ id, name, scimEnabled, createdAt }: Organization) {
    return { id, name, scimEnabled, scimUrl: this.scimUrl(id), created: isoTime(createdAt) };
  }

  /** The base URL to paste into the identity provider. */
  scimUrl(id: string): string {
    return `${this.configuration.PUBLIC_URL}/scim/v2/${id}`;
  }
}

function checkedName(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > MAX_NAME_LENGTH)
    throw new OrganizationError(`A name has 1 to ${MAX_NAME_LENGTH} characters`);
  if (!isLegible(trimmed)) throw new OrganizationError(`The name ${HIDES}`);
  return trimmed;
}
