import { describe, expect, test } from '@jest/globals';
import { addressOf } from './address.js';

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
