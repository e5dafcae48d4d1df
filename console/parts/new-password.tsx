import { texts } from '../messages/index.js';
import { PasswordField } from './password-field.js';

/** The field of a form in which a password is chosen. */
export function NewPassword() {
  return (
    <PasswordField
      name="password"
      label={texts.signIn.password}
      description={texts.setUp.passwordHint}
      autoComplete="new-password"
      minLength={12}
      required
    />
  );
}
