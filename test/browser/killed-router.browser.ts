import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVideo, noiseVideo } from '../cluster/videos.js';
import { Stage, whySkipped } from './stage.js';
import { expectUndisturbed, play, untilEnded, untilPosition } from './viewing.js';

const seconds = 24;

let stage: Stage;
let noise: (title: string) => object;
beforeAll(async () => {
  if (whySkipped !== undefined) return;
  // The first one stays; each test kills another.
  stage = await Stage.open({ routers: 3 });
  noise = await noiseVideo(stage.cluster.dataDir, seconds);
});
afterAll(() => stage?.close());

test.skipIf(whySkipped !== undefined)(
  'hls.js plays on from the other router when one is killed, and then begins there',
  async () => {
    const { cluster } = stage;
    const [stays, goes] = cluster.routers.map(({ url }) => url) as [string, string];
    const origins = [goes, stays];
    const { id } = await createVideo(cluster, noise('one router is killed'));
    const page = await stage.openPage();
    await play(page, { player: { id, origins, hls: { maxBufferLength: 5 } } });
    await untilPosition(page, seconds / 3);
    cluster.routers[1]?.kill('SIGKILL');
    const viewing = await untilEnded(page);
    expectUndisturbed(viewing, seconds);
    expect(viewing.told).toEqual([`failover ${JSON.stringify({ from: goes, to: stays })}`]);
    await page.close();

    const later = await stage.openPage();
    await play(later, { player: { id, origins } });
    await untilPosition(later, 1);
    await later.close();
  },
);

test.skipIf(whySkipped !== undefined)(
  'video.mp4 is played to its end from the other router, after a stop that shows',
  async () => {
    const { cluster } = stage;
    const [stays, , goes] = cluster.routers.map(({ url }) => url) as [string, string, string];
    const { id } = await createVideo(cluster, noise('one router is killed under a plain source'));
    // What has no length yet cannot be begun in its middle.
    await fetch(`${stays}/v/${id}/video.mp4`).then((answer) => answer.arrayBuffer());
    const page = await stage.openPage();
    await play(page, { player: { id, origins: [goes, stays], technique: 'progressive' } });
    // It loads ahead as much as sockets and browser hold.
    await untilPosition(page, 1);
    cluster.routers[2]?.kill('SIGKILL');
    const viewing = await untilEnded(page);
    expect(viewing.told).toContain(`failover ${JSON.stringify({ from: goes, to: stays })}`);
    expect(viewing.told.filter((told) => told.startsWith('fatal'))).toEqual([]);
    expect(viewing.ended).toBe(true);
  },
);
