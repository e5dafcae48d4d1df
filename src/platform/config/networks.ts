import { isIP } from 'node:net';

/** Addresses that begin alike. */
interface Network {
  readonly address: string;
  /** Bits that they have in common. */
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads `10.1.0.0/16,fd00::/8`. @returns undefined when it is no such list */
export function networksOf(text: string): Network[] | undefined {
  const networks = text.split(',').map((part) => networkOf(part.trim()));
  return networks.every((network) => network !== undefined) ? networks : undefined;
}

function networkOf(text: string): Network | undefined {
  const [, address = '', bits = ''] = /^([0-9a-f.:]+)\/(\d{1,3})$/i.exec(text) ?? [];
  const version = isIP(address);
  const prefix = Number(bits);
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}
