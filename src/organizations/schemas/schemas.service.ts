import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { clock } from '../../platform/database/clock.js';
import { UniqueViolationError } from '../../platform/database/database-errors.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { Actor } from '../../events/actor.js';
import type { EventDraft } from '../../events/event.js';
import { EventsRepository } from '../../events/events.repository.js';
import { Problem } from '../../platform/http/problem.js';
import { OrganizationsService } from '../organizations.service.js';
import { Extensions } from '../../scim/attributes/extensions.js';
import type { Schema } from '../../scim/attributes/schema.js';
import { readSchemaDocument, SchemaDocumentError } from '../../scim/attributes/schema-document.js';
import { ScimError } from '../../scim/protocol/scim-error.js';
import { ResourcesRegistry } from '../../scim/resource/resources.registry.js';
import { forgetUnique } from '../../scim/resource/unique-values.js';
import type { OrganizationSchema } from './organization-schema.entity.js';
import { SchemasRepository } from './schemas.repository.js';

const MAX_REMEMBERED = 1_000;

/** The extension schemas that organizations register beside the built-in ones. */
@Injectable()
export class SchemasService {
  private readonly remembered = new LRUCache<string, { version: number; extensions: Extensions }>({
    max: MAX_REMEMBERED,
  });

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly organizations: OrganizationsService,
    private readonly schemas: SchemasRepository,
    private readonly events: EventsRepository,
    private readonly registry: ResourcesRegistry,
  ) {}

  /**
   * What an organization adds to the built-in schemas.
   * @param version of its schemas, which changes with each of them: a copy is kept of the newest
   */
  async extensionsOf(organizationId: string, version: number): Promise<Extensions> {
    if (version === 0) return Extensions.none;
    const known = this.remembered.get(organizationId);
    if (known?.version === version) return known.extensions;
    const list = await this.unitOfWork.read((connection) => this.schemas.list(connection, organizationId));
    const extensions = extensionsOf(list);
    this.remembered.set(organizationId, { version, extensions });
    return extensions;
  }

  /** The organization's extensions, as they are now. */
  async current(organizationId: string): Promise<Extensions> {
    return extensionsOf(await this.list(organizationId));
  }

  async list(organizationId: string): Promise<OrganizationSchema[]> {
    await this.organizations.get(organizationId);
    return this.unitOfWork.read((connection) => this.schemas.list(connection, organizationId));
  }

  /**
   * From then on the organization has the schema. Values under its URN that are stored already, from an earlier
   * registration, have to fit it.
   * @param document of RFC 7643 §7
   * @throws SchemaDocumentError with all faults
   */
  async register(organizationId: string, resourceType: string, document: unknown, actor: Actor): Promise<Schema> {
    await this.organizations.get(organizationId);
    const extensible = this.registry.list().filter(({ isProvisioned }) => isProvisioned);
    const resources = extensible.find(({ type }) => type.name === resourceType);
    if (!resources) {
      const names = new Intl.ListFormat('en').format(extensible.map(({ type }) => type.name));
      throw new SchemaDocumentError([`Extensions are for ${names}, written like this`]);
    }
    const schema = readSchemaDocument(document);
    await this.unitOfWork
      .run(async (transaction) => {
        await this.schemas.countUp(transaction, organizationId);
        const others = await this.schemas.list(transaction, organizationId);
        refuseTaken(schema.id, [...this.builtIn(), ...others.map((other) => readSchemaDocument(other.document).id)]);
        const urnKey = schema.id.toLowerCase();
        const row = { organizationId, urnKey, resourceType, document: document as object, createdAt: clock.now() };
        await this.schemas.insert(transaction, row);
        await forgetUnique(transaction, organizationId, schema.id);
        const faults = await resources.indexExtension(
          transaction,
          organizationId,
          extensionsOf([...others, row]),
          schema,
        );
        if (faults.length > 0) throw new SchemaDocumentError(faults);
        await this.events.append(transaction, { organizationId, actor }, [
          schemaEvent('registered', organizationId, { schema: schema.id, resourceType }),
        ]);
      })
      .catch((error: unknown) => {
        if (error instanceof UniqueViolationError) throw new SchemaDocumentError([taken(schema.id)]);
        if (error instanceof ScimError) throw new SchemaDocumentError([error.detail]);
        throw error;
      });
    return schema;
  }

  /** From then on nobody sees its values; they stay stored and an export shows them. @throws Problem 404 */
  async remove(organizationId: string, urn: string, actor: Actor): Promise<void> {
    await this.organizations.get(organizationId);
    await this.unitOfWork.run(async (transaction) => {
      await this.schemas.countUp(transaction, organizationId);
      if (!(await this.schemas.delete(transaction, organizationId, urn)))
        throw new Problem(404, 'unknown', `The organization has registered no schema ${urn}`);
      await forgetUnique(transaction, organizationId, urn);
      await this.events.append(transaction, { organizationId, actor }, [
        schemaEvent('removed', organizationId, { schema: urn }),
      ]);
    });
  }

  private builtIn(): string[] {
    return this.registry.list().flatMap(({ type }) => [type.schema.id, ...type.extensions.map(({ id }) => id)]);
  }
}

function extensionsOf(list: readonly OrganizationSchema[]): Extensions {
  const byType = new Map<string, Schema[]>();
  for (const { resourceType, document } of list)
    byType.set(resourceType, [...(byType.get(resourceType) ?? []), readSchemaDocument(document)]);
  return new Extensions(byType);
}

/** Neither the same URN nor one that reads like an attribute of another, as in `urn:a:b:c`. */
function refuseTaken(urn: string, others: readonly string[]): void {
  const wanted = urn.toLowerCase();
  for (const other of others.map((each) => each.toLowerCase())) {
    if (wanted === other) throw new SchemaDocumentError([{ detail: taken(urn), pointer: '/id' }]);
    if (wanted.startsWith(`${other}:`) || other.startsWith(`${wanted}:`)) {
      const detail = `${urn} and ${other} cannot be told from paths of each other: take another URN`;
      throw new SchemaDocumentError([{ detail, pointer: '/id' }]);
    }
  }
}

function taken(urn: string): string {
  return `${urn} is registered already: remove it first, its values stay`;
}

function schemaEvent(what: string, organizationId: string, data: object): EventDraft {
  return { type: `organization.schema_${what}`, resourceType: 'Organization', resourceId: organizationId, data };
}
