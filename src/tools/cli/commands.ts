import type { Command } from 'commander';

/** Each command by its name, loaded when it is asked for: most need the whole application, and some nothing of it. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  organization: async () => (await import('./organization.command.js')).organizationCommand(),
  key: async () => (await import('./key.command.js')).keyCommand(),
  'application-key': async () => (await import('./application-key.command.js')).applicationKeyCommand(),
  account: async () => (await import('./account.command.js')).accountCommand(),
  admin: async () => (await import('./member.command.js')).adminCommand(),
  member: async () => (await import('./member.command.js')).memberCommand(),
  secret: async () => (await import('./secret.command.js')).secretCommand(),
  schema: async () => (await import('./schema.command.js')).schemaCommand(),
  role: async () => (await import('./governance.command.js')).roleCommand(),
  entitlement: async () => (await import('./governance.command.js')).entitlementCommand(),
  adoption: async () => (await import('./adoption.command.js')).adoptionCommand(),
  breaker: async () => (await import('./breaker.command.js')).breakerCommand(),
  webhook: async () => (await import('./webhook.command.js')).webhookCommand(),
  requests: async () => (await import('./requests.command.js')).requestsCommand(),
  audit: async () => (await import('./audit.command.js')).auditCommand(),
  events: async () => (await import('./events.command.js')).eventsCommand(),
  export: async () => (await import('./export.command.js')).exportCommand(),
  mail: async () => (await import('./mail.command.js')).mailCommand(),
  clock: async () => (await import('./clock.command.js')).clockCommand(),
  migrate: async () => (await import('./migrate.command.js')).migrateCommand(),
  confirmer: async () => (await import('../confirmer/confirmer.command.js')).confirmerCommand(),
  simulate: async () => (await import('../simulate/simulate.command.js')).simulateCommand(),
};
