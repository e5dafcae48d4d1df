import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../config/configuration.js';
import { networksOf } from '../config/networks.js';
import { invalid } from '../http/problem.js';

const MAX_URL_LENGTH = 2_048;
/**
 * Of IPv4, what is not for everybody to reach (https://www.iana.org/assignments/iana-ipv4-special-registry), multicast,
 * and 168.63.129.16, where Azure tells a machine about itself.
 */
const NOT_PUBLIC_V4 =
  '0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,' +
  '192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/3,168.63.129.16/32';
/** All others, such as those that hold an address of IPv4, are refused (RFC 4291 §2.4, RFC 6052). */
const GLOBAL_V6 = '2000::/3';
/** Among those: protocols, Teredo, documentation, 6to4 (https://www.iana.org/assignments/iana-ipv6-special-registry). */
const NOT_PUBLIC_V6 = '2001::/23,2001:db8::/32,2002::/16,3fff::/20';

/** The host has no address to which events may be sent. */
export class AddressRefusedError extends Error {
  constructor() {
    super('The host has no public address');
  }
}

/** All addresses of a name. */
export type Resolve = (
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
    if (isIP(address) !== 0 && !this.allows(address)) throw new AddressRefusedError();
  }

  /** Looks up names for connections, and gives them no address that is refused. */
  readonly lookup: LookupFunction = (name, { all }, callback) => {
    this.resolve(name, (error, addresses) => {
      const [first, ...others] = error ? [] : addresses.filter(({ address }) => this.allows(address));
      if (!first) callback(error ?? new AddressRefusedError(), []);
      else if (all) callback(null, [first, ...others]);
      else callback(null, first.address, first.family);
    });
  };

  allows(address: string): boolean {
    const version = isIP(address);
    if (this.configuration.WEBHOOKS_ALLOW_PRIVATE === 'true') return true;
    if (version === 0 || address.includes('%')) return false;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (this.allowed.check(address, family)) return true;
    if (family === 'ipv6' && !this.global.check(address, family)) return false;
    return !this.notPublic.check(address, family);
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

function blockListOf(networks: string): BlockList {
  const list = new BlockList();
  for (const { address, prefix, family } of networksOf(networks)!) list.addSubnet(address, prefix, family);
  return list;
}
