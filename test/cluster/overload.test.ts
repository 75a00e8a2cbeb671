import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLogs } from './logs.js';
import { type Played, play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, lightVideo, type Video } from './videos.js';

const videos = 40;
const retryMs = 1_000;

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startCluster({ workers: 4, routers: 2 });
}, 60_000);
afterAll(() => cluster.dispose());

test(`${videos} new videos at once, more than the processors can make in time: what has begun goes on, and nobody is taken for dead`, async () => {
  const created = await Promise.all(
    Array.from({ length: videos }, (_, index) => createVideo(cluster, lightVideo(`overload ${index}`, 30))),
  );
  const startedAtMs = performance.now();
  let refused = 0;
  const played = await Promise.all(
    created.map(async (video, index) => {
      for (;;) {
        const answer = await playOf(video, index);
        if (answer.status !== 503) return answer;
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        refused += 1;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }),
  );
  const lines = await readLogs([...cluster.everyWorker, ...cluster.routers].map(({ logFile }) => logFile));
  const count = (event: string) => lines.filter((line) => line.event === event).length;
  const runs = new Map<string, number>();
  for (const { event, contentId, piece } of lines) {
    if (event !== 'generate') continue;
    const key = `${contentId}/${piece}`;
    runs.set(key, (runs.get(key) ?? 0) + 1);
  }
  const cut = played.filter(({ status, whole }) => status !== 200 || !whole).length;
  const again = [...runs].filter(([, times]) => times > 1).length;
  process.stderr.write(
    `${videos} videos in ${Math.round(performance.now() - startedAtMs)} ms, ${refused} times refused, ${cut} cut, ${again} of ${runs.size} pieces made again, ` +
      `${count('takeover')} takeovers, ${count('upstream.lost')} moves, ${count('metadata.away')} away\n`,
  );
  expect({ cut, again, takeovers: count('takeover') }).toEqual({ cut: 0, again: 0, takeovers: 0 });
}, 300_000);

function playOf({ mp4 }: Video, index: number): Promise<Played> {
  return play(`${cluster.routers[index % 2]?.url}${new URL(mp4).pathname}`);
}
