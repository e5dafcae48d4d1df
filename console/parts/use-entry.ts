import { useQueryClient } from '@tanstack/react-query';
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

/** What the link has after `?token=`. */
export function tokenOfLink(): string {
  return new URLSearchParams(location.hash.split('?')[1] ?? '').get('token') ?? '';
}

/** The fields of a form, by their names. */
export function fieldsOf(event: React.FormEvent<HTMLFormElement>): Record<string, string> {
  event.preventDefault();
  return Object.fromEntries([...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]));
}
