import { plainToInstance } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsFQDN, IsIn, ValidateIf, validateSync } from 'class-validator';
import { WholeNumber } from '../platform/config/whole-number.js';

const isSet = ValidateIf((_, value) => value !== null);

/** What an organization decides about its people. */
export class OrganizationSettings {
  /** Provisioned people stay `staged`, without a mail, until an admin invites them. */
  @IsBoolean()
  invitesLater: boolean = false;

  /** Whether the identity provider may change the address of a person. */
  @IsIn(['follow', 'refuse'])
  addressChanges: 'follow' | 'refuse' = 'follow';

  /** Whether identity providers take over people whom admins made: admins are always asked for other admins. */
  @IsIn(['automatic', 'ask', 'never'])
  adoption: 'automatic' | 'ask' | 'never' = 'automatic';

  /** Most people who are not revoked; null for no limit. */
  @isSet
  @WholeNumber(1, 10_000_000)
  seatLimit: number | null = null;

  /** Domains that addresses have to be of; null for any. */
  @isSet
  @IsArray()
  @ArrayMaxSize(100)
  @IsFQDN({ require_tld: false }, { each: true })
  allowedDomains: string[] | null = null;

  /** How long an invitation can be accepted, in days. */
  @WholeNumber(1, 90)
  invitationDays: number = 5;

  /** How long SCIM requests are kept in the log, in days. */
  @WholeNumber(1, 3_650)
  requestLogDays: number = 30;

  /** How many of them at most, the newest; 0 keeps none. */
  @WholeNumber(0, 10_000_000)
  requestLogRows: number = 100_000;

  /** How long events are kept, in days; null for ever. */
  @isSet
  @WholeNumber(1, 36_500)
  auditRetentionDays: number | null = null;

  /** Whether bodies of SCIM requests are kept with them, without passwords and the like. */
  @IsBoolean()
  requestBodies: boolean = false;

  /** What happens when the identity provider takes the access of more people away than the limit: see `limitOf`. */
  @IsIn(['off', 'alert', 'hold'])
  breakerMode: 'off' | 'alert' | 'hold' = 'alert';

  /** So many people; null where only the share counts. */
  @isSet
  @WholeNumber(1, 10_000_000)
  breakerPeople: number | null = 10;

  /** So many in a hundred of those who are active when the window begins; null where only the number counts. */
  @isSet
  @WholeNumber(1, 100)
  breakerPercent: number | null = 10;

  /** In how many minutes. */
  @WholeNumber(1, 10_080)
  breakerMinutes: number = 60;

  /** How long a webhook may fail before it is disabled, in days. */
  @WholeNumber(1, 90)
  webhookFailureDays: number = 5;

  /** How long deliveries to webhooks are kept in the log, in days. */
  @WholeNumber(1, 3_650)
  webhookLogDays: number = 30;

  /** How many of them at most for each webhook, the newest. */
  @WholeNumber(1, 100_000)
  webhookLogRows: number = 1_000;
}

export const defaultSettings: Readonly<OrganizationSettings> = new OrganizationSettings();

/** Reads the settings in an organization's row. */
export function settingsOf(text: string | null): Readonly<OrganizationSettings> {
  return text === null ? defaultSettings : Object.assign(new OrganizationSettings(), JSON.parse(text));
}

/** The settings that a request brings, as its context hands them on. */
export function settingsIn({ settings }: { readonly settings: object }): Readonly<OrganizationSettings> {
  return settings as OrganizationSettings;
}

/** The settings with some of them changed, and what is wrong with them. */
export function changedSettings(
  settings: Readonly<OrganizationSettings>,
  change: Partial<OrganizationSettings>,
): { settings: OrganizationSettings; mistakes: string[] } {
  const changed = plainToInstance(OrganizationSettings, { ...settings, ...change });
  changed.allowedDomains &&= changed.allowedDomains.map((domain) => domain.toLowerCase());
  const mistakes = validateSync(changed).flatMap(({ constraints }) => Object.values(constraints ?? {}));
  return { settings: changed, mistakes };
}

/** What one of two settings has otherwise than the other, by name. */
export function differences(
  before: Readonly<OrganizationSettings>,
  after: Readonly<OrganizationSettings>,
): Record<string, { before: unknown; after: unknown }> {
  const old = new Map<string, unknown>(Object.entries(before));
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(old.get(name)),
  );
  return Object.fromEntries(changed.map(([name, value]) => [name, { before: old.get(name), after: value }]));
}
