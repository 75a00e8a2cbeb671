import type { Cluster } from '@understudy/cli';
import { type Played, type PlayOptions, play } from '../cluster/player.js';
import { oneOf, type Random } from './chance.js';
import type { KnownVideo } from './known-video.js';
import type { KnownVideos } from './known-videos.js';
import type { Timeline } from './timeline.js';
import type { Verdicts } from './verdicts.js';

/** What viewers act in. */
export interface World {
  readonly cluster: Cluster;
  /** Signs a token for a video; undefined where playback is open. */
  readonly sign: ((id: string) => Promise<string>) | undefined;
  readonly videos: KnownVideos;
  readonly timeline: Timeline;
  readonly verdicts: Verdicts;
}

export interface AskOptions extends PlayOptions {
  readonly range?: readonly [number, number];
  /** Where it is below the video's folder; by itself under its name, by the video's token. */
  readonly path?: string;
  /** Goes when so many bytes have come. */
  readonly leaveAfterBytes?: number;
}

const apiDeadlineMs = 20_000;

/** Asks any router for a resource, and has the answer judged; undefined where there is none. */
export async function ask(
  { cluster, timeline, verdicts }: World,
  video: KnownVideo,
  resource: string,
  random: Random,
  { range, path, leaveAfterBytes, ...options }: AskOptions = {},
): Promise<Played | undefined> {
  const router = oneOf(Object.keys(cluster.routers).map(Number), random);
  const byToken = video.token === undefined ? resource : `${resource}?token=${video.token}`;
  const url = `${cluster.routers[router]?.url}/v/${video.id}/${path ?? byToken}`;
  const leaving = new AbortController();
  const asked = { video, resource, router, fromMs: timeline.nowMs(), ...(range !== undefined && { range }) };
  const played = await play(url, {
    ...options,
    ...(range !== undefined && { headers: { range: `bytes=${range[0]}-${range[1]}` } }),
    ...(leaveAfterBytes !== undefined && {
      signal: leaving.signal,
      onBytes: (received: number) => {
        if (received > leaveAfterBytes) leaving.abort();
      },
    }),
  }).catch((error: unknown) => error as Error);
  if (played instanceof Error) {
    verdicts.judgeNoAnswer(asked, played);
    return undefined;
  }
  await verdicts.judge({ ...asked, left: leaving.signal.aborted }, played);
  return played;
}

/** Asks the API as the application does, at the router that is not killed: what becomes of a request whose answer is lost nobody knows. */
export function askApi({ cluster }: World, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${cluster.routers[0]?.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${cluster.apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(apiDeadlineMs),
  });
}
