import { setTimeout as pass } from 'node:timers/promises';
import type { Cluster } from '@understudy/cli';
import { type Played, type PlayOptions, play } from '../cluster/player.js';
import type { Video } from '../cluster/videos.js';
import type { KnownVideo, KnownVideos } from './known-videos.js';
import type { Timeline } from './timeline.js';
import type { Verdicts } from './verdicts.js';

export interface World {
  readonly cluster: Cluster;
  readonly videos: KnownVideos;
  readonly timeline: Timeline;
  readonly verdicts: Verdicts;
  readonly random: () => number;
}

/** How many videos there are before some are deleted. */
const mostVideos = 120;
const mostSeconds = 40;
/** How many ask for one video at the same moment, sometimes. */
const crowd = 5;
const apiDeadlineMs = 20_000;

/** A video of its own for each viewer: small pictures, of a few seconds up to `mostSeconds`. */
function describe(title: string, random: () => number) {
  const seconds = 4 + Math.floor(random() * (mostSeconds - 4));
  const audio = { type: 'noise', seed: 1 + Math.floor(random() * 1_000) };
  const source = random() < 0.5 ? { type: 'testcard', card: 'testsrc2' } : { type: 'gradients', seed: 7 };
  const [width, height] = random() < 0.5 ? [128, 72] : [320, 180];
  return {
    title,
    width,
    height,
    fps: 24,
    scenes: [{ duration: seconds, source, audio, text: { value: title } }],
  };
}

/** Views one thing after the other in one of several ways until `over`. */
export async function view(world: World, name: string, over: AbortSignal): Promise<void> {
  const { random, videos } = world;
  for (let turn = 0; !over.aborted; turn += 1) {
    const known = random() < 0.35 ? await create(world, `${name}-${turn}`) : videos.pick(random);
    if (known === undefined) {
      await pass(200);
      continue;
    }
    const way = random();
    if (way < 0.1)
      await Promise.all(Array.from({ length: crowd }, () => ask(world, known, 'video.mp4', paced(random))));
    else if (way < 0.45) await ask(world, known, 'video.mp4', paced(random));
    else if (way < 0.75) await viewSegments(world, known, over);
    else if (way < 0.9) await askRange(world, known);
    else await leave(world, known);
  }
}

/** From as fast as it comes to about as fast as it is played. */
const paced = (random: () => number): PlayOptions =>
  random() < 0.4 ? {} : { maxBytesPerSecond: 30_000 + random() * 400_000 };

async function create(world: World, title: string): Promise<KnownVideo | undefined> {
  const { cluster, videos, random, verdicts, timeline } = world;
  const fromMs = timeline.nowMs();
  const answer = await fetch(`${apiOf(cluster)}/v1/videos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${cluster.apiKey}` },
    body: JSON.stringify(describe(title, random)),
    signal: AbortSignal.timeout(apiDeadlineMs),
  }).catch((error: unknown) => error as Error);
  if (answer instanceof Error) {
    verdicts.violation(`creating ${title}: ${answer.message}`, fromMs);
    return undefined;
  }
  verdicts.count(`create ${answer.status}`);
  const text = await answer.text();
  if (answer.status !== 201) {
    if (answer.status !== 503 || answer.headers.get('retry-after') === null)
      verdicts.violation(`creating ${title}: ${answer.status} ${text}`, fromMs);
    // As Retry-After would have it, but not as long.
    await pass(500);
    return undefined;
  }
  const body = JSON.parse(text) as { id: string; urls: Pick<Video, 'mp4' | 'hls'> };
  return videos.add(title, { id: body.id, ...body.urls });
}

/** The router whose process is not killed: an answer that is lost says nothing of what was done. */
const apiOf = ({ routers }: Cluster): string => routers[0]?.url as string;

function anyRouter({ cluster, random }: World): { readonly url: string; readonly place: number } {
  const place = Math.floor(random() * cluster.routers.length);
  return { url: cluster.routers[place]?.url as string, place };
}

async function ask(
  world: World,
  video: KnownVideo,
  resource: string,
  options: PlayOptions = {},
  range?: readonly [number, number],
): Promise<Played | undefined> {
  const fromMs = world.timeline.nowMs();
  const { url, place } = anyRouter(world);
  const asked = { video, resource, router: place, fromMs, ...(range !== undefined && { range }) };
  try {
    const played = await play(`${url}/v/${video.id}/${resource}`, options);
    await world.verdicts.judge(asked, played);
    return played;
  } catch (error) {
    world.verdicts.judgeNoAnswer(asked, error as Error);
    return undefined;
  }
}

/** From anywhere on to the end, or until this viewer has had enough. */
async function viewSegments(world: World, video: KnownVideo, over: AbortSignal): Promise<void> {
  const { random } = world;
  const playlist = await ask(world, video, 'index.m3u8');
  if (playlist?.status !== 200) return;
  const names = playlist.body.toString().match(/^\d+\.m4s$/gm) ?? [];
  const from = random() < 0.5 ? 0 : Math.floor(random() * names.length);
  for (const name of ['init.mp4', ...names.slice(from)]) {
    if (over.aborted || random() < 0.1) return;
    const played = await ask(world, video, name);
    if (played?.status !== 200) return;
    await pass(random() * 1_000);
  }
}

async function askRange(world: World, video: KnownVideo): Promise<void> {
  const { random } = world;
  if (video.bytes === undefined) return void (await ask(world, video, 'video.mp4'));
  const first = Math.floor(random() * video.bytes.length);
  const last = first + Math.floor(random() * (video.bytes.length - first));
  await ask(world, video, 'video.mp4', { headers: { range: `bytes=${first}-${last}` }, ...paced(random) }, [
    first,
    last,
  ]);
}

/** A viewer who goes in the middle. */
async function leave(world: World, video: KnownVideo): Promise<void> {
  const leaving = new AbortController();
  const afterBytes = world.random() * 200_000;
  const url = `${anyRouter(world).url}/v/${video.id}/video.mp4`;
  await play(url, {
    signal: leaving.signal,
    onBytes: (received) => {
      if (received > afterBytes) leaving.abort();
    },
  }).catch(() => undefined);
  world.verdicts.count('left');
}

/** Deletes videos while there are too many, and looks that they are gone. */
export async function tidy(world: World, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const tooMany = Math.max(0, world.videos.alive.length - mostVideos);
    await Promise.all(Array.from({ length: tooMany }, () => deleteOne(world)));
    await pass(300);
  }
}

/** Plays each that is there once more, to its end. */
export async function playAgain(world: World): Promise<void> {
  const left = [...world.videos.alive];
  const play = async () => {
    for (let video = left.pop(); video !== undefined; video = left.pop())
      await ask(world, video, 'video.mp4');
  };
  await Promise.all([play(), play()]);
}

export async function deleteOne(world: World): Promise<void> {
  const { cluster, random, videos, timeline, verdicts } = world;
  const video = videos.take(random);
  if (video === undefined) return;
  video.deletingAtMs = timeline.nowMs();
  for (;;) {
    const answer = await fetch(`${apiOf(cluster)}/v1/videos/${video.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${cluster.apiKey}` },
      signal: AbortSignal.timeout(apiDeadlineMs),
    });
    verdicts.count(`delete ${answer.status}`);
    if (answer.ok) break;
    if (answer.status !== 503)
      return verdicts.violation(`deleting ${video.title}: ${answer.status}`, video.deletingAtMs);
    await pass(500);
  }
  // Routers and workers hear of it within a poll.
  await pass(2_000);
  video.deletedAtMs = timeline.nowMs();
  await ask(world, video, 'video.mp4');
}
