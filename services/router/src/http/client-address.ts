import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { UnderstudyError } from '@understudy/errors';
import { type AddressRange, parseAddressRange, plainAddress } from '@understudy/playback-token';

const mostProxies = 100;
/** No chain of proxies is longer; what lies behind is not read. */
const mostHops = 10;

/**
 * Reads the ranges of proxies whose `X-Forwarded-For` is believed.
 * @throws UnderstudyError `invalid_configuration`
 */
export function parseTrustedProxies(text: string | undefined): readonly AddressRange[] {
  if (text === undefined) return [];
  const ranges = text.split(',').map((each) => parseAddressRange(each.trim()));
  if (ranges.length > mostProxies || ranges.some((range) => range === undefined))
    throw new UnderstudyError(
      'invalid_configuration',
      `UNDERSTUDY_TRUSTED_PROXIES must be addresses or ranges (10.0.0.0/8, 2001:db8::/32) with commas between, at most ${mostProxies}`,
    );
  return ranges as AddressRange[];
}

/**
 * Whose request it is: the address of the connection, and where that is a trusted proxy, the nearest one before it that is none. What stands
 * further in front anybody may have written.
 */
export function clientAddress(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  trusted: readonly AddressRange[],
): string {
  let address = plainAddress(socket.remoteAddress ?? '');
  if (trusted.length === 0) return address;
  const isTrusted = () => trusted.some((range) => range.has(address));
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .slice(-mostHops);
  while (isTrusted()) {
    const before = plainAddress(forwarded.pop()?.trim() ?? '');
    if (isIP(before) === 0) break;
    address = before;
  }
  return address;
}
