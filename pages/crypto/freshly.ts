import type { Api } from '../api/api.js';
import { isProblem } from '../api/problem.js';
import { openedKey } from './opened.js';
import { signInWith } from './sign-in.js';

/**
 * Does what the server takes only a few minutes after a sign-in. Where that is longer ago, signs in again with the
 * person's own key, if it is open in this page.
 * @param recipient of the own key
 */
export async function freshly<T>(api: Api, recipient: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const key = openedKey(recipient);
    if (!key || !isProblem(error, 'step_up_needed')) throw error;
    await signInWith(api, key);
    return work();
  }
}
