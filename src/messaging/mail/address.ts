import { caseKey } from '../../platform/text/case-key.js';
import type { Document } from '../../scim/attributes/document.js';

interface Email {
  readonly value?: string;
  readonly type?: string;
  readonly primary?: boolean;
}

const ADDRESS = /^[^\s@<>"(),:;\\]+@[^\s@<>"(),:;\\]+$/;
const MAX_LENGTH = 320;

/**
 * Where a person's mail goes: the primary e-mail, else the `work` one, else the first, else a userName that is an
 * address. None is ever invented: undefined when there is none.
 */
export function addressOf(document: Document): string | undefined {
  const emails = ((document['emails'] ?? []) as Email[]).filter(({ value }) => isAddress(value));
  const chosen =
    emails.find(({ primary }) => primary === true) ??
    emails.find(({ type }) => type?.toLowerCase() === 'work') ??
    emails[0];
  if (chosen) return chosen.value;
  const userName = document['userName'];
  return isAddress(userName) ? userName : undefined;
}

/** In the form in which look-ups compare. */
export function isSameAddress(one: string, other: string): boolean {
  return caseKey(one) === caseKey(other);
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** Whether an organization takes an address, by its rule on domains. */
export function takesAddress(
  { allowedDomains }: { readonly allowedDomains: readonly string[] | null },
  address: string,
): boolean {
  return allowedDomains === null || allowedDomains.includes(domainOf(address));
}

export function isAddress(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_LENGTH && ADDRESS.test(value);
}
