import { isObject } from '../../attributes/document.js';
import type { PatchWorkaround } from './workaround.js';
import type { PatchOperation } from '../patch-operation.js';

/**
 * Entra ID (flag `aadOptscim062020`) sends operations without a path whose value has paths for names:
 * `{"name.givenName": "K", "urn:…:User:costCenter": "4130", "emails[type eq \"work\"].value": "k@x.io"}`. Each becomes
 * an operation of its own.
 */
export const pathsAsNames: PatchWorkaround = (operation, { type }) => {
  const { op, path, value } = operation;
  if (path !== undefined || !isObject(value)) return [operation];
  return Object.entries(value).map(([name, inner]): PatchOperation => {
    const isPath = /[.:[]/.test(name) && !type.extension(name);
    return isPath ? { op, path: name, value: inner } : { op, value: { [name]: inner } };
  });
};
