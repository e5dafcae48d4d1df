import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isRecipient } from '../../keys/recipient.js';

/** An age recipient that something can be encrypted for. */
export function IsRecipient(options?: ValidationOptions): PropertyDecorator {
  const defaultMessage = () =>
    '$property has to be an age recipient, "age1…" as age-keygen prints it: its checksum or its key is not right';
  return ValidateBy(
    { name: 'isRecipient', async: true, validator: { validate: isRecipient, defaultMessage } },
    options,
  );
}
