import {
  ActionIcon,
  Anchor,
  AppShell,
  Box,
  Burger,
  Button,
  Group,
  NavLink,
  Select,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconActivity,
  IconBuilding,
  IconCode,
  IconHome,
  IconKey,
  IconListDetails,
  IconMoon,
  IconSettings,
  IconShieldCheck,
  IconSun,
  IconUser,
  IconUsers,
  IconUsersGroup,
  IconUserShield,
  IconWebhook,
} from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiProblem, get, query, remove } from './api.js';
import { switchLanguage, texts } from './messages/index.js';
import { Failure } from './parts/failure.js';
import { ServerWarnings } from './parts/server-warnings.js';
import { Waiting } from './parts/waiting.js';
import { useOrganization, useSession } from './session.js';
import type { Admin, Organization } from './types.js';

const PAGES = [
  ['', texts.nav.overview, IconHome],
  ['/scim', texts.nav.scim, IconKey],
  ['/people', texts.nav.people, IconUsers],
  ['/groups', texts.nav.groups, IconUsersGroup],
  ['/requests', texts.nav.requests, IconActivity],
  ['/audit', texts.nav.audit, IconListDetails],
  ['/webhooks', texts.nav.webhooks, IconWebhook],
  ['/settings', texts.nav.settings, IconSettings],
  ['/admins', texts.nav.admins, IconUserShield],
] as const;

/** The frame around all pages of who is signed in. */
export function Shell() {
  const session = useSession();
  const isSignedOut = session.error instanceof ApiProblem && session.error.status === 401;
  useEffect(() => {
    const wanted = location.hash.replace(/^#/, '').split('?', 1)[0]!;
    if (isSignedOut) void landing(wanted).then((hash) => (location.hash = hash));
  }, [isSignedOut]);
  if (session.isPending || isSignedOut) return <EmptyFrame />;
  if (session.error) return <Failure error={session.error} onAgain={() => void session.refetch()} />;
  return <Frame {...session.data.admin} />;
}

/** Where somebody begins who is not signed in. @param wanted the page to which the sign-in leads */
async function landing(wanted: string): Promise<string> {
  const { needed } = await get<{ needed: boolean }>('setup').catch(() => ({ needed: false }));
  return needed ? '#/setup' : `#/sign-in${query({ to: wanted === '/' ? '' : wanted })}`;
}

const FRAME = { header: { height: 56 }, padding: 'lg' } as const;
const NAVIGATION = { width: 240, breakpoint: 'sm' } as const;

/** The place of the frame and of a page, before it is known who is there. */
function EmptyFrame() {
  return (
    <AppShell {...FRAME} navbar={{ ...NAVIGATION, collapsed: { mobile: true } }}>
      <AppShell.Header />
      <AppShell.Navbar />
      <AppShell.Main>
        <Box maw={1100}>
          <Waiting heights={[32, 128, 182, 318]} />
        </Box>
      </AppShell.Main>
    </AppShell>
  );
}

function Frame({ name, role }: Pick<Admin, 'name' | 'role'>) {
  const [isOpen, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  const { id } = useOrganization();
  useEffect(close, [pathname, close]);
  return (
    <AppShell {...FRAME} navbar={{ ...NAVIGATION, collapsed: { mobile: !isOpen } }}>
      <a className="skip" href="#main" onClick={toMain}>
        {texts.common.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={texts.common.menu} />
            <Anchor href="#/" c="inherit" underline="never" aria-label="Muster">
              <Group gap="sm" wrap="nowrap">
                <IconShieldCheck aria-hidden />
                <Text fw={700} size="lg" visibleFrom="xs">
                  Muster
                </Text>
              </Group>
            </Anchor>
            <Switcher />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button variant="subtle" size="compact-sm" onClick={switchLanguage}>
              {texts.common.language}
            </Button>
            <Scheme />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={texts.common.menu}>
        <AppShell.Section grow>
          {id !== '' &&
            PAGES.map(([path, label, Icon]) => {
              const target = `/o/${id}${path}`;
              const isHere = path === '' ? pathname === target : pathname.startsWith(target);
              return (
                <NavLink
                  key={path}
                  component="a"
                  href={`#${target}`}
                  label={label}
                  leftSection={<Icon size={18} aria-hidden />}
                  active={isHere}
                  aria-current={isHere ? 'page' : undefined}
                />
              );
            })}
        </AppShell.Section>
        <AppShell.Section>
          <NavLink
            component="a"
            href="#/organizations"
            label={texts.nav.organizations}
            leftSection={<IconBuilding size={18} aria-hidden />}
          />
          <NavLink
            component="a"
            href="api/docs"
            label={texts.nav.api}
            leftSection={<IconCode size={18} aria-hidden />}
          />
          <NavLink
            component="a"
            href="#/account"
            label={name}
            description={texts.nav.account}
            leftSection={<IconUser size={18} aria-hidden />}
          />
          <SignOut />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Box maw={1100}>
          {role === 'operator' && <ServerWarnings />}
          <Known>
            <Outlet />
          </Known>
        </Box>
      </AppShell.Main>
    </AppShell>
  );
}

function toMain(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/** Pages of an organization that is not there, or not the admin's, say so once. */
function Known({ children }: { children: React.ReactNode }) {
  const { details } = useOrganization();
  if (details.error && !details.data) return <Failure error={details.error} onAgain={() => void details.refetch()} />;
  return children;
}

function Switcher() {
  const { id } = useOrganization();
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ['organizations'],
    queryFn: () => get<{ organizations: Organization[] }>('organizations?limit=500'),
  });
  if (!data || id === '') return null;
  return (
    <Select
      aria-label={texts.nav.organizations}
      data={data.organizations.map((organization) => ({ value: organization.id, label: organization.name }))}
      value={id}
      onChange={(chosen) => chosen && void navigate({ to: `/o/${chosen}` })}
      allowDeselect={false}
      searchable
      size="xs"
      w={{ base: 130, sm: 200 }}
    />
  );
}

function Scheme() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      aria-label={texts.common.dark}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      {isDark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}

function SignOut() {
  const client = useQueryClient();
  const signOut = async () => {
    await remove('session');
    client.clear();
    location.hash = '#/sign-in';
  };
  return (
    <Button variant="subtle" color="gray" size="compact-sm" mt="xs" fullWidth onClick={() => void signOut()}>
      {texts.signIn.out}
    </Button>
  );
}
