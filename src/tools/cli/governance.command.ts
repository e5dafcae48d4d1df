import { EntitlementsService, RolesService } from '../../governance/grantable.service.js';
import { AppCommand } from './app-command.js';
import { operatorContext } from './operator-context.js';

const WHOLE = { attributes: [], excludedAttributes: [] };

export const roleCommand = () => governanceCommand('role', 'roles', RolesService);
export const entitlementCommand = () => governanceCommand('entitlement', 'entitlements', EntitlementsService);

function governanceCommand(
  noun: string,
  plural: string,
  service: typeof RolesService | typeof EntitlementsService,
): AppCommand {
  const command = new AppCommand(noun).description(`Define the ${plural} that people of an organization can have`);
  command
    .command('create')
    .description(`define one; identity providers then find it in /${capital(plural)}`)
    .argument('<organizationId>')
    .argument('<displayName>')
    .option('--description <text>', 'what it allows')
    .prints(async (app, organizationId: string, displayName: string, { description }: { description?: string }) => {
      const context = await operatorContext(app, organizationId);
      const resources = app.get<RolesService>(service);
      const body = { schemas: [resources.type.schema.id], displayName, description };
      const { id } = await resources.create(context, body, WHOLE);
      return { id, displayName, description };
    });
  command
    .command('list')
    .description('list them')
    .argument('<organizationId>')
    .lists(['id', 'displayName', 'description'], async (app, organizationId: string) => {
      const rows: object[] = [];
      const resources = app.get<RolesService>(service).export(await operatorContext(app, organizationId));
      for await (const resource of resources) {
        const { id, displayName, description } = resource as Record<string, unknown>;
        rows.push({ id, displayName, description });
      }
      return rows;
    });
  command
    .command('delete')
    .description('take one away; people who have it keep it until their identity provider says otherwise')
    .argument('<organizationId>')
    .argument('<id>')
    .prints(async (app, organizationId: string, id: string) => {
      await app.get<RolesService>(service).delete(await operatorContext(app, organizationId), id, undefined);
      return { id, deleted: true };
    });
  return command;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
