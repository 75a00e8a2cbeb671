import { BlockList, isIP, isIPv6 } from 'node:net';
import { UnderstudyError } from '@understudy/errors';
import type { FastifyRequest } from 'fastify';

/** No chain of proxies is longer; what lies behind is not read. */
const mostHops = 10;
/** The first half of an IPv6 address is what one subscriber has. */
const subscriberBits = 64;

/** Proxies whose word counts for whom they speak for: addresses and networks, with commas between. */
export class TrustedProxies {
  readonly #list = new BlockList();

  /** @throws UnderstudyError `invalid_configuration` */
  constructor(name: string, text: string | undefined) {
    for (const each of (text ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')) {
      const [address = '', bits] = each.split('/');
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      const most = family === 'ipv6' ? 128 : 32;
      const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
      if (isIP(address) === 0 || !(length <= most))
        throw new UnderstudyError(
          'invalid_configuration',
          `${name} must be addresses or networks such as 10.0.0.0/8 with commas between, has ${each}`,
        );
      this.#list.addSubnet(address, length, family);
    }
  }

  has(address: string): boolean {
    return isIP(address) !== 0 && this.#list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  }
}

/**
 * Whose request it is: the address at the other end of the connection, or, where that is a trusted proxy, the last one in `X-Forwarded-For` that is none. An IPv6
 * address stands for its /64.
 */
export function clientAddress({ raw, headers }: FastifyRequest, trusted: TrustedProxies): string {
  let address = plainAddress(raw.socket.remoteAddress ?? '');
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .slice(-mostHops);
  while (trusted.has(address)) {
    const before = plainAddress(forwarded.pop()?.trim() ?? '');
    if (isIP(before) === 0) break;
    address = before;
  }
  return isIPv6(address) ? subscriberOf(address) : address;
}

/** An IPv4 address in IPv6's clothes is one. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? address;
}

/** The /64 of an address, in one form whatever way it was written. */
function subscriberOf(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const groups = subscriberBits / 16;
  if (tail !== undefined) {
    const after = tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0);
    while (before.length + after < 8 && before.length < groups) before.push('0');
    if (before.length < groups) before.push(...tail.split(':'));
  }
  const prefix = before.slice(0, groups).map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/${subscriberBits}`;
}
