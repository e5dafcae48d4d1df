import { InvalidArgumentError, Option } from 'commander';
import { OPERATOR } from '../../events/actor.js';
import type { OrganizationSettings } from '../../organizations/organization-settings.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { AppCommand } from './app-command.js';
import { withApplication } from './application.js';
import { printObject } from './output.js';

export function organizationCommand(): AppCommand {
  const command = new AppCommand('organization').description('Make and list organizations, and switch SCIM on or off');
  command
    .command('create')
    .description('make an organization; prints its id and the SCIM base URL')
    .argument('<name>')
    .option('--enable-scim', 'switch SCIM on at once')
    .prints(async (app, name: string, { enableScim }: { enableScim?: boolean }) => {
      const organizations = app.get(OrganizationsService);
      const { id, name: given } = await organizations.create(name, enableScim ?? false, OPERATOR);
      return { id, name: given, scimUrl: organizations.scimUrl(id) };
    });
  command
    .command('list')
    .description('list the organizations')
    .lists(['id', 'name', 'scimEnabled', 'scimUrl', 'created'], async (app) => {
      const organizations = app.get(OrganizationsService);
      return (await organizations.list()).map((organization) => organizations.shown(organization));
    });
  command.addCommand(updateCommand());
  return command;
}

interface Update {
  json?: boolean;
  enableScim?: boolean;
  disableScim?: boolean;
  inviteLater?: boolean;
  inviteAtOnce?: boolean;
  addressChanges?: 'follow' | 'refuse';
  adoption?: 'automatic' | 'ask' | 'never';
  seatLimit?: string;
  allowedDomains?: string;
  invitationDays?: string;
  requestLogDays?: string;
  requestLogRows?: string;
  auditRetentionDays?: string;
  keepRequestBodies?: boolean;
  dropRequestBodies?: boolean;
  breaker?: 'off' | 'alert' | 'hold';
  breakerLimit?: Pick<OrganizationSettings, 'breakerPeople' | 'breakerPercent'>;
  breakerMinutes?: string;
  webhookFailureDays?: string;
  webhookLogDays?: string;
  webhookLogRows?: string;
}

function updateCommand(): AppCommand {
  return new AppCommand('update')
    .description('switch SCIM on or off, and change settings; keys and people stay as they are')
    .argument('<organizationId>')
    .addOption(new Option('--enable-scim', 'take requests of identity providers').conflicts('disableScim'))
    .option('--disable-scim', 'answer them with 403')
    .addOption(
      new Option('--invite-later', 'leave new people staged until an admin invites them').conflicts('inviteAtOnce'),
    )
    .option('--invite-at-once', 'invite new people when they are provisioned')
    .addOption(
      new Option('--address-changes <rule>', 'whether the identity provider may change addresses').choices([
        'follow',
        'refuse',
      ]),
    )
    .addOption(
      new Option('--adoption <rule>', 'whether an identity provider may adopt people whom admins created').choices([
        'automatic',
        'ask',
        'never',
      ]),
    )
    .option('--seat-limit <number>', 'most people who are not revoked, or "none"')
    .option('--allowed-domains <domains>', 'domains of addresses, with commas between, or "any"')
    .option('--invitation-days <number>', 'how long an invitation can be accepted')
    .option('--request-log-days <number>', 'how long SCIM requests are kept in the log')
    .option('--request-log-rows <number>', 'how many of them at most, 0 for none')
    .option('--audit-retention-days <number>', 'how long events are kept, or "none" for ever')
    .addOption(
      new Option('--keep-request-bodies', 'keep what they brought, without passwords').conflicts('dropRequestBodies'),
    )
    .option('--drop-request-bodies', 'stop keeping bodies of requests')
    .addOption(
      new Option('--breaker <mode>', 'what happens when more people are removed than the limit').choices([
        'off',
        'alert',
        'hold',
      ]),
    )
    .option('--breaker-limit <limit>', 'people (10), a share of them (10%), or the larger of both (10,10%)', limit)
    .option('--breaker-minutes <number>', 'in how many minutes')
    .option('--webhook-failure-days <number>', 'how long a webhook may fail before it is disabled')
    .option('--webhook-log-days <number>', 'how long deliveries to webhooks are kept in the log')
    .option('--webhook-log-rows <number>', 'how many of them at most for each webhook')
    .option('--json', 'print JSON')
    .action((id: string, update: Update, self: AppCommand) => {
      const { enableScim, disableScim, json } = update;
      const change = settingsIn(update);
      if (!enableScim && !disableScim && Object.keys(change).length === 0)
        self.error('error: nothing to change was given', { exitCode: 2 });
      return withApplication(async (app) => {
        const organizations = app.get(OrganizationsService);
        if (Object.keys(change).length > 0) await organizations.changeSettings(id, change, OPERATOR);
        if (enableScim || disableScim) await organizations.setScimEnabled(id, Boolean(enableScim), OPERATOR);
        const organization = await organizations.get(id);
        printObject({ ...organizations.shown(organization), ...organization.settings }, json);
      });
    });
}

function settingsIn(update: Update): Partial<OrganizationSettings> {
  const { inviteLater, inviteAtOnce, addressChanges, adoption, seatLimit, allowedDomains, invitationDays } = update;
  const { requestLogDays, requestLogRows, auditRetentionDays, keepRequestBodies, dropRequestBodies } = update;
  const { breaker, breakerLimit, breakerMinutes } = update;
  const { webhookFailureDays, webhookLogDays, webhookLogRows } = update;
  return {
    ...((inviteLater || inviteAtOnce) && { invitesLater: Boolean(inviteLater) }),
    ...(addressChanges && { addressChanges }),
    ...(adoption && { adoption }),
    ...(seatLimit && { seatLimit: seatLimit === 'none' ? null : Number(seatLimit) }),
    ...(allowedDomains && { allowedDomains: allowedDomains === 'any' ? null : allowedDomains.split(',') }),
    ...(invitationDays && { invitationDays: Number(invitationDays) }),
    ...(requestLogDays && { requestLogDays: Number(requestLogDays) }),
    ...(requestLogRows && { requestLogRows: Number(requestLogRows) }),
    ...(auditRetentionDays && {
      auditRetentionDays: auditRetentionDays === 'none' ? null : Number(auditRetentionDays),
    }),
    ...((keepRequestBodies || dropRequestBodies) && { requestBodies: Boolean(keepRequestBodies) }),
    ...(breaker && { breakerMode: breaker }),
    ...breakerLimit,
    ...(breakerMinutes && { breakerMinutes: Number(breakerMinutes) }),
    ...(webhookFailureDays && { webhookFailureDays: Number(webhookFailureDays) }),
    ...(webhookLogDays && { webhookLogDays: Number(webhookLogDays) }),
    ...(webhookLogRows && { webhookLogRows: Number(webhookLogRows) }),
  };
}

/** What is not named does not count. */
function limit(text: string): Update['breakerLimit'] {
  const [isRight, people, percent = null, share = percent] = /^(?:(\d+)(?:,(\d+)%)?|(\d+)%)$/.exec(text) ?? [];
  if (isRight === undefined) throw new InvalidArgumentError('Write it like 10, 10% or 10,10%.');
  const number = (digits: string | null = null) => (digits === null ? null : Number(digits));
  return { breakerPeople: number(people), breakerPercent: number(share) };
}
