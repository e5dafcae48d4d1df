import { describe, expect, it } from '@jest/globals';
import { decryptWith, encryptFor } from './age.js';
import { answerTo, ForeignChallenge } from './challenge.js';
import { newKeyPair, recipientHashOf } from './key-pair.js';
import { openIdentity, protectIdentity, WrongPassphrase } from './protected-identity.js';
import { ForeignKey, unwrapKey, wrapKey } from './wrapped-key.js';

/** scrypt as cheap as it gets: what is tested does not depend on its cost. */
const CHEAP = 2;

describe('Keys of members and organizations', () => {
  it('opens an identity with its passphrase and with no other', async () => {
    const key = await newKeyPair();
    const file = await protectIdentity(key.identity, 'six quiet words', CHEAP);
    expect(file).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----/);
    await expect(openIdentity(file, 'six quiet words')).resolves.toEqual(key);
    await expect(openIdentity(file, 'six quiet word')).rejects.toThrow(WrongPassphrase);
  });

  it.each([
    ['composed or not', 'caf\u00e9', 'cafe\u0301'],
    ['in wide letters', 'muster key', 'ｍｕｓｔｅｒ\u3000ｋｅｙ'],
  ])('takes the same passphrase, %s', async (_, chosen, typed) => {
    const key = await newKeyPair();
    await expect(openIdentity(await protectIdentity(key.identity, chosen, CHEAP), typed)).resolves.toEqual(key);
  });

  it('says of a broken file that it is broken, not that the passphrase is wrong', async () => {
    await expect(openIdentity('nonsense', 'six quiet words')).rejects.not.toThrow(WrongPassphrase);
  });

  it('unwraps the key of the organization', async () => {
    const [member, organization] = [await newKeyPair(), await newKeyPair()];
    const of = { organizationId: 'acme', version: 2, recipient: organization.recipient };
    const wrapped = await wrapKey({ ...of, identity: organization.identity }, member.recipient);
    await expect(unwrapKey(wrapped, member, of)).resolves.toEqual({ ...of, ...organization });
  });

  it.each([
    ['organization', { organizationId: 'other' }],
    ['version', { version: 1 }],
  ])('refuses what was wrapped for another %s', async (_, other) => {
    const [member, organization] = [await newKeyPair(), await newKeyPair()];
    const of = { organizationId: 'acme', version: 2, recipient: organization.recipient };
    const wrapped = await wrapKey({ ...of, ...other, identity: organization.identity }, member.recipient);
    await expect(unwrapKey(wrapped, member, of)).rejects.toThrow(ForeignKey);
  });

  it('refuses what was wrapped for another member and encrypted anew', async () => {
    const [member, other, organization] = [await newKeyPair(), await newKeyPair(), await newKeyPair()];
    const of = { organizationId: 'acme', version: 2, recipient: organization.recipient };
    const text = await decryptWith(
      other.identity,
      await wrapKey({ ...of, identity: organization.identity }, other.recipient),
    );
    await expect(unwrapKey(await encryptFor(member.recipient, text), member, of)).rejects.toThrow(ForeignKey);
  });

  it('refuses a wrapped key that is not the organization\u2019s', async () => {
    const [member, organization, foreign] = [await newKeyPair(), await newKeyPair(), await newKeyPair()];
    const of = { organizationId: 'acme', version: 1, recipient: organization.recipient };
    const wrapped = await wrapKey({ ...of, identity: foreign.identity }, member.recipient);
    await expect(unwrapKey(wrapped, member, of)).rejects.toThrow(ForeignKey);
  });

  it('opens nothing with the key of another member', async () => {
    const [member, other, organization] = [await newKeyPair(), await newKeyPair(), await newKeyPair()];
    const of = { organizationId: 'acme', version: 1, recipient: organization.recipient };
    const wrapped = await wrapKey({ ...of, identity: organization.identity }, member.recipient);
    await expect(unwrapKey(wrapped, other, of)).rejects.toThrow();
  });

  it('answers the challenge of its organization', async () => {
    const { identity, recipient } = await newKeyPair();
    const challenge = await encryptFor(recipient, 'muster sign-in v1\nhttps://muster.example\nacme\n0123');
    // printf 'muster sign-in v1\nhttps://muster.example\nacme\n0123' | sha256sum
    const answer = '010b34c2cbaf0fd64bf24c9c399390f6a05e126e902fe109d7f18bfaf8885111';
    await expect(answerTo(challenge, identity, 'acme')).resolves.toBe(answer);
    await expect(answerTo(challenge, identity, 'other')).rejects.toThrow(ForeignChallenge);
  });

  it('is not talked into opening a wrapped key by whoever calls it a challenge', async () => {
    const [member, organization] = [await newKeyPair(), await newKeyPair()];
    const wrapped = await wrapKey({ organizationId: 'acme', version: 1, ...organization }, member.recipient);
    await expect(answerTo(wrapped, member.identity, 'acme')).rejects.toThrow(ForeignChallenge);
  });

  it('hashes a recipient as sha256sum does', () => {
    const recipient = 'age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg';
    expect(recipientHashOf(recipient)).toBe('05fd323179930a65868e8e4366ed0f619c2ade49f6b4ab3131b07589e88a7bcf');
  });
});
