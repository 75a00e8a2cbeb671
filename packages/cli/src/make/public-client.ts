import { UnderstudyError } from '@understudy/errors';
import { readEnv } from '@understudy/service-kit';
import { refusalOf } from '../admin/refusal.js';
import { readClusterFile } from '../data-dir/cluster-file.js';

const answerTimeoutMs = 10_000;

/** What `GET /v1/videos/{id}` says of how far a video is. */
export interface VideoProgress {
  readonly sealedSegments: number;
  readonly totalSegments: number;
  readonly durationSeconds: number;
  readonly bytes: number;
}

/** What applications and players do, through a router. All methods throw UnderstudyError: what was answered, or `peer_unreachable`. */
export interface PublicClient {
  /** Creates a video, or finds the one that has the description. Its URLs are absolute. */
  create(
    description: string,
  ): Promise<{ readonly id: string; readonly urls: Readonly<Record<string, string>> }>;
  progress(id: string): Promise<VideoProgress>;
  /** Takes a response to its end. Returns how many bytes it had. */
  play(url: string, signal: AbortSignal, onFirstByte: () => void): Promise<number>;
}

/**
 * The router of the cluster that runs in `UNDERSTUDY_DATA`, or what is at `UNDERSTUDY_URL`, with `UNDERSTUDY_API_KEY`.
 * @throws UnderstudyError `not_found` when no cluster runs there, `invalid_configuration`
 */
export async function openPublicClient(env: NodeJS.ProcessEnv): Promise<PublicClient> {
  const { url, key } = await addressOf(env);
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(new URL(path, url), init);
    } catch (cause) {
      throw new UnderstudyError('peer_unreachable', `${url} does not answer`, { cause });
    }
    if (!response.ok) throw await refusalOf(response, url);
    return response;
  };
  return {
    async create(description) {
      const response = await send('/v1/videos', {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: description,
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      const { id, urls } = (await response.json()) as { id: string; urls: Record<string, string> };
      const absolute = Object.entries(urls).map(([name, path]) => [name, new URL(path, url).href] as const);
      return { id, urls: Object.fromEntries(absolute) };
    },
    async progress(id) {
      const response = await send(`/v1/videos/${encodeURIComponent(id)}`, {
        headers: { authorization: `Bearer ${key}` },
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      return (await response.json()) as VideoProgress;
    },
    async play(path, signal, onFirstByte) {
      const response = await send(path, { signal });
      let bytes = 0;
      try {
        for await (const chunk of response.body ?? []) {
          if (bytes === 0) onFirstByte();
          bytes += (chunk as Uint8Array).length;
        }
      } catch (cause) {
        throw new UnderstudyError('peer_unreachable', `the response was cut after ${bytes} bytes`, { cause });
      }
      return bytes;
    },
  };
}

async function addressOf(env: NodeJS.ProcessEnv): Promise<{ url: string; key: string }> {
  const { url, key, dataDir } = readEnv(env, (read) => ({
    url: read.optionalText('UNDERSTUDY_URL') === undefined ? undefined : read.httpUrl('UNDERSTUDY_URL'),
    key: read.optionalSecret('UNDERSTUDY_API_KEY'),
    dataDir: read.text('UNDERSTUDY_DATA', '.understudy'),
  }));
  if (url === undefined) {
    const { router, apiKey } = await readClusterFile(dataDir);
    return { url: router.url, key: apiKey };
  }
  if (key === undefined)
    throw new UnderstudyError('invalid_configuration', 'UNDERSTUDY_URL needs UNDERSTUDY_API_KEY');
  return { url, key };
}
