import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api.js';
import { wordsOf } from './failure.js';

/** A form that signs in: sends it, and goes on inside. */
export function useEntry<Answer>(path: string, destination: (answer: Answer) => string) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const [isSending, setSending] = useState(false);
  const submit = async (body: object) => {
    setSending(true);
    setProblem(undefined);
    try {
      const answer = await post<Answer>(path, body);
      client.clear();
      location.hash = destination(answer);
    } catch (error) {
      setProblem(wordsOf(error));
    } finally {
      setSending(false);
    }
  };
  return { submit, problem, isSending };
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
