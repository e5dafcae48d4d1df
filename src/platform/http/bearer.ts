const BEARER = /^bearer +(\S+)$/i;
const ONLY_BEARER = /^(?:bearer(?:\s+|$))+$/i;
const OTHER_SCHEME = /^(?!bearer\s)\S+\s/i;

/** The token that an Authorization header brings, or an empty text. */
export function bearerToken(authorization = ''): string {
  return BEARER.exec(authorization)?.[1] ?? '';
}

/**
 * What a 401 asks for. Only a client that has sent a token is told that the token is wrong: one that sent nothing, or used
 * another scheme, does not know yet how to authenticate (RFC 6750 §3.1).
 */
export function bearerChallenge(realm: string, authorization = ''): string {
  const credential = authorization.trim();
  const isToken = credential !== '' && !ONLY_BEARER.test(credential) && !OTHER_SCHEME.test(credential);
  return `Bearer realm="${realm}"${isToken ? ', error="invalid_token"' : ''}`;
}
