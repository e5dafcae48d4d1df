import type { OrganizationSchema } from './schemas.repository.js';

/** An extension as admins see it; `created` is ISO 8601. */
export function shownExtension({ document, resourceType, createdAt }: OrganizationSchema) {
  const { id, name } = document as { id: string; name: string };
  return { id, name, resourceType, created: new Date(createdAt).toISOString() };
}
