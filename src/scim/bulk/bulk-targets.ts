import { PATCH_OP } from '../patch/operation.js';
import { etagOf } from '../protocol/etag.js';
import type { WriteResult, ScimContext } from '../protocol/scim-context.js';
import { invalidSyntax, invalidValue, ScimError } from '../protocol/scim-error.js';
import type { ProjectionRequest } from '../protocol/search-request.js';
import type { ResourceRow } from '../resource/resource.repository.js';
import type { Representation } from '../resource/resource-reader.js';
import type { ResourceService } from '../resource/resource.service.js';
import type { ResourcesRegistry } from '../resource/resources.registry.js';

const METHODS = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
type Service = ResourceService<ResourceRow>;
/** The answer carries no resources, so nothing is loaded for them. */
const NOTHING: ProjectionRequest = { attributes: ['id'], excludedAttributes: [] };

/** Finds what the method and path of a bulk operation mean. */
export class BulkTargets {
  private constructor(private readonly services: readonly Service[]) {}

  /** Targets for the resource types that identity providers write. */
  static of(registry: ResourcesRegistry): BulkTargets {
    return new BulkTargets(registry.list().filter(({ isProvisioned }) => isProvisioned));
  }

  /** @throws ScimError invalidSyntax, or 404 for a path that no writable resource type has */
  find(method: unknown, path: unknown): BulkTarget {
    if (typeof method !== 'string' || typeof path !== 'string')
      throw invalidSyntax('Each operation needs "method" and "path"');
    const [endpoint, id, ...more] = path.replace(/^\//, '').split('/');
    const service = this.services.find(({ type }) => type.endpoint === `/${endpoint}`);
    if (!service || more.length > 0) throw new ScimError(404, 'No resource type that can be written has this "path"');
    return new BulkTarget(service, method.toUpperCase(), id);
  }
}

export class BulkTarget {
  constructor(
    private readonly service: Service,
    private readonly method: string,
    private readonly id: string | undefined,
  ) {}

  locationOf(context: ScimContext): string | undefined {
    return this.id === undefined ? undefined : this.service.locationOf(context, this.id);
  }

  /** @throws ScimError for a method that is none, or that does not go with the path */
  examine(): void {
    if (!METHODS.has(this.method)) throw invalidSyntax('"method" must be POST, PUT, PATCH or DELETE');
    if (this.method !== 'POST' && this.id === undefined) throw invalidSyntax('The "path" must name a resource');
    if (this.method === 'POST' && this.id !== undefined)
      throw invalidSyntax('The "path" of a POST names a resource type only');
  }

  /** @param newId of what a POST makes */
  async carryOut(
    context: ScimContext,
    data: unknown,
    version: unknown,
    newId: string | undefined,
  ): Promise<WriteResult> {
    if (version !== undefined && typeof version !== 'string') throw invalidValue('"version" must be an ETag, as text');
    this.examine();
    const { service, id = '' } = this;
    const outcome = (status: string, made: Representation): WriteResult => ({
      status,
      location: service.locationOf(context, made.id),
      version: etagOf(made.version),
    });
    switch (this.method) {
      case 'POST':
        return outcome('201', await service.create(context, data, NOTHING, newId));
      case 'PUT':
        return outcome('200', await service.replace(context, id, data, version, NOTHING));
      case 'PATCH': {
        const patched = await service.patch(context, id, patchOf(data), version, NOTHING, true);
        return outcome('200', patched!);
      }
      default:
        await service.delete(context, id, version);
        return { status: '204', location: service.locationOf(context, id) };
    }
  }
}

/** A PatchOp; some clients send its operations alone. */
function patchOf(data: unknown): unknown {
  return Array.isArray(data) ? { schemas: [PATCH_OP], Operations: data } : data;
}
