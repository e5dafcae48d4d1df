import { readFile } from 'node:fs/promises';
import { OPERATOR } from '../../events/actor.js';
import { SchemasService } from '../../organizations/schemas/schemas.service.js';
import { shownExtension } from '../../organizations/schemas/shown-extension.js';
import { AppCommand } from './app-command.js';

/** A file that cannot be read, or is no JSON. */
export class FileError extends Error {}

export function schemaCommand(): AppCommand {
  const command = new AppCommand('schema').description("Manage an organization's own extensions of resource types");
  command
    .command('register')
    .description('add an extension, given as a schema document of RFC 7643 section 7')
    .argument('<organizationId>')
    .argument('<resourceType>', 'name of a resource type, such as User or Group')
    .argument('<file>', 'JSON file, - for standard input')
    .prints(async (app, organizationId: string, resourceType: string, file: string) => {
      const document = await readJsonFile(file);
      const schema = await app.get(SchemasService).register(organizationId, resourceType, document, OPERATOR);
      return { id: schema.id, resourceType, attributes: schema.attributes.length };
    });
  command
    .command('list')
    .description('list the extensions that an organization has registered')
    .argument('<organizationId>')
    .lists(['id', 'name', 'resourceType', 'created'], async (app, organizationId: string) => {
      return (await app.get(SchemasService).list(organizationId)).map(shownExtension);
    });
  command
    .command('remove')
    .description('take an extension away; its values stay stored, and "muster export" shows them')
    .argument('<organizationId>')
    .argument('<urn>')
    .prints(async (app, organizationId: string, urn: string) => {
      await app.get(SchemasService).remove(organizationId, urn, OPERATOR);
      return { id: urn, removed: true };
    });
  return command;
}

async function readJsonFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')) as unknown;
  } catch (error) {
    throw new FileError(`${file}: ${(error as Error).message}`);
  }
}
