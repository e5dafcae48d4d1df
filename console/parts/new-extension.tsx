import { JsonInput, Select } from '@mantine/core';
import { useState } from 'react';
import { ApiProblem, post } from '../api.js';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';
import type { Fault } from '../types.js';
import { wordsOf } from './failure.js';
import { FormDialog, type Refusal } from './form-dialog.js';
import { lineOf, lineOfFault } from './json-places.js';

type Type = 'User' | 'Group';

/** Adds attributes to people or groups, by a schema that is written as JSON. */
export function NewExtension() {
  const { path } = useOrganization();
  return (
    <FormDialog
      label={texts.extensions.new}
      submit={texts.extensions.submit}
      size="xl"
      send={async ({ resourceType, schema = '' }) => post(`${path}/extensions`, { resourceType, schema: read(schema) })}
    >
      {(refusal) => <Editor refusal={refusal} />}
    </FormDialog>
  );
}

function Editor({ refusal }: { refusal: Refusal | undefined }) {
  const { details } = useOrganization();
  const name = details.data?.name ?? '';
  const [type, setType] = useState<Type>('User');
  const [text, setText] = useState(() => exampleOf(type, name));
  const choose = (chosen: Type) => {
    if (text === exampleOf(type, name)) setText(exampleOf(chosen, name));
    setType(chosen);
  };
  const faults = refusal && <Faults refusal={refusal} />;
  return (
    <>
      <Select
        name="resourceType"
        label={texts.extensions.type}
        data={[
          { value: 'User', label: texts.extensions.User },
          { value: 'Group', label: texts.extensions.Group },
        ]}
        value={type}
        onChange={(chosen) => choose(chosen === 'Group' ? 'Group' : 'User')}
        allowDeselect={false}
      />
      <JsonInput
        name="schema"
        label={texts.extensions.schema}
        description={texts.extensions.schemaHint}
        value={text}
        onChange={setText}
        error={faults}
        validationError={faults}
        classNames={{ input: 'code' }}
        spellCheck={false}
        autosize
        minRows={12}
        maxRows={24}
        required
        data-autofocus
      />
    </>
  );
}

/** What is wrong, each with its line in what was sent. */
function Faults({ refusal: { error, fields } }: { refusal: Refusal }) {
  const faults: readonly Fault[] = (error instanceof ApiProblem && error.more.errors) || [];
  if (faults.length === 0) return <span role="alert">{wordsOf(error)}</span>;
  return (
    <span role="alert">
      {faults.map(({ detail, pointer }) => (
        <span key={pointer + detail} className="line">
          {texts.extensions.line(lineOf(fields['schema'] ?? '', pointer))}: {detail}
        </span>
      ))}
    </span>
  );
}

function read(text: string): unknown {
  const line = lineOfFault(text);
  if (line !== undefined) throw new ApiProblem(0, 'no_json', texts.extensions.noJson(line));
  return JSON.parse(text);
}

/** A schema to begin from, with what is needed most. */
function exampleOf(type: Type, organization: string): string {
  const word = organization.toLowerCase().replace(/[^a-z0-9]/g, '') || 'acme';
  const document = {
    id: `urn:ietf:params:scim:schemas:extension:${word}:2.0:${type}`,
    name: organization,
    ...{ User: EXAMPLE_OF_PEOPLE, Group: EXAMPLE_OF_GROUPS }[type],
  };
  return JSON.stringify(document, null, 2);
}

const EXAMPLE_OF_PEOPLE = {
  description: 'What we know of people beside the standard',
  attributes: [
    { name: 'badge', type: 'string', description: 'Number of the badge', uniqueness: 'server' },
    { name: 'startDate', type: 'dateTime' },
    {
      name: 'desk',
      type: 'complex',
      subAttributes: [
        { name: 'building', type: 'string', canonicalValues: ['North', 'South'] },
        { name: 'floor', type: 'integer' },
      ],
    },
  ],
};

const EXAMPLE_OF_GROUPS = {
  description: 'What we know of groups beside the standard',
  attributes: [
    { name: 'costCenter', type: 'string', description: 'Who pays' },
    { name: 'owners', type: 'string', multiValued: true },
  ],
};
