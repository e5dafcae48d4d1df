import { Button, Group } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { texts } from '../messages/index.js';
import { useOrganization } from '../session.js';

const PARTS = [
  ['', texts.settings.general],
  ['/extensions', texts.extensions.title],
  ['/roles', texts.grants.title],
  ['/application-keys', texts.applicationKeys.title],
] as const;

/** The way between the parts of the settings. */
export function SettingsTabs() {
  const { id } = useOrganization();
  const { pathname } = useLocation();
  return (
    <Group component="nav" aria-label={texts.settings.title} gap={4} mb="md">
      {PARTS.map(([part, label]) => {
        const target = `/o/${id}/settings${part}`;
        const isHere = pathname === target;
        return (
          <Button
            key={part}
            component="a"
            href={`#${target}`}
            variant={isHere ? 'light' : 'subtle'}
            size="compact-sm"
            aria-current={isHere ? 'page' : undefined}
          >
            {label}
          </Button>
        );
      })}
    </Group>
  );
}
