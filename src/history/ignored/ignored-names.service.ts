import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { notFound } from '../../platform/http/problem.js';
import { SchemasService } from '../../organizations/schemas/schemas.service.js';
import type { Extensions } from '../../scim/attributes/extensions.js';
import type { ResourceType } from '../../scim/attributes/resource-type.js';
import { parseAttrPath } from '../../scim/filter/attr-path.js';
import { ResourcesRegistry } from '../../scim/resource/resources.registry.js';
import type { IgnoredName } from './ignored-name.entity.js';
import { IgnoredNamesRepository } from './ignored-names.repository.js';

const DEFINABLE = /^(?:urn:.+|[A-Za-z][\w$-]*)$/i;

/** A name, and whether an admin can define it as an extension. */
export interface ListedName extends IgnoredName {
  readonly isDefinable: boolean;
}

/** What admins see of names that identity providers send and no schema defines. */
@Injectable()
export class IgnoredNamesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly names: IgnoredNamesRepository,
    private readonly schemas: SchemasService,
    private readonly registry: ResourcesRegistry,
  ) {}

  /** Those that are still not defined, the last sent first. @throws OrganizationError */
  async list(organizationId: string): Promise<ListedName[]> {
    const extensions = await this.schemas.current(organizationId);
    const names = await this.unitOfWork.read((connection) => this.names.list(connection, organizationId));
    return names.flatMap((ignored) => {
      const type = this.typeOf(ignored, extensions);
      return isDefined(ignored, type) ? [] : [{ ...ignored, isDefinable: isDefinable(ignored, type) }];
    });
  }

  /** @throws Problem 404 */
  async hide(organizationId: string, resourceType: string, name: string, isHidden: boolean): Promise<void> {
    const found = await this.unitOfWork.run((transaction) =>
      this.names.hide(transaction, organizationId, resourceType, name, isHidden),
    );
    if (!found) throw notFound('ignored attribute');
  }

  private typeOf({ resourceType }: IgnoredName, extensions: Extensions): ResourceType | undefined {
    const resources = this.registry.list().find(({ type }) => type.name === resourceType);
    return resources && extensions.of(resources.type);
  }
}

function isDefined({ name }: IgnoredName, type: ResourceType | undefined): boolean {
  if (!type) return false;
  const attrPath = parseAttrPath(name);
  const isFound = attrPath !== undefined && type.find(attrPath) !== undefined;
  return isFound || type.extension(name) !== undefined || type.extensionWith(name) !== undefined;
}

/** Whether an extension can define it: it is an attribute at the top, or a schema of its own. */
function isDefinable({ name, nameKey }: IgnoredName, type: ResourceType | undefined): boolean {
  const schemas = type ? [type.schema, ...type.extensions] : [];
  return DEFINABLE.test(name) && !schemas.some(({ id }) => nameKey.startsWith(`${id.toLowerCase()}:`));
}
