import { expect, test } from '@jest/globals';
import { mysqlConnectionAdvice } from './mysql-connection-advice.js';

test.each([
  [
    'Connections using insecure transport are prohibited while --require_secure_transport=ON.',
    'takes encrypted connections only',
  ],
  ["Access denied for user 'muster'@'127.0.0.1' (using password: YES)", 'takes encrypted connections only'],
  ['Server does not support secure connection', 'offers no TLS'],
  ['self-signed certificate in certificate chain', 'no authority that Muster trusts'],
  ['unable to verify the first certificate', 'no authority that Muster trusts'],
  ['unable to get local issuer certificate', 'no authority that Muster trusts'],
  [
    "Hostname/IP does not match certificate's altnames: Host: db. is not in the cert's altnames: DNS:x",
    'for another host',
  ],
  ['certificate has expired', 'has expired'],
  ['80F8:error:0A000412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate', 'refuses the certificate'],
  ['getaddrinfo ENOTFOUND db', 'getaddrinfo ENOTFOUND db'],
])('When the driver says "%s", an operator reads "%s"', (said, advice) => {
  expect(mysqlConnectionAdvice(new Error(said))).toContain(advice);
});

test('A driver that says nothing but a code is quoted with it', () => {
  expect(mysqlConnectionAdvice(Object.assign(new Error(''), { code: 'ECONNREFUSED' }))).toBe('ECONNREFUSED');
});
