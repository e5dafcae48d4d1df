import type { AdminRecipient } from './admin-recipients.js';

/** Somebody who is written to, as admins see it. */
export function shownRecipient({ address, name, hasAccount, isOperator }: AdminRecipient) {
  if (isOperator) return { address, name, kind: 'operator' };
  return { address, name, kind: hasAccount ? 'account' : 'member' };
}
