import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiProblem, get } from './api.js';
import type { Methods, OrganizationDetails, Session } from './types.js';

export const SESSION = ['session'] as const;

/** Who is signed in. */
export function useSession() {
  return useQuery({ queryKey: SESSION, queryFn: () => get<Session>('session') });
}

/** How admins can sign in here. */
export function useMethods() {
  return useQuery({ queryKey: ['methods'], queryFn: readMethods });
}

async function readMethods(): Promise<Methods> {
  try {
    return (await get<Session>('session')).methods;
  } catch (error) {
    if (error instanceof ApiProblem && error.more.methods) return error.more.methods;
    throw error;
  }
}

/** The organization of the page, and where the API has it. */
export function useOrganization() {
  const { organizationId = '' } = useParams({ strict: false });
  const path = `organizations/${organizationId}`;
  const details = useQuery({
    queryKey: [organizationId],
    queryFn: () => get<OrganizationDetails>(path),
    enabled: organizationId !== '',
  });
  return { id: organizationId, path, details };
}
