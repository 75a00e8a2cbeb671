import { readFileSync } from 'node:fs';
import { UnderstudyError } from '@understudy/errors';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
}

/** Certificates in PEM; the system's authorities are trusted where `ca` is missing. */
interface RedisTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
}

/** What a URL says of where Redis is and who asks. */
export interface RedisTarget {
  readonly kind: 'standalone' | 'sentinel' | 'cluster';
  /** The server, the sentinels, or some nodes of the cluster. */
  readonly addresses: readonly [RedisAddress, ...RedisAddress[]];
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly db: number;
  readonly tls: RedisTls | undefined;
  /** Sentinel's name of the master. */
  readonly masterName: string;
  readonly sentinelUsername: string | undefined;
  readonly sentinelPassword: string | undefined;
}

const kindOf = {
  redis: 'standalone',
  rediss: 'standalone',
  'redis+sentinel': 'sentinel',
  'redis+cluster': 'cluster',
} as const;
type Scheme = keyof typeof kindOf;

const defaultPort = { standalone: 6379, sentinel: 26_379, cluster: 6379 } as const;
const parameters = [
  'tls',
  'ca',
  'cert',
  'key',
  'servername',
  'name',
  'sentinel-username',
  'sentinel-password',
] as const;
type Parameters = Partial<Record<(typeof parameters)[number], string>>;

const form = /^([a-z+]+):\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/;

/**
 * Takes a Redis URL apart; `docs/reference/metadata-store.md` has the forms. Not by `URL`, which knows only one host, and not by
 * ioredis, which would let the URL switch off what its options here guarantee. Files that it names are read.
 * @throws UnderstudyError `invalid_configuration`, without the URL: it may hold a password.
 */
export function parseRedisUrl(url: string): RedisTarget {
  const [, scheme = '', user, hosts = '', path = '', query = ''] = form.exec(url) ?? [];
  if (!(scheme in kindOf)) {
    throw wrong('is no redis://, rediss://, redis+sentinel:// or redis+cluster:// URL');
  }
  const kind = kindOf[scheme as Scheme];
  const values = readParameters(query);
  const addresses = hosts.split(',').map((text) => parseAddress(text, defaultPort[kind]));
  const [first, ...others] = addresses;
  if (first === undefined || (kind === 'standalone' && others.length > 0)) {
    throw wrong('has several hosts; only Sentinel and Cluster have');
  }
  const db = path === '' ? 0 : wholeNumber(path, 'its database', 1_000_000);
  if (kind === 'cluster' && db !== 0) throw wrong('has a database; a Redis Cluster has only 0');
  if (kind === 'sentinel' && values.name === undefined) throw wrong('needs ?name=, the name of the master');
  const [username, password] = readUser(user);
  return {
    kind,
    addresses: [first, ...others],
    username,
    password,
    db,
    tls: readTls(scheme, values),
    masterName: values.name ?? '',
    sentinelUsername: values['sentinel-username'],
    sentinelPassword: values['sentinel-password'],
  };
}

function readParameters(query: string): Parameters {
  const values: Parameters = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const known = parameters.find((parameter) => parameter === name);
    if (known === undefined)
      throw wrong(`has an unknown parameter, ${name}; known are ${parameters.join(', ')}`);
    values[known] = value;
  }
  return values;
}

/** `user:password`, `:password` or `user`, percent-encoded where they have one of `:@/?#`. */
function readUser(user = ''): [username: string | undefined, password: string | undefined] {
  const colon = user.indexOf(':');
  const [name, password] = colon < 0 ? [user, ''] : [user.slice(0, colon), user.slice(colon + 1)];
  return [decode(name) || undefined, decode(password) || undefined];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong('has a user or password with a % that encodes nothing');
  }
}

/** `host`, `host:port` or `[IPv6]:port`. */
function parseAddress(text: string, fallbackPort: number): RedisAddress {
  const [, bracketed, plain, port] = /^(?:\[([\da-fA-F:.]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) throw wrong('has a host that is not host, host:port or [IPv6]:port');
  return { host, port: port === undefined ? fallbackPort : wholeNumber(port, 'a port', 65_535) };
}

function readTls(scheme: string, values: Parameters): RedisTls | undefined {
  const { tls, ca, cert, key, servername } = values;
  if (tls !== undefined && tls !== 'true' && tls !== 'false')
    throw wrong('has a tls that is neither true nor false');
  if (scheme !== 'rediss' && tls !== 'true') {
    if (ca ?? cert ?? key ?? servername)
      throw wrong('has certificates but no TLS: use rediss:// or tls=true');
    return undefined;
  }
  if (scheme === 'rediss' && tls === 'false') throw wrong('is rediss:// with tls=false');
  if ((cert === undefined) !== (key === undefined)) throw wrong('needs cert and key together');
  return {
    ...(ca !== undefined && { ca: readPem('ca', ca) }),
    ...(cert !== undefined && { cert: readPem('cert', cert) }),
    ...(key !== undefined && { key: readPem('key', key) }),
    ...(servername !== undefined && { servername }),
  };
}

function readPem(parameter: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw wrong(`names a file as ${parameter} that cannot be read: ${path}`, cause);
  }
}

function wholeNumber(text: string, what: string, max: number): number {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= max) return value;
  throw wrong(`has ${what} that is not a whole number up to ${max}`);
}

function wrong(what: string, cause?: unknown): UnderstudyError {
  return new UnderstudyError('invalid_configuration', `the metadata store's URL ${what}`, { cause });
}
