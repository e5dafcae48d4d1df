import { isObject } from '../../attributes/document.js';
import type { PatchWorkaround } from './workaround.js';

/**
 * Okta renames a group with `{"op": "replace", "value": {"id": "<its own id>", "displayName": "…"}}`; other clients send
 * the whole resource this way. Its own id, `schemas` and `meta` say nothing new and are left out. A different id stays
 * and is refused.
 */
export const ownIdentity: PatchWorkaround = (operation, { id }) => {
  if (operation.path !== undefined || !isObject(operation.value)) return [operation];
  const said = Object.entries(operation.value).filter(([name, value]) => {
    const key = name.toLowerCase();
    return key !== 'schemas' && key !== 'meta' && !(key === 'id' && value === id);
  });
  return said.length > 0 ? [{ ...operation, value: Object.fromEntries(said) }] : [];
};
