import { lookup } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import { plainAddress } from '@understudy/playback-token';

/** What is not for all of the Internet (the registries of RFC 6890, multicast): this machine, its network, the services of a cloud. */
const ipv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Of IPv6 only 2000::/3 is for all, without what carries an IPv4 address (Teredo, 6to4) and what stands in documents. */
const ipv6Outside: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const notPublic = new BlockList();
for (const [address, bits] of ipv4) notPublic.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of ipv6Outside) notPublic.addSubnet(address, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether an address is one of the Internet's. */
export function isPublicAddress(address: string): boolean {
  const plain = plainAddress(address);
  if (isIPv4(plain)) return !notPublic.check(plain, 'ipv4');
  return isIP(plain) === 6 && global6.check(plain, 'ipv6') && !notPublic.check(plain, 'ipv6');
}

/** What is told of a receiver that is elsewhere. */
export const privateAddress = 'PRIVATE_ADDRESS';

/**
 * Looks a name up as connections do, and gives public addresses alone: it is asked for the connection itself, so a name that leads elsewhere
 * a moment later changes nothing.
 */
export const lookupPublic: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const allowed = addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = allowed;
    if (first === undefined)
      return callback(Object.assign(new Error('it has no public address'), { code: privateAddress }), []);
    if (options.all) return callback(null, allowed);
    callback(null, first.address, first.family);
  });
};
