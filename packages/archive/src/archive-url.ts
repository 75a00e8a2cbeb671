import { UnderstudyError } from '@understudy/errors';

/** Where the archive is, as `UNDERSTUDY_ARCHIVE_URL` says. */
export interface ArchiveLocation {
  readonly bucket: string;
  /** Put before every key: empty, or ending in a slash. */
  readonly prefix: string;
  /** Of a server other than Amazon's; may have a path. */
  readonly endpoint: string | undefined;
  /** Undefined: as the SDK finds it (`AWS_REGION`, the shared configuration). */
  readonly region: string | undefined;
  /** Whether the bucket is in the path or in the host name. */
  readonly pathStyle: boolean;
}

const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const prefixPattern = /^[A-Za-z0-9!_.*'()/-]{0,512}$/;
const parameters = new Set(['endpoint', 'region', 'pathStyle']);
/** Servers other than Amazon's take any, but a signature has one. */
const regionOfOthers = 'us-east-1';

/**
 * Reads `s3://bucket/prefix?endpoint=http://…&region=…&pathStyle=true`. All but the bucket may be left out; with an endpoint
 * the bucket is in the path unless told otherwise: few servers answer under a name for each bucket.
 * @throws UnderstudyError `invalid_configuration`; the URL is not part of it.
 */
export function parseArchiveUrl(text: string): ArchiveLocation {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 's3:') throw invalid('must be s3://bucket/prefix?endpoint=…&region=…&pathStyle=…');
  if (url.username !== '' || url.password !== '')
    throw invalid('takes no credentials: those are found by the AWS SDK (AWS_ACCESS_KEY_ID, …)');
  if (!bucketPattern.test(url.host)) throw invalid(`names no valid bucket: ${JSON.stringify(url.host)}`);
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '');
  if (!prefixPattern.test(prefix) || prefix.includes('//')) throw invalid('has a malformed prefix');
  for (const name of url.searchParams.keys())
    if (!parameters.has(name)) throw invalid(`has an unknown parameter ${JSON.stringify(name)}`);
  const endpoint = endpointOf(url.searchParams.get('endpoint'));
  return {
    bucket: url.host,
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint,
    region: url.searchParams.get('region') ?? (endpoint === undefined ? undefined : regionOfOthers),
    pathStyle: pathStyleOf(url.searchParams.get('pathStyle')) ?? endpoint !== undefined,
  };
}

function endpointOf(text: string | null): string | undefined {
  if (text === null) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  if (url === undefined || !isHttp || url.search !== '' || url.hash !== '' || url.username !== '')
    throw invalid('has an endpoint that is no plain http or https URL');
  return url.href.replace(/\/$/, '');
}

function pathStyleOf(text: string | null): boolean | undefined {
  if (text === null) return undefined;
  if (text !== 'true' && text !== 'false') throw invalid('has a pathStyle other than true or false');
  return text === 'true';
}

function invalid(what: string): UnderstudyError {
  return new UnderstudyError('invalid_configuration', `UNDERSTUDY_ARCHIVE_URL ${what}`);
}
