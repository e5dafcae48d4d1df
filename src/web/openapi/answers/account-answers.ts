import {
  anything,
  flag,
  id,
  list,
  number,
  object,
  oneOf,
  orNull,
  page,
  ref,
  type Shapes,
  text,
  time,
  url,
} from './shapes.js';

const stepUpUntil = time();

/** Answers about accounts of admins. */
export const accountSchemas: Shapes = {
  Admin: object({
    id: id(),
    email: text('ada@acme.example'),
    name: text('Ada Lovelace'),
    role: oneOf('operator', 'organization'),
    organizationId: orNull(id(), null),
    hasPassword: flag(true),
    passkeys: number(1),
    created: time(),
    lastSignIn: orNull(time()),
  }),
  Passkey: object({ id: id(), label: text('Laptop'), created: time(), lastUsed: orNull(time()) }),
  SignInMethods: object({
    password: flag(true),
    passkey: flag(true),
    openIdConnect: {
      anyOf: [{ type: 'null' }, object({ label: text('Acme login') })],
      example: { label: 'Acme login' },
    },
  }),
};

const signedIn = object({ admin: ref('Admin'), stepUpUntil });
const challenge = (what: string) => anything({ challenge: 'pD1…', timeout: 300_000 }, `${what} of WebAuthn Level 3.`);

export const accountAnswers: Shapes = {
  SetUpController_get: object({ needed: flag(false) }),
  SetUpController_setUp: object({ admin: ref('Admin'), organizationId: id() }),
  SetUpController_welcome: object({ admin: ref('Admin') }),
  SessionController_signIn: signedIn,
  SessionController_get: object({
    admin: ref('Admin'),
    expires: orNull(time()),
    stepUpUntil: orNull(stepUpUntil),
    methods: ref('SignInMethods'),
  }),
  SessionController_stepUp: object({ stepUpUntil }),
  SessionController_list: object({
    sessions: list(
      object({
        id: id(),
        created: time(),
        lastUsed: time(),
        address: text('192.0.2.1'),
        agent: text('Mozilla/5.0'),
        isCurrent: flag(true),
      }),
    ),
  }),
  PasskeysController_requestOptions: challenge('PublicKeyCredentialRequestOptionsJSON'),
  PasskeysController_signIn: signedIn,
  PasskeysController_list: object({ passkeys: list(ref('Passkey')) }),
  PasskeysController_registrationOptions: challenge('PublicKeyCredentialCreationOptionsJSON'),
  PasskeysController_register: ref('Passkey'),
  AccountController_tokens: object({
    tokens: list(
      object({
        id: text('k3v9x2m7p4qd'),
        label: text('Nightly report'),
        scope: oneOf('read', 'write', 'sensitive'),
        created: time(),
        expires: time('2027-02-24T14:00:00.000Z'),
        lastUsed: orNull(time()),
      }),
    ),
  }),
  AccountController_createToken: object({
    id: text('k3v9x2m7p4qd'),
    token: text('muster_admin_k3v9x2m7p4qd_…', 'Shown this once.'),
  }),
  AdminsController_list: page('admins', ref('Admin')),
  AdminsController_invite: object({
    admin: ref('Admin'),
    invitationUrl: orNull(url('https://muster.example/#/welcome?token=mXk2v9s7')),
    detail: text('The invitation was mailed to this address'),
  }),
};
