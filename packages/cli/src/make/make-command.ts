import { setTimeout as sleep } from 'node:timers/promises';
import type { PublicClient, Video, VideoStatus } from '@understudy/client';
import { defineCommand, onlyOne } from '../define-command.js';
import { playThrough } from './play-through.js';
import { openRouter } from './public-client.js';
import { readDescription } from './read-description.js';

const usage = `usage: understudy make <file> [--no-wait] [--json]

Creates the video that a description describes, - for standard input, and plays it once, so that it is made: shows how long the first byte took, how
far it is and how quick that goes, and the URLs. It is the same video for the same description, and made once.

--no-wait  only creates it
--json     one JSON object a line in place of sentences

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one at UNDERSTUDY_URL, with UNDERSTUDY_API_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** How often is asked how far it is. */
const progressIntervalMs = 500;

/** `understudy make …`. */
export const makeCommand = defineCommand({
  usage,
  options: { 'no-wait': { type: 'boolean' }, json: { type: 'boolean' } },
  understand: (values, operands) => ({
    file: onlyOne('file with a description, or - for standard input', operands),
    waits: values['no-wait'] !== true,
  }),
  async run({ file, waits }, { env, terminal, tell }) {
    const tellOf = (event: string, facts: object, sentence: string) =>
      tell({ event, ...facts }, () => sentence);
    const description = await readDescription(file, terminal);
    const { url: origin, client } = await openRouter(env);
    const video = await client.post('/v1/videos', { body: description });
    // Only a dry run has none.
    if (!('urls' in video)) throw new TypeError('the video has no addresses');
    const urls = Object.entries(video.urls).map(([name, url]) => [name, new URL(url, origin).href] as const);
    tellOf(
      'created',
      { ...video, urls: Object.fromEntries(urls) },
      [`video ${video.id}`, ...urls.map(([name, url]) => `  ${name.padEnd(12)} ${url}`)].join('\n'),
    );
    if (waits) await playOnce(client, video, terminal.stop, tellOf);
  },
});

/** Plays it to its end, and tells of each segment that is made meanwhile. */
async function playOnce(
  client: PublicClient,
  { id }: Pick<Video, 'id'>,
  stop: AbortSignal,
  tell: (event: string, facts: object, sentence: string) => void,
): Promise<void> {
  const startedAtMs = performance.now();
  const elapsedS = () => (performance.now() - startedAtMs) / 1_000;
  let told = -1;
  const tellProgress = ({ sealedSegments, totalSegments, durationSeconds, bytes }: VideoStatus) => {
    if (sealedSegments === told) return;
    told = sealedSegments;
    const speed = (durationSeconds * sealedSegments) / totalSegments / elapsedS();
    tell(
      'progress',
      { sealedSegments, totalSegments, bytes, speed: Number(speed.toFixed(2)) },
      `segment ${sealedSegments} of ${totalSegments}, ${bytes} bytes, ${speed.toFixed(1)} x real time`,
    );
  };
  const over = new AbortController();
  const watching = watchProgress(client, id, AbortSignal.any([stop, over.signal]), tellProgress);
  try {
    const bytes = await playThrough(client, id, stop, () =>
      tell(
        'first byte',
        { seconds: Number(elapsedS().toFixed(3)) },
        `first byte after ${elapsedS().toFixed(2)} s`,
      ),
    );
    over.abort();
    await watching;
    const seconds = elapsedS();
    const { durationSeconds } = await client.get('/v1/videos/{id}', { path: { id } });
    tell(
      'complete',
      { bytes, seconds: Number(seconds.toFixed(3)), durationSeconds },
      `complete: ${durationSeconds} s of video, ${bytes} bytes, in ${seconds.toFixed(1)} s`,
    );
  } finally {
    over.abort();
    await watching;
  }
}

/** Until `signal` aborts. That the catalog does not answer is no reason to stop playing. */
async function watchProgress(
  client: PublicClient,
  id: string,
  signal: AbortSignal,
  tell: (progress: VideoStatus) => void,
): Promise<void> {
  while (!signal.aborted) {
    const progress = await client.get('/v1/videos/{id}', { path: { id } }).catch(() => undefined);
    if (progress !== undefined && !signal.aborted) tell(progress);
    await sleep(progressIntervalMs, undefined, { signal }).catch(() => undefined);
  }
}
