import type { AdminRecipient } from './admin-recipients.js';

/** A recipient of mail, as admins see it. */
export function shownRecipient({ address, name, hasAccount, isOperator }: AdminRecipient) {
  if (isOperator) return { address, name, kind: 'operator' };
  return { address, name, kind: hasAccount ? 'account' : 'member' };
}
