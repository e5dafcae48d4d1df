import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../platform/config/configuration.js';
import { networksOf } from '../../platform/config/networks.js';
import { invalid } from '../../platform/http/problem.js';

const MAX_URL_LENGTH = 2_048;
/**
 * IPv4 addresses that are not globally reachable (https://www.iana.org/assignments/iana-ipv4-special-registry), multicast,
 * and 168.63.129.16, where Azure tells a machine about itself.
 */
const NOT_PUBLIC_V4 =
  '0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,' +
  '192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/3,168.63.129.16/32';
/** All others, such as those that hold an address of IPv4, are refused (RFC 4291 §2.4, RFC 6052). */
const GLOBAL_V6 = '2000::/3';
/** Among those: protocols, Teredo, documentation, 6to4 (https://www.iana.org/assignments/iana-ipv6-special-registry). */
const NOT_PUBLIC_V6 = '2001::/23,2001:db8::/32,2002::/16,3fff::/20';

/**
 * Where clouds tell a machine about itself, credentials included: never to be reached, whatever the configuration allows.
 * Link-local as a whole (AWS, Azure, Google), Azure's wire server, Alibaba, Oracle; IPv6 of AWS, Google and Scaleway.
 */
const METADATA =
  '169.254.0.0/16,168.63.129.16/32,100.100.100.200/32,192.0.0.192/32,fe80::/10,fd00:ec2::/32,fd20:ce::/32,fd00:42::42/128';
const METADATA_NAMES =
  /^(?:metadata|instance-data|metadata\.google\.internal|metadata\.goog|instance-data\.ec2\.internal)\.?$/i;

/** The host has no address to which events may be sent. The same for names that nobody has, so that none is given away. */
export class AddressRefusedError extends Error {
  constructor() {
    super('No public address of the host answers');
  }
}

/** All addresses of a name. */
type Resolve = (
  name: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Where events may be sent: by https, to public addresses, unless the configuration says otherwise. */
@Injectable()
export class Destinations {
  /** Asked once for each connection, which then goes to an address of that very answer. */
  resolve: Resolve = (name, callback) => lookup(name, { all: true }, callback);
  private readonly notPublic = blockListOf(`${NOT_PUBLIC_V4},${NOT_PUBLIC_V6}`);
  private readonly global = blockListOf(GLOBAL_V6);
  private readonly metadata = blockListOf(METADATA);
  private readonly allowed: BlockList;

  constructor(private readonly configuration: Configuration) {
    const { WEBHOOKS_ALLOW_PRIVATE: networks } = configuration;
    this.allowed = networks === 'true' || networks === 'false' ? new BlockList() : blockListOf(networks);
  }

  /** @throws Problem that says what is wrong with the URL */
  urlOf(text: string): URL {
    const { WEBHOOKS_ALLOW_HTTP } = this.configuration;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || text.length > MAX_URL_LENGTH)
      throw invalid(`A webhook has a URL of at most ${MAX_URL_LENGTH} characters`);
    if (url.protocol !== 'https:' && !(WEBHOOKS_ALLOW_HTTP && url.protocol === 'http:'))
      throw invalid(`The URL has to begin with https://${WEBHOOKS_ALLOW_HTTP ? ' or http://' : ''}`);
    if (url.username !== '' || url.password !== '') throw invalid('The URL may have no user name and no password');
    if (url.hash !== '' || text.includes('#')) throw invalid('The URL may have no fragment');
    this.check(url);
    return url;
  }

  /** @throws AddressRefusedError where the host is an address itself, which nobody looks up */
  checkAddress({ hostname }: URL): void {
    const address = hostname.replace(/^\[(.*)\]$/, '$1');
    if (METADATA_NAMES.test(hostname) || (isIP(address) !== 0 && !this.allows(address)))
      throw new AddressRefusedError();
  }

  /** Looks up names for connections, and gives them no address that is refused. */
  readonly lookup: LookupFunction = (name, { all }, callback) => {
    this.resolve(name, (error, addresses) => {
      const [first, ...others] = error ? [] : addresses.filter(({ address }) => this.allows(address));
      if (!first) callback(new AddressRefusedError(), []);
      else if (all) callback(null, [first, ...others]);
      else callback(null, first.address, first.family);
    });
  };

  allows(address: string): boolean {
    const version = isIP(address);
    if (version === 0 || address.includes('%') || this.isMetadata(address)) return false;
    if (this.configuration.WEBHOOKS_ALLOW_PRIVATE === 'true') return true;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (this.allowed.check(address, family)) return true;
    if (family === 'ipv6' && !this.global.check(address, family)) return false;
    return !this.notPublic.check(address, family);
  }

  private isMetadata(address: string): boolean {
    if (isIP(address) === 4) return this.metadata.check(address, 'ipv4');
    return this.metadata.check(address, 'ipv6') || embeddedV4(address).some((v4) => this.metadata.check(v4, 'ipv4'));
  }

  private check(url: URL): void {
    try {
      this.checkAddress(url);
    } catch {
      throw invalid('The URL has an address that is not public: see WEBHOOKS_ALLOW_PRIVATE');
    }
  }
}

/** The URL without what may be a secret in it. */
export function shownUrl(text: string): string {
  const { origin, pathname, search } = new URL(text);
  return `${origin}${pathname}${search === '' ? '' : '?…'}`;
}

/**
 * The addresses of IPv4 that an address of IPv6 may stand for: in the last 32 bits compatible, mapped and translated ones
 * and those of NAT64 with any prefix of 96 bits (RFC 4291 §2.5.5, RFC 2765 §2.1, RFC 6052 §2.2), behind the prefix those
 * of 6to4 (RFC 3056 §2) and of local NAT64 (RFC 8215).
 */
function embeddedV4(address: string): string[] {
  const bytes = bytesOf(address);
  const v4 = (...places: number[]) => places.map((place) => bytes[place]).join('.');
  const is6to4 = bytes[0] === 0x20 && bytes[1] === 0x02;
  const isLocalNat64 = bytes[1] === 0x64 && bytes[2] === 0xff && bytes[3] === 0x9b;
  return [
    v4(12, 13, 14, 15),
    ...(is6to4 ? [v4(2, 3, 4, 5)] : []),
    ...(isLocalNat64 ? [v4(6, 7, 9, 10), v4(7, 9, 10, 11), v4(9, 10, 11, 12)] : []),
  ];
}

/** The sixteen bytes of an address of IPv6; URL writes it without dots. */
function bytesOf(address: string): number[] {
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16)).flatMap((n) => [n >> 8, n & 0xff]);
}

function blockListOf(networks: string): BlockList {
  const list = new BlockList();
  for (const { address, prefix, family } of networksOf(networks)!) list.addSubnet(address, prefix, family);
  return list;
}
