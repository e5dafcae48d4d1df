import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const read = (path: string) => readFileSync(path, 'utf8');

/** The services of a compose file, each with its lines. */
function servicesOf(path: string): [name: string, text: string][] {
  const [, services = ''] = /^services:\n((?:(?: .*)?\n)+)/m.exec(read(path)) ?? [];
  const parts = services.split(/^ {2}([\w-]+):\n/m).slice(1);
  return parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1]!] as [string, string]] : []));
}

const services = ['docker/compose.yaml', 'docker/compose.mysql.yaml'].flatMap((path) =>
  servicesOf(path).map(([name, text]) => [name, path, text] as const),
);

test('The compose files have the services that are looked at here', () => {
  expect(services.map(([name]) => name)).toEqual(['muster', 'muster', 'mysql', 'mail']);
});

describe.each(services)('The service %s of %s', (_name, _path, text) => {
  test('has no capabilities but those that are named, gains none, and has a bound on its memory', () => {
    expect(text).toMatch(/^ {4}cap_drop: \[ALL\]$/m);
    expect(text).toMatch(/^ {4}security_opt: \['no-new-privileges:true'\]$/m);
    expect(text).toMatch(/^ {4}mem_limit: \d+[mg]$/m);
  });

  test('has an image that can be another one, such as one that is pinned by its digest', () => {
    expect(text).toMatch(/(NODE_IMAGE|^ {4}image): \$\{\w+_IMAGE:-[\w./:-]+\}$/m);
  });
});

test('Images are built from a base that is named once, as an argument', () => {
  const dockerfile = read('docker/Dockerfile');
  expect(dockerfile.match(/^FROM .*$/gm)).toEqual(['FROM ${NODE_IMAGE} AS build', 'FROM ${NODE_IMAGE}']);
  expect(dockerfile).toMatch(/^ARG NODE_IMAGE=node:/m);
});

test('No package is installed that reports who installs it', () => {
  expect(Object.keys(JSON.parse(read('package-lock.json')).packages).filter((path) => /scarf/.test(path))).toEqual([]);
});
