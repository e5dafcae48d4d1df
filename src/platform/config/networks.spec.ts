import { expect, test } from '@jest/globals';
import { networksOf } from './networks.js';

test.each([
  ['10.1.0.0/16', [{ address: '10.1.0.0', prefix: 16, family: 'ipv4' }]],
  ['0.0.0.0/0', [{ address: '0.0.0.0', prefix: 0, family: 'ipv4' }]],
  ['FD00::/8', [{ address: 'FD00::', prefix: 8, family: 'ipv6' }]],
  ['::1/128', [{ address: '::1', prefix: 128, family: 'ipv6' }]],
  [
    ' 192.0.2.1/32 , ::ffff:10.0.0.0/104',
    [
      { address: '192.0.2.1', prefix: 32, family: 'ipv4' },
      { address: '::ffff:10.0.0.0', prefix: 104, family: 'ipv6' },
    ],
  ],
])('%j names networks', (text, networks) => expect(networksOf(text)).toEqual(networks));

test.each([
  '',
  ',',
  '10.0.0.0',
  '10.0.0.0/',
  '10.0.0.0/33',
  '::/129',
  '10.0.0/8',
  '10.0.0.0/-1',
  '10.0.0.0/8,',
  'lan/8',
])('%j names no networks', (text) => expect(networksOf(text)).toBeUndefined());
