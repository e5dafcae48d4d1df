/** Detail error keywords of RFC 7644 §3.12 (table 9) and RFC 9865 §2.1. */
export const SCIM_TYPES = [
  'invalidFilter',
  'tooMany',
  'uniqueness',
  'mutability',
  'invalidSyntax',
  'invalidPath',
  'noTarget',
  'invalidValue',
  'invalidVers',
  'sensitive',
  'invalidCursor',
  'expiredCursor',
  'invalidCount',
] as const;
type ScimType = (typeof SCIM_TYPES)[number];

const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/**
 * An answer of RFC 7644 §3.12. `detail` is read by the identity provider's admin: it says what to change, and repeats
 * nothing of the request but names that the protocol or an attribute table defines.
 */
export class ScimError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly scimType?: ScimType,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  toJSON() {
    const { status, scimType, detail } = this;
    return { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType && { scimType }), detail };
  }
}

export const badRequest = (scimType: ScimType, detail: string) => new ScimError(400, detail, scimType);
export const invalidFilter = (detail: string) => badRequest('invalidFilter', detail);
export const invalidPath = (detail: string) => badRequest('invalidPath', detail);
export const invalidSyntax = (detail: string) => badRequest('invalidSyntax', detail);
export const invalidValue = (detail: string) => badRequest('invalidValue', detail);
export const mutability = (detail: string) => badRequest('mutability', detail);
export const noTarget = (detail: string) => badRequest('noTarget', detail);
export const tooMany = (detail: string) => badRequest('tooMany', detail);
export const uniqueness = (detail: string) => new ScimError(409, detail, 'uniqueness');
