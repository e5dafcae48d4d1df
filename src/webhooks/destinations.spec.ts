import { describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../config/load-configuration.js';
import { Destinations, shownUrl } from './destinations.js';

const destinations = (environment: Record<string, string> = {}) => new Destinations(loadConfiguration(environment));

describe('Events may be sent to', () => {
  test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    '%s',
    (address) => expect(destinations().allows(address)).toBe(true),
  );
});

describe('Events may not be sent to', () => {
  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::a00:1',
    '64:ff9b:1::a00:1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:a00:1::1',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'nonsense',
  ])('%s', (address) => expect(destinations().allows(address)).toBe(false));

  test('others than those of the networks that are allowed', () => {
    const some = destinations({ WEBHOOKS_ALLOW_PRIVATE: '10.1.0.0/16, fd00:1::/32' });
    expect(['10.1.2.3', 'fd00:1::7', '8.8.8.8'].map((address) => some.allows(address))).toEqual([true, true, true]);
    expect(['10.2.0.1', 'fd00:2::7', '127.0.0.1'].map((address) => some.allows(address))).toEqual([
      false,
      false,
      false,
    ]);
    expect(destinations({ WEBHOOKS_ALLOW_PRIVATE: 'true' }).allows('127.0.0.1')).toBe(true);
  });
});

describe('A URL', () => {
  test.each([
    'ftp://example.com/',
    'http://example.com/',
    'https://user@example.com/',
    'https://user:word@example.com/',
    'https://example.com/#part',
    'https://example.com/#',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]:8443/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data/',
    'example.com',
    `https://example.com/${'x'.repeat(2_048)}`,
  ])('%s is refused', (url) => expect(() => destinations().urlOf(url)).toThrow());

  test('by https to a name is taken, by http only where that is allowed', () => {
    expect(destinations().urlOf('https://example.com:8443/hook?token=1').host).toBe('example.com:8443');
    expect(destinations({ WEBHOOKS_ALLOW_HTTP: 'true' }).urlOf('http://example.com/').host).toBe('example.com');
  });

  test('is shown without its query', () => {
    expect(shownUrl('https://example.com/hook?token=secret')).toBe('https://example.com/hook?…');
    expect(shownUrl('https://example.com/hook')).toBe('https://example.com/hook');
  });
});
