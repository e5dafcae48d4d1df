import { describe, expect, test } from '@jest/globals';
import { attribute, complex, defaultSubAttributes, plural } from '../attributes/attribute.js';
import { documentPath, ResourceType } from '../attributes/resource-type.js';
import { ScimError } from '../protocol/scim-error.js';
import { parsePatchPath } from './path.js';

const EXTENSION = 'urn:example:params:extension:2.0:Thing';
const type = new ResourceType(
  'Thing',
  '/Things',
  '',
  {
    id: 'urn:example:params:core:2.0:Thing',
    name: 'Thing',
    description: '',
    attributes: [
      attribute('title', ''),
      complex('name', '', [attribute('first', '')]),
      plural('mails', '', [attribute('value', ''), ...defaultSubAttributes()]),
    ],
  },
  [
    {
      id: EXTENSION,
      name: 'Extension',
      description: '',
      attributes: [attribute('colour', ''), complex('boss', '', [attribute('value', '')])],
    },
  ],
);

describe('parsePatchPath', () => {
  test.each([
    ['title', 'title'],
    ['TITLE', 'title'],
    ['name.first', 'name first'],
    ['mails', 'mails'],
    ['mails[type eq "work"]', 'mails []'],
    ['mails[type eq "work"].value', 'mails value []'],
    ['mails[value co "]"].Type', 'mails type []'],
    ['mails[not (type eq "work")].value', 'mails value []'],
    [`${EXTENSION}:colour`, `${EXTENSION} colour`],
    [`${EXTENSION.toUpperCase()}:boss.value`, `${EXTENSION} boss value`],
    ['urn:example:params:core:2.0:Thing:name.first', 'name first'],
  ])('%s', (text, expected) => {
    const path = parsePatchPath(text, type);
    expect([...documentPath(path), ...(path.filter ? ['[]'] : [])].join(' ')).toBe(expected);
  });

  test.each([
    '',
    ' title',
    'title ',
    'name..first',
    'name.first.x',
    'name.',
    '.name',
    'unknown',
    'name.unknown',
    'mails.0',
    'mails[0].value',
    'mails[type eq work]',
    'mails[type eq "work"]value',
    'mails[type eq "work"] .value',
    'mails [type eq "work"]',
    'mails[type eq "work"].value x',
    'mails[type eq "work"][value eq "x"]',
    'mails[type eq "work"].unknown',
    'mails.value[type eq "work"]',
    'urn:extension:.',
    'urn:other:colour',
    '__proto__.polluted',
    'constructor',
  ])('refuses %j', (text) => {
    expect(() => parsePatchPath(text, type)).toThrow(ScimError);
  });
});
