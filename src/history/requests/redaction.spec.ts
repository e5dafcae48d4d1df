import { expect, test } from '@jest/globals';
import { redactedText } from './redaction.js';

test.each([
  ['a SCIM key', 'muster_scim_Ab3dEf6hIj9k_c2VjcmV0LXNlY3JldA'],
  ['a key of an application', 'muster_app_Ab3dEf6hIj9k_c2VjcmV0-c2VjcmV0'],
  ['a token of an admin', 'muster_admin_Ab3dEf6hIj9k_c2VjcmV0-c2VjcmV0'],
  ['a secret of a webhook', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw+/=='],
])('%s that stands in a text is not kept', (_what, secret) => {
  expect(redactedText(`the key ${secret} does not work`)).toBe('the key [redacted] does not work');
});
