import { Command } from 'commander';
import { ResourcesRegistry } from '../../scim/resource/resources.registry.js';
import { withApplication } from './application.js';
import { operatorContext } from './operator-context.js';
import { printJson } from './print.js';

export function exportCommand(): Command {
  return new Command('export')
    .description('print every resource of an organization, one JSON object a line, with all values that are stored')
    .argument('<organizationId>')
    .action((organizationId: string) =>
      withApplication(async (app) => {
        const context = await operatorContext(app, organizationId);
        for (const service of app.get(ResourcesRegistry).list())
          for await (const resource of service.export(context)) printJson(resource);
      }),
    );
}
