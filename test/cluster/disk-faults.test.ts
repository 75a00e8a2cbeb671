import { afterEach, expect, test } from 'vitest';
import { eventsOf } from './logs.js';
import { play } from './player.js';
import { casesOf } from './short-form.js';
import { startCluster, type TestCluster } from './start.js';
import { createVideo, placementOf, smallVideo, type Video } from './videos.js';

const videos = 4;

let cluster: TestCluster;
afterEach(() => cluster.dispose());

test.each(casesOf(['write:30=EIO', 'write:30=ENOSPC', 'seal:4=EIO', 'seal:4=ENOSPC'], 0, 3))(
  'with %s on one worker every response is whole and right, and the worker lives',
  async (faults) => {
    cluster = await startCluster({
      workers: 3,
      env: { UNDERSTUDY_DISK_CHECK_MS: '50' },
      workerEnv: (id): Record<string, string> => (id === 'w1' ? { UNDERSTUDY_FAULTS: faults } : {}),
    });
    const { pid } = cluster.worker('w1');
    const mastered: Video[] = [];
    let reference: Video | undefined;
    for (let index = 0; mastered.length < videos || reference === undefined; index += 1) {
      const video = await createVideo(cluster, smallVideo(`${faults} ${index}`));
      const { master, replica } = await placementOf(cluster, video.id);
      if (master === 'w1') mastered.push(video);
      else if (replica !== 'w1') reference ??= video;
    }
    const right = (await play(reference.mp4)).body;
    for (const played of await Promise.all(mastered.map(({ mp4 }) => play(mp4)))) {
      expect(played).toMatchObject({ status: 200, whole: true });
      expect(played.body.equals(right)).toBe(true);
    }
    // The fault stays: it takes no work again, and relays.
    const later = await play((mastered[videos - 1] as Video).mp4);
    expect(later.body.equals(right)).toBe(true);
    expect(cluster.worker('w1').pid).toBe(pid);
    expect(await eventsOf(cluster.worker('w1'))).toContain('storage');
  },
);
