import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiProblem, post } from '../api.js';
import type { AccountChoice } from '../types.js';
import { wordsOf } from './failure.js';

/** A form that signs in: sends it, and goes on inside. `enter` does so by something else than the form. */
export function useEntry<Answer>(path: string, destination: (answer: Answer) => string) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const [accounts, setAccounts] = useState<readonly AccountChoice[]>();
  const [isSending, setSending] = useState(false);
  const enter = async (work: () => Promise<Answer>) => {
    setSending(true);
    setProblem(undefined);
    try {
      const answer = await work();
      client.clear();
      location.hash = destination(answer);
    } catch (error) {
      setProblem(wordsOf(error));
      setAccounts(error instanceof ApiProblem ? error.more.accounts : undefined);
    } finally {
      setSending(false);
    }
  };
  const submit = (body: object) => enter(() => post<Answer>(path, body));
  return { submit, enter, problem, accounts, isSending };
}

/** A parameter in the address of the page, as it is written there. */
export function useParameter(name: string): string | null {
  const href = useLocation({ select: ({ href: whole }) => whole });
  return new URLSearchParams(href.split('?')[1] ?? '').get(name);
}

/** The fields of a form, by their names. */
export function fieldsOf(event: React.FormEvent<HTMLFormElement>): Record<string, string> {
  event.preventDefault();
  return Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]));
}
