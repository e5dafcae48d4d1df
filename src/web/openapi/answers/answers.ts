import type { SchemaObject } from '../types.js';
import { accountAnswers, accountSchemas } from './account-answers.js';
import { organizationAnswers, organizationSchemas } from './organization-answers.js';
import { peopleAnswers, peopleSchemas } from './people-answers.js';
import { recordAnswers, recordSchemas } from './record-answers.js';
import type { Shapes } from './shapes.js';

/** What answers have in common, by name. */
export const answerSchemas: Record<string, SchemaObject | { $ref: string }> = {
  ...accountSchemas,
  ...organizationSchemas,
  ...peopleSchemas,
  ...recordSchemas,
};

/** JSON that operations below `/api/v1` answer where they succeed, by operation id. */
export const jsonAnswers: Shapes = { ...accountAnswers, ...organizationAnswers, ...peopleAnswers, ...recordAnswers };

/** What is no JSON: media types by operation id. */
export const otherAnswers: Readonly<Record<string, readonly string[]>> = {
  AuditController_export: ['application/x-ndjson', 'text/csv'],
  FeedController_streamed: ['text/event-stream'],
};
