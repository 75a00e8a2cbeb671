import { posix } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { oneOf, passBetween, type Random } from './chance.js';
import type { KnownVideo } from './known-video.js';
import { type AskOptions, ask, askApi, type World } from './world.js';

const leastSeconds = 4;
const mostSeconds = 40;
/** Slower, the longest would take longer than a response may here. */
const leastBytesPerS = 80_000;
/** How many ask for one video at the same moment, sometimes. */
const crowd = 5;
/** Shorter than Retry-After has it: a request in the first moment in which it works again is one of the hardest. */
const refusedPauseMs = 500;

/** Views one thing after the other in one of several ways until `over`. */
export async function view(world: World, name: string, random: Random, over: AbortSignal): Promise<void> {
  for (let turn = 0; !over.aborted; turn += 1) {
    const known =
      random() < 0.35 ? await create(world, `${name}-${turn}`, random) : world.videos.pick(random);
    if (known === undefined) {
      await pass(refusedPauseMs);
      continue;
    }
    await viewInOneWay(world, known, random, over);
    if (random() < 0.1) await askForDeleted(world, random);
  }
}

async function viewInOneWay(
  world: World,
  video: KnownVideo,
  random: Random,
  over: AbortSignal,
): Promise<void> {
  const playWhole = () => ask(world, video, 'video.mp4', random, paced(random));
  const way = random();
  if (way < 0.1) await Promise.all(Array.from({ length: crowd }, playWhole));
  else if (way < 0.45) await playWhole();
  else if (way < 0.75) await viewSegments(world, video, random, over);
  else if (way < 0.9) await askRange(world, video, random);
  else await ask(world, video, 'video.mp4', random, { leaveAfterBytes: random() * 200_000 });
}

/** From as fast as it comes to about as fast as it is played. */
function paced(random: Random): AskOptions {
  return random() < 0.4 ? {} : { maxBytesPerSecond: leastBytesPerS + random() * 400_000 };
}

async function create(world: World, title: string, random: Random): Promise<KnownVideo | undefined> {
  const { videos, verdicts, timeline } = world;
  const fromMs = timeline.nowMs();
  try {
    const answer = await askApi(world, 'POST', '/v1/videos', describe(title, random));
    const body = await answer.text();
    verdicts.count(`create ${answer.status}`);
    if (answer.status === 201) {
      const { id } = JSON.parse(body) as { id: string };
      return videos.add(title, id, await world.sign?.(id));
    }
    verdicts.judgeRefusal(`creating ${title}`, answer, body, fromMs);
  } catch (error) {
    verdicts.violation(`creating ${title}: ${(error as Error).message}`, fromMs);
  }
  return undefined;
}

/** A video of its own for each viewer, of small pictures. */
function describe(title: string, random: Random) {
  const duration = leastSeconds + Math.floor(random() * (mostSeconds - leastSeconds));
  const audio = { type: 'noise', seed: 1 + Math.floor(random() * 1_000) };
  const source = oneOf(
    [
      { type: 'testcard', card: 'testsrc2' },
      { type: 'gradients', seed: 7 },
    ],
    random,
  );
  const size = oneOf(
    [
      { width: 128, height: 72 },
      { width: 320, height: 180 },
    ],
    random,
  );
  return { title, ...size, fps: 24, scenes: [{ duration, source, audio, text: { value: title } }] };
}

/** From anywhere on to the end, or until this viewer has had enough. */
async function viewSegments(
  world: World,
  video: KnownVideo,
  random: Random,
  over: AbortSignal,
): Promise<void> {
  const name = 'index.m3u8';
  const answer = await ask(world, video, name, random);
  // By a token it is somewhere below for a while, and so is all that it names.
  const path = answer?.status === 302 ? pathBelow(video, answer.headers.location ?? '') : name;
  const playlist = answer?.status === 302 ? await ask(world, video, name, random, { path }) : answer;
  if (playlist?.status !== 200) return;
  const names = playlist.body.toString().match(/^\d+\.m4s$/gm) ?? [];
  const from = random() < 0.5 ? 0 : Math.floor(random() * names.length);
  for (const segment of ['init.mp4', ...names.slice(from)]) {
    if (over.aborted || random() < 0.1) return;
    const at = video.token === undefined ? {} : { path: posix.join(posix.dirname(path), segment) };
    const played = await ask(world, video, segment, random, at);
    if (played?.status !== 200) return;
    await passBetween(random, 0, 1_000);
  }
}

/** Where a redirection leads to, from the video's folder on. */
function pathBelow(video: KnownVideo, location: string): string {
  const folder = new URL(`/v/${video.id}/`, 'http://router');
  return posix.relative(folder.pathname, new URL(location, new URL('index.m3u8', folder)).pathname);
}

async function askRange(world: World, video: KnownVideo, random: Random): Promise<void> {
  const { length } = video;
  if (length === undefined) return void (await ask(world, video, 'video.mp4', random));
  const first = Math.floor(random() * length);
  const last = first + Math.floor(random() * (length - first));
  await ask(world, video, 'video.mp4', random, { range: [first, last], ...paced(random) });
}

async function askForDeleted(world: World, random: Random): Promise<void> {
  const video = oneOf(world.videos.deleted, random);
  if (video !== undefined) await ask(world, video, oneOf(['video.mp4', 'index.m3u8'], random), random);
}

/** Plays each that is there once more, to its end. */
export async function viewAllAgain(world: World, random: Random): Promise<void> {
  const left = [...world.videos.alive];
  const viewer = async () => {
    for (let video = left.pop(); video !== undefined; video = left.pop())
      await ask(world, video, 'video.mp4', random);
  };
  await Promise.all([viewer(), viewer()]);
}
