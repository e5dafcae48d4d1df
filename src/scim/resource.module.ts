import { Controller, type DynamicModule, Inject, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import type { MigrationInterface, Repository as EntityRepository } from 'typeorm';
import { addMigrations } from '../platform/database/feature-migrations.js';
import type { ResourceType } from './attributes/resource-type.js';
import { ReadableResourceController } from './http/readable-resource.controller.js';
import { ResourceController } from './http/resource.controller.js';
import { documentCodec } from './resource/document-codec.js';
import { ResourceKernel } from './resource/resource-kernel.js';
import type { ComputedAttributes, ResourceCodec, ResourceParts } from './resource/resource-parts.js';
import type { ResourceColumns } from './resource/resource.entity.js';
import { ResourceRepository, type ResourceRow } from './resource/resource.repository.js';
import { ResourceService } from './resource/resource.service.js';
import type { ResourceTable } from './resource/resource-storage.js';
import { ScimModule } from './scim.module.js';

/** A resource type: what it is, and what differs from other resource types. */
interface ResourceFeature<Row extends ResourceRow> extends Omit<
  ResourceParts<Row>,
  'repository' | 'codec' | 'computed'
> {
  /** Its table. */
  readonly entity: Type<ResourceColumns>;
  readonly table?: Omit<ResourceTable, 'name'>;
  /** `documentCodec`, unless rows have more than their document. */
  readonly codec?: ResourceCodec<Row>;
  readonly computed?: Type<ComputedAttributes>;
  /** A class of its own, by which other providers ask for the service. */
  readonly service?: Type<ResourceService<Row>>;
  /** A class of its own, for further statements; it has the table then. */
  readonly repository?: Type<ResourceRepository<Row>>;
  /** Those that make the table. */
  readonly migrations?: readonly Type<MigrationInterface>[];
  /** Modules with what `repository` and `computed` ask for. */
  readonly imports?: ModuleMetadata['imports'];
}

/**
 * Serves resource types. One declaration gives a type its repository, its service and its routes; discovery, bulk requests,
 * queries over all types, extensions, the OpenAPI document and the export find it by `ResourcesRegistry`.
 */
@Module({})
export class ResourceModule {
  static forFeature<Row extends ResourceRow = ResourceRow>(feature: ResourceFeature<Row>): DynamicModule {
    const { entity, table, service, repository, codec, computed, migrations = [], imports = [], ...parts } = feature;
    const { type, isProvisioned = true } = feature;
    const Service = service ?? class extends ResourceService<Row> {};
    const Repository = repository ?? class extends ResourceRepository<Row> {};
    addMigrations(migrations);
    const ownRepository = {
      provide: Repository,
      inject: [getRepositoryToken(entity)],
      useFactory: ({ metadata }: EntityRepository<ResourceColumns>) =>
        new ResourceRepository<Row>(type, { ...table, name: metadata.tableName }),
    };
    const ownService = {
      provide: Service,
      inject: [ResourceKernel, Repository, ...(computed ? [computed] : [])],
      useFactory: (kernel: ResourceKernel, rows: ResourceRepository<Row>, shown?: ComputedAttributes) =>
        new Service(kernel, {
          ...parts,
          // Only a type whose rows have more than their document names a codec.
          codec: codec ?? (documentCodec as ResourceCodec<ResourceRow> as unknown as ResourceCodec<Row>),
          repository: rows,
          computed: shown,
        }),
    };
    return {
      module: ResourceModule,
      imports: [TypeOrmModule.forFeature([entity]), ScimModule, ...imports],
      controllers: [controllerOf(type, isProvisioned, Service)],
      providers: [repository ?? ownRepository, ownService, ...(computed ? [computed] : [])],
      exports: [Repository, Service],
    };
  }
}

function controllerOf({ endpoint }: ResourceType, isProvisioned: boolean, service: Type): Type {
  const Base = (isProvisioned ? ResourceController : ReadableResourceController) as Type<ReadableResourceController>;

  @Controller(`scim/v2/:organizationId${endpoint}`)
  class TypeController extends Base {
    @Inject(service) protected override readonly service: ResourceService<ResourceRow>;
  }

  // Operations of the OpenAPI document have it in their ids.
  return Object.defineProperty(TypeController, 'name', { value: `${endpoint.slice(1)}Controller` });
}
