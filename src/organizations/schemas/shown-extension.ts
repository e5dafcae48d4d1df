import type { OrganizationSchema } from './organization-schema.entity.js';
import { isoTime } from '../../platform/time.js';

/** An extension as admins see it; `attributes` as they were registered, `created` is ISO 8601. */
export function shownExtension({ document, resourceType, createdAt }: OrganizationSchema) {
  const { id, name, attributes } = document as { id: string; name: string; attributes: object[] };
  return { id, name, resourceType, attributes, created: isoTime(createdAt) };
}
