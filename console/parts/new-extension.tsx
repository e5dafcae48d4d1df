import { type ButtonProps, JsonInput, Select } from '@mantine/core';
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
  return <ExtensionDialog label={texts.extensions.new} type="User" exampleOf={exampleOf} />;
}

/** The same, filled in with what an identity provider sends: an attribute, or the URN of a schema. */
export function DefineExtension({ resourceType, name }: { resourceType: Type; name: string }) {
  return (
    <ExtensionDialog
      label={texts.ignored.define}
      look={{ size: 'xs', variant: 'light', 'aria-label': texts.ignored.defineNamed(name) }}
      type={resourceType}
      exampleOf={(type, organization) => wantedOf(name, type, organization)}
    />
  );
}

interface DialogProps {
  label: string;
  look?: ButtonProps & { 'aria-label': string };
  /** What it extends, until somebody chooses otherwise. */
  type: Type;
  /** The schema to begin from. */
  exampleOf: (type: Type, organization: string) => string;
}

function ExtensionDialog({ label, look, type, exampleOf: textOf }: DialogProps) {
  const { path } = useOrganization();
  return (
    <FormDialog
      label={label}
      submit={texts.extensions.submit}
      size="xl"
      look={look}
      send={async ({ resourceType, schema = '' }) => post(`${path}/extensions`, { resourceType, schema: read(schema) })}
    >
      {(refusal) => <Editor refusal={refusal} initial={type} textOf={textOf} />}
    </FormDialog>
  );
}

interface EditorProps {
  refusal: Refusal | undefined;
  initial: Type;
  textOf: DialogProps['exampleOf'];
}

function Editor({ refusal, initial, textOf }: EditorProps) {
  const { details } = useOrganization();
  const name = details.data?.name ?? '';
  const [type, setType] = useState<Type>(initial);
  const [text, setText] = useState(() => textOf(type, name));
  const choose = (chosen: Type) => {
    if (text === textOf(type, name)) setText(textOf(chosen, name));
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

/** A schema for what an identity provider sends: of a URN, its attributes are not known here. */
function wantedOf(wanted: string, type: Type, organization: string): string {
  const isSchema = wanted.includes(':');
  const document = {
    id: isSchema ? wanted : urnOf(`${wordOf(organization)}-${wordOf(wanted)}`, type),
    name: isSchema ? organization : wanted,
    attributes: [{ name: isSchema ? '' : wanted, type: 'string' }],
  };
  return JSON.stringify(document, null, 2);
}

function urnOf(words: string, type: Type): string {
  return `urn:ietf:params:scim:schemas:extension:${words}:2.0:${type}`;
}

function wordOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '') || 'acme';
}

/** A schema to begin from, with what is needed most. */
function exampleOf(type: Type, organization: string): string {
  const document = {
    id: urnOf(wordOf(organization), type),
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
