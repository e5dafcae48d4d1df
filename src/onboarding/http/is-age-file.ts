import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isFileFor, type RecipientKind } from '../keys/age.js';

/** Longest text: a key under a passphrase, or for one recipient, has a few hundred characters. */
const MAX_LENGTH = 8_192;

/** An armored age file for one recipient of a kind: nothing that the server could open, and nothing else. */
export function IsAgeFile(kind: RecipientKind, options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown) =>
    typeof value === 'string' && value.length <= MAX_LENGTH && isFileFor(kind, value);
  const defaultMessage = () => `$property has to be an armored age file for one ${kind} recipient`;
  return ValidateBy({ name: 'isAgeFile', validator: { validate, defaultMessage } }, options);
}
