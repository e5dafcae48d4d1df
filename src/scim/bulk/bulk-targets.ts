import { PATCH_OP } from '../patch/operation.js';
import { etagOf } from '../protocol/etag.js';
import type { ScimContext } from '../protocol/scim-context.js';
import { invalidSyntax, invalidValue, ScimError } from '../protocol/scim-error.js';
import type { ProjectionRequest } from '../protocol/search-request.js';
import type { ResourceRow } from '../resource/resource.repository.js';
import type { Representation } from '../resource/resource-reader.js';
import type { ResourceService } from '../resource/resource.service.js';

/** What a successful operation says of itself. */
interface Outcome {
  readonly status: string;
  readonly location: string;
  readonly version?: string;
}

type Service = ResourceService<ResourceRow>;
/** The answer carries no resources, so nothing is loaded for them. */
const NOTHING: ProjectionRequest = { attributes: ['id'], excludedAttributes: [] };

/** Finds what the method and path of a bulk operation mean. */
export class BulkTargets {
  constructor(private readonly services: readonly Service[]) {}

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

  /** @param newId of what a POST makes */
  async carryOut(context: ScimContext, data: unknown, version: unknown, newId: string | undefined): Promise<Outcome> {
    if (version !== undefined && typeof version !== 'string') throw invalidValue('"version" must be an ETag, as text');
    const { service, id } = this;
    const outcome = (status: string, made: Representation): Outcome => ({
      status,
      location: service.locationOf(context, made.id),
      version: etagOf(made.version),
    });
    if (this.method === 'POST') {
      if (id !== undefined) throw invalidSyntax('The "path" of a POST names a resource type only');
      return outcome('201', await service.create(context, data, NOTHING, newId));
    }
    if (id === undefined) throw invalidSyntax('The "path" must name a resource');
    switch (this.method) {
      case 'PUT':
        return outcome('200', await service.replace(context, id, data, version, NOTHING));
      case 'PATCH': {
        const patched = await service.patch(context, id, patchOf(data), version, NOTHING, true);
        return outcome('200', patched!);
      }
      case 'DELETE':
        await service.delete(context, id, version);
        return { status: '204', location: service.locationOf(context, id) };
      default:
        throw invalidSyntax('"method" must be POST, PUT, PATCH or DELETE');
    }
  }
}

/** A PatchOp; some clients send its operations alone. */
function patchOf(data: unknown): unknown {
  return Array.isArray(data) ? { schemas: [PATCH_OP], Operations: data } : data;
}
