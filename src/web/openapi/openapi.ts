import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { adminSessionName } from '../../access/admin-cookie.js';
import { Configuration } from '../../platform/config/configuration.js';
import { ResourcesRegistry } from '../../scim/resource/resources.registry.js';
import { sessionName } from '../../access/sessions/session-cookie.js';
import { extensionJsonSchema, resourceJsonSchema } from './json-schema.js';
import { messageSchemas } from './messages.js';
import { adminOperations, adminSchemas } from './admin-operations.js';
import { commonOperations, resourceOperations } from './scim-operations.js';

const BASE = '/scim/v2/{organizationId}';
const DESCRIPTION = `SCIM 2.0 (RFC 7643, RFC 7644) with cursor pagination (RFC 9865). Generated from the attribute tables
that validate requests. An organization may have registered further extensions: its own \`/Schemas\` lists them.`;

/** Every operation of the server that programs use; routes come from the application, the rest from attribute tables. */
function openApiDocument(app: INestApplication): OpenAPIObject {
  const { PUBLIC_URL } = app.get(Configuration);
  const services = app
    .get(ResourcesRegistry)
    .list()
    .toSorted((left, right) => Number(right.isProvisioned) - Number(left.isProvisioned));
  const types = services.map(({ type }) => type);
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Muster')
    .setDescription(DESCRIPTION)
    .setVersion('2.0')
    .addServer(PUBLIC_URL)
    .addBearerAuth({ type: 'http', description: 'A key of the organization in the URL.' }, 'key')
    .addBearerAuth({ type: 'http', description: 'A token of an admin: it starts with muster_admin_.' }, 'token')
    .addCookieAuth(
      adminSessionName(PUBLIC_URL),
      { type: 'apiKey', description: "The session of an admin's account." },
      'session',
    )
    .addCookieAuth(sessionName(PUBLIC_URL), { type: 'apiKey', description: 'The session of a person.' }, 'member')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const described = Object.assign(commonOperations(types), ...services.map(resourceOperations));
  const admin = adminOperations(document.paths, document.components?.schemas ?? {});
  const scim = Object.fromEntries(
    Object.entries(document.paths).flatMap(([path, item]) => {
      const operations = path.startsWith(BASE) ? described[path.slice(BASE.length)] : undefined;
      const kept = Object.entries(item)
        .filter(([method]) => operations?.[method])
        .map(([method, { operationId }]) => [method, { operationId, ...withPathParameters(path, operations[method]) }]);
      return kept.length > 0 ? [[path, Object.fromEntries(kept)]] : [];
    }),
  );
  document.paths = { ...scim, ...admin };
  document.tags = types.map(({ endpoint, description }) => ({ name: endpoint.slice(1), description }));
  document.components = {
    ...document.components,
    schemas: {
      ...document.components?.schemas,
      ...adminSchemas,
      ...messageSchemas,
      ...Object.fromEntries(types.map((type) => [type.name, resourceJsonSchema(type)])),
      ...Object.fromEntries(
        types.flatMap(({ extensions }) => extensions).map((schema) => [schema.name, extensionJsonSchema(schema)]),
      ),
    },
  };
  return document;
}

/** Serves the document at `/api/openapi.json` and a page on it at `/api/docs`. */
export function serveOpenApi(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Muster API',
    raw: ['json'],
    /** Its page does not get to the end of so many operations when it shows all of them at once. */
    swaggerOptions: { docExpansion: 'none' },
  });
}

const PATH_PARAMETERS: Readonly<Record<string, string>> = {
  organizationId: 'The organization that the key belongs to.',
  id: 'The id of the resource.',
  name: 'The name of the resource type.',
};

/** The parameters of a path are those between its braces. */
function withPathParameters(path: string, described: { parameters?: object[] }): object {
  const inPath = [...path.matchAll(/{(\w+)}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: PATH_PARAMETERS[name!],
    schema: { type: 'string' },
  }));
  return { ...described, parameters: [...inPath, ...(described.parameters ?? [])] };
}
