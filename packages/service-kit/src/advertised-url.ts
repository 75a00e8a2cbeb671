import { networkInterfaces } from 'node:os';
import { UnderstudyError } from '@understudy/errors';

const everyAddress = new Set(['0.0.0.0', '::']);

/**
 * The URL under which others of the cluster find this service: what is configured, or where it listens. One that listens on every address, as in a
 * container, is found at the only one that its machine has beside loopback.
 * @param listeningUrl has the port that it listens on
 * @throws UnderstudyError `invalid_configuration` where there are several addresses, or none
 */
export function advertisedUrl(
  { advertisedUrl: configured, host }: { readonly advertisedUrl: string | undefined; readonly host: string },
  listeningUrl: string,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string {
  if (configured !== undefined) return ofSameScheme(configured, listeningUrl);
  if (!everyAddress.has(host)) return listeningUrl;
  const addresses = Object.values(interfaces)
    .flatMap((addressesOfOne) => addressesOfOne ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  const [address] = addresses;
  const { protocol, port } = new URL(listeningUrl);
  if (address !== undefined && addresses.length === 1) return `${protocol}//${address}:${port}`;
  throw new UnderstudyError(
    'invalid_configuration',
    `UNDERSTUDY_ADVERTISED_URL must say where others find this service, since it listens on ${host} and ` +
      `the addresses of this machine are ${addresses.join(', ') || 'none'}`,
  );
}

function ofSameScheme(configured: string, listeningUrl: string): string {
  const { protocol } = new URL(listeningUrl);
  if (new URL(configured).protocol === protocol) return configured;
  throw new UnderstudyError(
    'invalid_configuration',
    `UNDERSTUDY_ADVERTISED_URL must begin with ${protocol}//, as this service listens (UNDERSTUDY_PEER_TLS_*)`,
  );
}
