import { Command } from 'commander';
import { OPERATOR } from '../events/actor.js';
import type { Organization } from '../organizations/organizations.repository.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { withApplication } from './application.js';
import { printObject, printTable } from './output.js';

interface Json {
  json?: boolean;
}

export function organizationCommand(): Command {
  const command = new Command('organization').description('Make and list organizations, and switch SCIM on or off');
  command
    .command('create')
    .description('make an organization; prints its id and the SCIM base URL')
    .argument('<name>')
    .option('--enable-scim', 'switch SCIM on at once')
    .option('--json', 'print JSON')
    .action((name: string, { enableScim, json }: Json & { enableScim?: boolean }) =>
      withApplication(async (app) => {
        const organizations = app.get(OrganizationsService);
        const { id, name: given } = await organizations.create(name, enableScim ?? false, OPERATOR);
        printObject({ id, name: given, scimUrl: organizations.scimUrl(id) }, json);
      }),
    );
  command
    .command('list')
    .description('list the organizations')
    .option('--json', 'print JSON')
    .action(({ json }: Json) =>
      withApplication(async (app) => {
        const organizations = app.get(OrganizationsService);
        const rows = (await organizations.list()).map((organization) => shown(organization, organizations));
        printTable(rows, ['id', 'name', 'scimEnabled', 'scimUrl', 'created'], json);
      }),
    );
  command
    .command('update')
    .description('switch SCIM on or off; keys and people stay as they are')
    .argument('<organizationId>')
    .option('--enable-scim', 'take requests of identity providers')
    .option('--disable-scim', 'answer them with 403')
    .option('--json', 'print JSON')
    .action(
      (
        id: string,
        { enableScim, disableScim, json }: Json & { enableScim?: boolean; disableScim?: boolean },
        self: Command,
      ) => {
        if (Boolean(enableScim) === Boolean(disableScim))
          self.error('error: give either --enable-scim or --disable-scim', { exitCode: 2 });
        return withApplication(async (app) => {
          const organizations = app.get(OrganizationsService);
          const organization = await organizations.setScimEnabled(id, enableScim ?? false, OPERATOR);
          printObject(shown(organization, organizations), json);
        });
      },
    );
  return command;
}

function shown({ id, name, scimEnabled, createdAt }: Organization, organizations: OrganizationsService) {
  return { id, name, scimEnabled, scimUrl: organizations.scimUrl(id), created: new Date(createdAt).toISOString() };
}
