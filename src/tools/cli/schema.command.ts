import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { OPERATOR } from '../../events/actor.js';
import { SchemasService } from '../../organizations/schemas/schemas.service.js';
import { shownExtension } from '../../organizations/schemas/shown-extension.js';
import { withApplication } from './application.js';
import { printObject, printTable } from './output.js';

interface Json {
  json?: boolean;
}

/** A file that cannot be read, or is no JSON. */
export class FileError extends Error {}

export function schemaCommand(): Command {
  const command = new Command('schema').description("Manage an organization's own extensions of resource types");
  command
    .command('register')
    .description('add an extension, given as a schema document of RFC 7643 section 7')
    .argument('<organizationId>')
    .argument('<resourceType>', 'name of a resource type, such as User or Group')
    .argument('<file>', 'JSON file, - for standard input')
    .option('--json', 'print JSON')
    .action((organizationId: string, resourceType: string, file: string, { json }: Json) =>
      withApplication(async (app) => {
        const document = await readJsonFile(file);
        const schema = await app.get(SchemasService).register(organizationId, resourceType, document, OPERATOR);
        printObject({ id: schema.id, resourceType, attributes: schema.attributes.length }, json);
      }),
    );
  command
    .command('list')
    .description('list the extensions that an organization has registered')
    .argument('<organizationId>')
    .option('--json', 'print JSON')
    .action((organizationId: string, { json }: Json) =>
      withApplication(async (app) => {
        const rows = (await app.get(SchemasService).list(organizationId)).map(shownExtension);
        printTable(rows, ['id', 'name', 'resourceType', 'created'], json);
      }),
    );
  command
    .command('remove')
    .description('take an extension away; its values stay stored, and "muster export" shows them')
    .argument('<organizationId>')
    .argument('<urn>')
    .option('--json', 'print JSON')
    .action((organizationId: string, urn: string, { json }: Json) =>
      withApplication(async (app) => {
        await app.get(SchemasService).remove(organizationId, urn, OPERATOR);
        printObject({ id: urn, removed: true }, json);
      }),
    );
  return command;
}

async function readJsonFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')) as unknown;
  } catch (error) {
    throw new FileError(`${file}: ${(error as Error).message}`);
  }
}
