import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { texts } from '../messages/index.js';

/** A field for a password, which can be shown. */
export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput {...props} visibilityToggleButtonProps={{ 'aria-label': texts.signIn.show, tabIndex: 0 }} />;
}
