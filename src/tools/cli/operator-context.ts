import type { INestApplicationContext } from '@nestjs/common';
import { OPERATOR } from '../../events/actor.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { SchemasService } from '../../organizations/schemas/schemas.service.js';
import { strictProfile } from '../../scim/protocol/profile.js';
import type { ScimContext } from '../../scim/protocol/scim-context.js';

/** The operator acting on the resources of an organization. @throws OrganizationError when there is none of that id */
export async function operatorContext(app: INestApplicationContext, organizationId: string): Promise<ScimContext> {
  const { name, settings } = await app.get(OrganizationsService).get(organizationId);
  return {
    organizationId,
    actor: OPERATOR,
    organizationName: name,
    settings,
    requestId: '',
    profile: strictProfile,
    extensions: await app.get(SchemasService).current(organizationId),
    baseUrl: app.get(OrganizationsService).scimUrl(organizationId),
  };
}
