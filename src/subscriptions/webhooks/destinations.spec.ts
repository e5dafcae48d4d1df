import { describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../../platform/config/load-configuration.js';
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

describe('Events are never sent to where clouds tell a machine about itself', () => {
  const everywhere = [
    destinations({ WEBHOOKS_ALLOW_PRIVATE: 'true' }),
    destinations({ WEBHOOKS_ALLOW_PRIVATE: '0.0.0.0/0,::/0' }),
    destinations({ WEBHOOKS_ALLOW_PRIVATE: '169.254.169.254/32,fd00:ec2::254/128,64:ff9b::/96' }),
  ];

  test.each([
    '169.254.169.254',
    '169.254.170.2',
    '169.254.0.1',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    'fd00:42::42',
    'fe80::a9fe:a9fe',
    'fe80::1%eth0',
    'febf::1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '0:0:0:0:0:ffff:a9fe:a9fe',
    '::169.254.169.254',
    '::ffff:0:169.254.169.254',
    '64:ff9b::169.254.169.254',
    '64:ff9b::a83f:8110',
    '64:ff9b:1::100.100.100.200',
    '2002:a9fe:a9fe::1',
    '2001:db8:122:344::a9fe:a9fe',
    '64:ff9b:1:a9fe:a9:fe00::',
  ])('%s', (address) => {
    for (const one of everywhere) expect([address, one.allows(address)]).toEqual([address, false]);
  });

  test.each([
    'http://metadata.google.internal/computeMetadata/v1/',
    'http://METADATA.google.internal./',
    'http://metadata/',
    'http://metadata.goog/',
    'http://instance-data.ec2.internal/latest/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
  ])('%s', (url) => {
    const all = destinations({ WEBHOOKS_ALLOW_PRIVATE: 'true', WEBHOOKS_ALLOW_HTTP: 'true' });
    expect(() => all.urlOf(url)).toThrow('not public');
    expect(() => all.checkAddress(new URL(url))).toThrow();
  });

  test('while what else is allowed stays so', () => {
    for (const address of [
      '10.0.0.1',
      '127.0.0.1',
      'fd00::1',
      '::1',
      '::ffff:10.0.0.1',
      '8.8.8.8',
      '2606:4700:4700::1111',
    ])
      expect([address, everywhere[0]!.allows(address)]).toEqual([address, true]);
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
