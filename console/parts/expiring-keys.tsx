import { Alert, Anchor } from '@mantine/core';
import { texts } from '../messages/index.js';
import type { ApplicationKey } from '../types.js';
import { ago } from './time.js';

/** Before its end, within which a key should be replaced. */
const NOTICE_MS = 30 * 86_400_000;

/** Keys that end soon, and that nothing is taking over from yet. @param href where they are replaced */
export function ExpiringKeys({ keys, href }: { keys: readonly ApplicationKey[]; href?: string }) {
  return keys
    .filter(({ state, expires }) => state === 'live' && Date.parse(expires) - Date.now() < NOTICE_MS)
    .map(({ id, label, expires }) => (
      <Alert key={id} color="yellow" role="status" mb="sm">
        {texts.scim.expiresSoon(label || id, ago(expires))}{' '}
        {href && (
          <Anchor c="inherit" underline="always" href={href}>
            {texts.scim.expiresAction}
          </Anchor>
        )}
      </Alert>
    ));
}
