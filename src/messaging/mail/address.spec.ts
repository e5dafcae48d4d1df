import { describe, expect, test } from '@jest/globals';
import { addressOf, domainOf, isAddress, isSameAddress, takesAddress } from './address.js';

describe('The address of a person', () => {
  test.each([
    [
      'the primary e-mail',
      {
        userName: 'u@x.example',
        emails: [
          { value: 'a@x.example', type: 'work' },
          { value: 'b@x.example', primary: true },
        ],
      },
      'b@x.example',
    ],
    [
      'else that of work',
      { userName: 'u@x.example', emails: [{ value: 'a@x.example' }, { value: 'b@x.example', type: 'Work' }] },
      'b@x.example',
    ],
    [
      'else the first',
      { userName: 'u@x.example', emails: [{ value: 'a@x.example', type: 'home' }, { value: 'b@x.example' }] },
      'a@x.example',
    ],
    [
      'the first, where one of another kind is not the primary',
      {
        emails: [
          { value: 'a@x.example', primary: false },
          { value: 'b@x.example', type: 'other' },
        ],
      },
      'a@x.example',
    ],
    [
      'that of work, where the primary is none',
      { emails: [{ value: 'a', primary: true }, { value: 'b@x.example' }, { value: 'c@x.example', type: 'work' }] },
      'c@x.example',
    ],
    ['else a userName that is one', { userName: 'u@x.example' }, 'u@x.example'],
    ['else none', { userName: 'ada' }, undefined],
    [
      'never an e-mail that is none',
      { userName: 'ada', emails: [{ value: 'ada@x.example, eve@y.example', primary: true }] },
      undefined,
    ],
    [
      'never one with a line break',
      { userName: 'ada', emails: [{ value: 'ada@x.example\r\nBcc: eve@y.example', primary: true }] },
      undefined,
    ],
  ])('is %s', (_what, document, expected) => {
    expect(addressOf(document)).toBe(expected);
  });
});

describe('An address', () => {
  test.each(['a@b', 'ada.byron+x@mail.x.example', "o'neil@x.example", 'é@x.example', `${'a'.repeat(318)}@b`])(
    'may be %s',
    (text) => {
      expect(isAddress(text)).toBe(true);
    },
  );

  test.each([
    '',
    'ada',
    '@x.example',
    'ada@',
    'a@b@c',
    'a b@x.example',
    'a@x example',
    ' a@b',
    'a@b ',
    'a@b\n',
    '<a@b>',
    'Ada <a@b>',
    'a,b@c',
    'a;b@c',
    'a:b@c',
    '"a"@b',
    'a(b)@c',
    'a\\b@c',
    'a@b,c',
    'a@[b:c]',
    `${'a'.repeat(319)}@b`,
    undefined,
    null,
    1,
    ['a@b'],
  ])('is not %j', (value) => {
    expect(isAddress(value)).toBe(false);
  });

  test.each([
    ['Ada@X.example', 'ada@x.EXAMPLE', true],
    ['ada@x.example', 'ada@y.example', false],
  ])('%s is the same as %s: %s', (one, other, expected) => {
    expect(isSameAddress(one, other)).toBe(expected);
  });

  test.each([
    ['ada@x.example', 'x.example'],
    ['ada@X.Example', 'x.example'],
    ['a@b@c', 'c'],
  ])('%s has the domain %s', (address, domain) => {
    expect(domainOf(address)).toBe(domain);
  });

  test.each([
    ['any, where there is no rule', null, 'ada@x.example', true],
    ['one of its domains', ['y.example', 'x.example'], 'ada@X.example', true],
    ['none of another domain', ['x.example'], 'ada@y.example', false],
    ['none of a domain below', ['x.example'], 'ada@mail.x.example', false],
    ['none, where no domain is allowed', [], 'ada@x.example', false],
  ])('is taken by an organization: %s', (_what, allowedDomains, address, expected) => {
    expect(takesAddress({ allowedDomains }, address)).toBe(expected);
  });
});
