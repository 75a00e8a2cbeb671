import { BlockList, isIP } from 'node:net';
import { plainAddress } from './subscriber-of.js';

/** Addresses with the same beginning, IPv4 or IPv6. */
export interface AddressRange {
  /** As it was written. */
  readonly text: string;
  /** Whether `address` is one of them. An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) counts as the IPv4 one. */
  has(address: string): boolean;
}

const pattern = /^([0-9A-Fa-f.:]{2,39})(?:\/(\d{1,3}))?$/;

/** Reads `203.0.113.0/24`, `2001:db8::/32`, or one address; undefined for anything else. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [, address = '', bits] = pattern.exec(text) ?? [];
  const family = familyOf(address);
  if (family === undefined) return undefined;
  const longest = family === 'ipv4' ? 32 : 128;
  const prefix = bits === undefined ? longest : Number(bits);
  if (prefix > longest) return undefined;
  const list = new BlockList();
  list.addSubnet(address, prefix, family);
  return {
    text,
    has(given) {
      const plain = plainAddress(given);
      const givenFamily = familyOf(plain);
      return givenFamily !== undefined && list.check(plain, givenFamily);
    },
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}
