import { expect, test } from '@jest/globals';
import { finalRefusal } from './smtp-refusal.js';

const refusal = (command: string, responseCode: unknown) =>
  Object.assign(new Error('refused'), { command, responseCode, response: `${String(responseCode)} no` });

test.each([
  ['RCPT TO', 550],
  ['RCPT TO', 599],
  ['DATA', 554],
])('an answer to %s with %d is final, in the words of the server', (command, code) =>
  expect(finalRefusal(refusal(command, code))).toBe(`${code} no`),
);

test.each([
  ['RCPT TO', 450],
  ['RCPT TO', 530],
  ['DATA', 535],
  ['MAIL FROM', 550],
  ['AUTH PLAIN', 535],
  ['CONN', 554],
  ['RCPT TO', undefined],
  ['RCPT TO', '550'],
])('an answer to %s with %j is not: the mail waits', (command, code) =>
  expect(finalRefusal(refusal(command, code))).toBeUndefined(),
);

test('a final answer without a text is given as its error says it', () => {
  expect(finalRefusal(Object.assign(new Error('refused'), { command: 'DATA', responseCode: 554 }))).toBe('refused');
});
