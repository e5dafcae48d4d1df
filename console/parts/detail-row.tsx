import { ActionIcon, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { texts } from '../messages/index.js';

/** A row that opens to show more below it. */
export function DetailRow({ cells, children }: { cells: readonly React.ReactNode[]; children: React.ReactNode }) {
  const [isOpen, { toggle }] = useDisclosure();
  return (
    <>
      <Table.Tr>
        <Table.Td w={36}>
          <ActionIcon
            variant="subtle"
            size="sm"
            onClick={toggle}
            aria-label={texts.common.details}
            aria-expanded={isOpen}
          >
            {isOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
          </ActionIcon>
        </Table.Td>
        {cells.map((cell, index) => (
          <Table.Td key={index}>{cell}</Table.Td>
        ))}
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={cells.length + 1}>{children}</Table.Td>
        </Table.Tr>
      )}
    </>
  );
}
