import { Command } from 'commander';
import { EntitlementsService, RolesService } from '../../governance/grantable.service.js';
import { withApplication } from './application.js';
import { operatorContext } from './operator-context.js';
import { printObject, printTable } from './output.js';

interface Json {
  json?: boolean;
}

const WHOLE = { attributes: [], excludedAttributes: [] };

export const roleCommand = () => governanceCommand('role', 'roles', RolesService);
export const entitlementCommand = () => governanceCommand('entitlement', 'entitlements', EntitlementsService);

function governanceCommand(
  noun: string,
  plural: string,
  service: typeof RolesService | typeof EntitlementsService,
): Command {
  const command = new Command(noun).description(`Define the ${plural} that people of an organization can have`);
  command
    .command('create')
    .description(`define one; identity providers then find it in /${capital(plural)}`)
    .argument('<organizationId>')
    .argument('<displayName>')
    .option('--description <text>', 'what it allows')
    .option('--json', 'print JSON')
    .action((organizationId: string, displayName: string, { description, json }: Json & { description?: string }) =>
      withApplication(async (app) => {
        const context = await operatorContext(app, organizationId);
        const resources = app.get<RolesService>(service);
        const body = { schemas: [resources.type.schema.id], displayName, description };
        const { id } = await resources.create(context, body, WHOLE);
        printObject({ id, displayName, description }, json);
      }),
    );
  command
    .command('list')
    .description('list them')
    .argument('<organizationId>')
    .option('--json', 'print JSON')
    .action((organizationId: string, { json }: Json) =>
      withApplication(async (app) => {
        const rows: object[] = [];
        const resources = app.get<RolesService>(service).export(await operatorContext(app, organizationId));
        for await (const resource of resources) {
          const { id, displayName, description } = resource as Record<string, unknown>;
          rows.push({ id, displayName, description });
        }
        printTable(rows, ['id', 'displayName', 'description'], json);
      }),
    );
  command
    .command('delete')
    .description('take one away; people who have it keep it until their identity provider says otherwise')
    .argument('<organizationId>')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action((organizationId: string, id: string, { json }: Json) =>
      withApplication(async (app) => {
        await app.get<RolesService>(service).delete(await operatorContext(app, organizationId), id, undefined);
        printObject({ id, deleted: true }, json);
      }),
    );
  return command;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
