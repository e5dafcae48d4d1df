import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './console.css';
import { Anchor, createTheme, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api.js';
import { StepUp } from './parts/step-up.js';
import { router } from './router.js';
import { SESSION } from './session.js';

const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 8,
  defaultRadius: 'md',
  autoContrast: true,
  // Links are as large as the text that they stand in.
  components: { Anchor: Anchor.extend({ defaultProps: { inherit: true } }) },
});

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: lookWhoIsThere }),
  mutationCache: new MutationCache({ onError: lookWhoIsThere }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.status > 0),
    },
  },
});

/** A session that ended meanwhile leads to the sign-in, whatever found it out. */
function lookWhoIsThere(error: Error) {
  const isSignedOut = error instanceof ApiProblem && error.reason === 'signed_out';
  const known = client.getQueryState(SESSION);
  if (isSignedOut && known?.status === 'success') void client.invalidateQueries({ queryKey: SESSION });
}

createRoot(document.getElementById('root')!).render(
  <MantineProvider theme={theme} defaultColorScheme="auto">
    <Notifications position="top-right" />
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <StepUp />
    </QueryClientProvider>
  </MantineProvider>,
);
