import { describe, expect, test } from '@jest/globals';
import type { Request } from 'express';
import { cookieIn, hostCookie, pathCookie } from './cookie.js';

describe('A cookie', () => {
  test.each([
    ['https://muster.example', { name: '__Host-s', path: '/', secure: true }],
    ['https://example.com/muster/', { name: '__Host-s', path: '/', secure: true }],
    ['http://127.0.0.1:3000', { name: 's', path: '/api', secure: false }],
    ['http://localhost/muster', { name: 's', path: '/muster/api', secure: false }],
  ])('of the host at %s is bound to it by its name where TLS allows it', (publicUrl, cookie) =>
    expect(hostCookie(publicUrl, 's', '/api')).toEqual(cookie),
  );

  test.each([
    ['https://muster.example', { name: '__Secure-s', path: '/api', secure: true }],
    ['https://example.com/muster/', { name: '__Secure-s', path: '/muster/api', secure: true }],
    ['http://127.0.0.1:3000', { name: 's', path: '/api', secure: false }],
  ])('of a path at %s stays below that path', (publicUrl, cookie) =>
    expect(pathCookie(publicUrl, 's', '/api')).toEqual(cookie),
  );

  test.each([
    ['s=1; t=2', '1'],
    ['t=2', ''],
    ['s=', ''],
    [undefined, ''],
    ['xs=1', ''],
    ['__proto__=1', ''],
  ])('is read out of the header %j', (cookie, value) =>
    expect(cookieIn({ headers: { cookie } } as Request, 's')).toBe(value),
  );
});
