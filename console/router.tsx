import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { Shell } from './shell.js';
import { NotFound } from './parts/not-found.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
/** Everything behind the sign-in. */
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Shell });

const outer = (path: string, load: () => Promise<{ default: () => React.JSX.Element }>) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });
const page = (path: string, load: () => Promise<{ default: () => React.JSX.Element }>) =>
  createRoute({ getParentRoute: () => inside, path, component: lazyRouteComponent(load) });

const routeTree = root.addChildren([
  outer('/sign-in', () => import('./pages/sign-in.js')),
  outer('/setup', () => import('./pages/setup.js')),
  outer('/welcome', () => import('./pages/welcome.js')),
  inside.addChildren([
    page('/', () => import('./pages/organizations.js')),
    page('/organizations', () => import('./pages/organizations.js')),
    page('/account', () => import('./pages/account.js')),
    page('/o/$organizationId', () => import('./pages/overview.js')),
    page('/o/$organizationId/scim', () => import('./pages/scim.js')),
    page('/o/$organizationId/people', () => import('./pages/people.js')),
    page('/o/$organizationId/people/$id', () => import('./pages/person.js')),
    page('/o/$organizationId/groups', () => import('./pages/groups.js')),
    page('/o/$organizationId/groups/$id', () => import('./pages/group.js')),
    page('/o/$organizationId/requests', () => import('./pages/requests.js')),
    page('/o/$organizationId/audit', () => import('./pages/audit.js')),
    page('/o/$organizationId/webhooks', () => import('./pages/webhooks.js')),
    page('/o/$organizationId/settings', () => import('./pages/settings.js')),
    page('/o/$organizationId/settings/extensions', () => import('./pages/extensions.js')),
    page('/o/$organizationId/settings/roles', () => import('./pages/roles.js')),
    page('/o/$organizationId/settings/application-keys', () => import('./pages/application-keys.js')),
    page('/o/$organizationId/admins', () => import('./pages/admins.js')),
  ]),
]);

export const router = createRouter({ routeTree, history: createHashHistory() });
