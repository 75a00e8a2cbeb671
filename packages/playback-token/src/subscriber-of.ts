import { isIPv6 } from 'node:net';

/** The first half of an IPv6 address is what one subscriber has. */
const subscriberBits = 64;
const groupBits = 16;

/** An IPv4 address in IPv6's clothes (`::ffff:10.0.0.1`) is one. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** An address as one of its subscriber's: an IPv6 address stands for its /64, in one form whatever way it was written. */
export function subscriberOf(address: string): string {
  const [plain = ''] = plainAddress(address).split('%');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = tail?.split(':').filter((group) => group !== '') ?? [];
  // An IPv4 address at the end stands for two groups.
  const written = before.length + after.length + (after.at(-1)?.includes('.') ? 1 : 0);
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - written) }, () => '0');
  const prefix = [...before, ...zeros, ...after]
    .slice(0, subscriberBits / groupBits)
    .map((group) => Number.parseInt(group, 16).toString(16));
  return `${prefix.join(':')}::/${subscriberBits}`;
}
