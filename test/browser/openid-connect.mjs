import { CLIENT, Issuer } from '../support/issuer.ts';
import { accessible } from './support/accessible.mjs';
import { Person } from './support/person.mjs';
import { FIRST, Server } from './support/server.mjs';

/** Signing in at the console by an OpenID Connect issuer. */
export async function openIdConnect(browser, check) {
  const issuer = await Issuer.start();
  const server = await Server.start({
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
    OIDC_LABEL: 'Acme login',
  });
  const person = await Person.sitsDown(browser);
  const comes = async (email) => {
    issuer.user = { email, email_verified: true };
    await person.page.getByRole('link', { name: 'Sign in with Acme login' }).click();
  };
  try {
    await server.setUp();
    await person.goTo(`${server.url}/`);
    await person.sees('Sign in to Muster');
    issuer.isDown = true;
    await comes(FIRST.email);
    await person.reads('The service that signs in does not answer');
    check('an issuer that does not answer is told', true);
    issuer.isDown = false;
    await comes('stranger@acme.example');
    await person.reads('Nobody who administers this server has that e-mail address');
    check('a stranger whom the issuer knows is told why that is not enough', true);
    await person.look('openid-connect-stranger');
    await accessible(person, 'a refused sign-in', check);
    await comes(FIRST.email);
    await person.sees('Organizations');
    await person.reads(FIRST.name);
    check('an admin signs in at the issuer, by one click', true);
    check(`signing in elsewhere raises no error ${person.complaints}`, person.complaints.length === 0);
  } finally {
    await person.leave();
    await server.stop();
    await issuer.stop();
  }
}
