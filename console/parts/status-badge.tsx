import { Badge } from '@mantine/core';
import { texts } from '../messages/index.js';

const COLORS: Readonly<Record<keyof typeof texts.status, string>> = {
  staged: 'gray',
  invited: 'blue',
  accepted: 'yellow',
  confirmed: 'green',
  revoked: 'red',
  live: 'green',
  retiring: 'yellow',
  retired: 'gray',
  expired: 'gray',
  enabled: 'green',
  failing: 'red',
  disabled: 'gray',
};

export function StatusBadge({ status }: { status: keyof typeof texts.status }) {
  return (
    <Badge variant="default" leftSection={<Dot color={COLORS[status]} />} tt="none" fw={500} miw="max-content">
      {texts.status[status]}
    </Badge>
  );
}

function Dot({ color }: { color: string }) {
  return (
    <svg width="8" height="8" aria-hidden>
      <circle cx="4" cy="4" r="4" fill={`var(--mantine-color-${color}-6)`} />
    </svg>
  );
}
