import type { Configuration } from '../../platform/config/configuration.js';

type Claims = Readonly<Record<string, unknown>>;

const STANDARD = 'email_verified';
/** How Entra ID writes the claim that it has instead of the standard one. */
const YES: readonly unknown[] = [true, 1, '1', 'true'];
/** Tolerated difference between the clocks of the issuer and of this server. */
const TOLERANCE_S = 30;

/** The verified address of the person who has signed in; undefined where there is none. */
export function addressIn(claims: Claims, configuration: Configuration): string | undefined {
  const address = claims[configuration.OIDC_EMAIL_CLAIM];
  return typeof address === 'string' && isVerified(claims, configuration) ? address : undefined;
}

/** The standard claim counts as it is defined; whatever else is set, nothing overrules that it is false. */
function isVerified(claims: Claims, { OIDC_EMAIL_VERIFIED_CLAIM: name, OIDC_TRUST_EMAIL }: Configuration): boolean {
  const said = claims[name];
  if (claims[STANDARD] !== undefined && claims[STANDARD] !== true) return false;
  if (said !== undefined) return name === STANDARD ? said === true : YES.includes(said);
  return OIDC_TRUST_EMAIL;
}

/** Whether the issuer says that somebody has signed in there since then (OpenID Connect Core 1.0, section 2). */
export function isAuthenticatedSince({ auth_time: time }: Claims, since: number): boolean {
  return typeof time === 'number' && time >= Math.floor(since / 1_000) - TOLERANCE_S;
}
