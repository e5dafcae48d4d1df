import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isRecipient } from '../keys/recipient.js';

/** An age recipient that something can be encrypted for. */
export function IsRecipient(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = () =>
    '$property has to be an age recipient, "age1…" as age-keygen prints it: its checksum is wrong, or it is not a usable key';
  return ValidateBy(
    { name: 'isRecipient', async: true, validator: { validate: isRecipient, defaultMessage } },
    options,
  );
}
