import { type Attribute, named } from '../attributes/attribute.js';
import { ownIdentity } from '../patch/workarounds/okta.js';
import { pathsAsNames } from '../patch/workarounds/entra-id.js';
import type { PatchWorkaround } from '../patch/workarounds/workaround.js';

const TEXTS = new Map([
  ['true', true],
  ['false', false],
]);

export type ProfileName = 'compat' | 'strict';

/** How far the requests of a key may leave the letter of the RFCs; chosen with the key. */
export interface Profile {
  readonly name: ProfileName;
  /** A boolean that was written as text. */
  booleanFromText(value: unknown): boolean | undefined;
  /** A complex value of which only the `value` sub-attribute was sent. */
  complexFromValue(attribute: Attribute, value: unknown): Record<string, unknown> | undefined;
  /** Whether blanks at the ends of names and addresses are no part of them; else they are refused. */
  readonly trimsNames: boolean;
  /** Whether one value stands for a list of one where a list belongs, and the other way round. */
  readonly takesOneForList: boolean;
  /** Whether "schemas" may be missing, or be those of other versions of SCIM. */
  readonly takesForeignSchemas: boolean;
  /** Whether an e-mail without a type counts as the work one, when a client selects by that. */
  readonly assumesTypes: boolean;
  /** Whether names that no schema defines are left out and told; else they are refused. */
  readonly leavesUndefinedOut: boolean;
  /** Rewrites a client's own forms of PATCH into those of RFC 7644 §3.5.2. */
  readonly patchWorkarounds: readonly PatchWorkaround[];
  /** Whether filters may name an attribute that one extension alone defines without its URN. */
  readonly takesShortNames: boolean;
  /** Whether a PATCH operation may leave its path out. */
  readonly pathOptional: boolean;
  /** Whether a writeOnly attribute, such as a password, is taken and forgotten; else it is refused. */
  readonly forgetsWriteOnly: boolean;
  /** Whether replace makes the element that a value filter describes, and remove has nothing to do, when there is none. */
  readonly createsFilteredElement: boolean;
  /** Whether replace leaves nothing of a complex value, where RFC 7644 §3.5.2.3 keeps what is not named. */
  readonly replacesWholeComplex: boolean;
  /** Whether ServiceProviderConfig claims draft-zollner-scim-interop-profile. */
  readonly interopProfileConformant: boolean;
}

/** Follows draft-zollner-scim-interop-profile where that is stricter than the RFCs. */
export const strictProfile: Profile = {
  name: 'strict',
  booleanFromText: () => undefined,
  complexFromValue: () => undefined,
  trimsNames: false,
  takesOneForList: false,
  takesForeignSchemas: false,
  assumesTypes: false,
  leavesUndefinedOut: false,
  takesShortNames: false,
  patchWorkarounds: [],
  pathOptional: false,
  forgetsWriteOnly: false,
  createsFilteredElement: false,
  replacesWholeComplex: true,
  interopProfileConformant: true,
};

/** Takes what Okta and Entra ID really send. */
const compatProfile: Profile = {
  name: 'compat',
  booleanFromText: (value) => (typeof value === 'string' ? TEXTS.get(value.toLowerCase()) : undefined),
  complexFromValue: (attribute, value) => {
    const isText = typeof value === 'string' && !(attribute.multiValued && value === '');
    return isText && named(attribute.subAttributes, 'value') ? { value } : undefined;
  },
  trimsNames: true,
  takesOneForList: true,
  takesForeignSchemas: true,
  assumesTypes: true,
  leavesUndefinedOut: true,
  takesShortNames: true,
  patchWorkarounds: [ownIdentity, pathsAsNames],
  pathOptional: true,
  forgetsWriteOnly: true,
  createsFilteredElement: true,
  replacesWholeComplex: false,
  interopProfileConformant: false,
};

export const profiles: Readonly<Record<ProfileName, Profile>> = { compat: compatProfile, strict: strictProfile };
