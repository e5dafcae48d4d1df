/** For `@ValidateIf`: what is left out is not looked at, and null is no way to leave something out. */
export const isGiven = (_: object, value: unknown): boolean => value !== undefined;
