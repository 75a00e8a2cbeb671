import { setTimeout as pass } from 'node:timers/promises';
import type { Random } from './chance.js';
import { ask, askApi, type World } from './world.js';

/** How many videos there are before some are deleted. */
const mostVideos = 120;
const lookEveryMs = 300;
const againAfterMs = 500;
/** Routers and workers hear of it within a poll. */
const reachesAllMs = 2_000;
const deadlineMs = 60_000;

/** Deletes videos while there are too many, until `over`. */
export async function deleteTooMany(world: World, random: Random, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await deleteSome(world, random, Math.max(0, world.videos.alive.length - mostVideos));
    await pass(lookEveryMs);
  }
}

/** Deletes so many, whichever, and looks that they are gone. */
export async function deleteSome(world: World, random: Random, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => deleteOne(world, random)));
}

async function deleteOne(world: World, random: Random): Promise<void> {
  const { videos, timeline, verdicts } = world;
  const video = videos.take(random);
  if (video === undefined) return;
  const fromMs = timeline.nowMs();
  video.deletingAtMs = fromMs;
  try {
    while (!(await isDeleted(world, video.id, fromMs))) await pass(againAfterMs);
  } catch (error) {
    return verdicts.violation(`deleting ${video.title} ${video.id}: ${(error as Error).message}`, fromMs);
  }
  await pass(reachesAllMs);
  videos.noteDeleted(video, timeline.nowMs());
  await ask(world, video, 'video.mp4', random);
}

async function isDeleted(world: World, id: string, fromMs: number): Promise<boolean> {
  const { timeline, verdicts } = world;
  const askedAtMs = timeline.nowMs();
  const answer = await askApi(world, 'DELETE', `/v1/videos/${id}`);
  const { ok, status } = answer;
  verdicts.count(`delete ${status}`);
  if (!ok) verdicts.judgeRefusal(`deleting ${id}`, answer, await answer.text(), askedAtMs);
  if (!ok && timeline.nowMs() - fromMs > deadlineMs) throw new Error(`not within ${deadlineMs} ms`);
  return ok;
}
