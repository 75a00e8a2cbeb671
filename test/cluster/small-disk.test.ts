import { mountSmallDisk, type SmallDisk } from '@understudy/metadata-store/testing';
import { afterEach, expect, test } from 'vitest';
import { eventsOf, readLogs } from './logs.js';
import { type Played, play } from './player.js';
import { isShort } from './short-form.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, noiseVideo, placementOf, smallVideo, type Video } from './videos.js';

const probe = await mountSmallDisk(1);
await probe?.unmount();
if (probe === undefined)
  console.warn(
    'The tests of small disks are left out: mounting a tmpfs needs root, and a kernel that lets it.',
  );

const megabyte = 1_024 * 1_024;
const workers = ['w1', 'w2', 'w3'] as const;

let cluster: TestCluster | undefined;
let disks: SmallDisk[] = [];
/** Describes a video of 5 MB. */
let noise: (title: string) => object;
afterEach(async () => {
  await cluster?.dispose();
  cluster = undefined;
  for (const disk of disks) await disk.unmount();
  disks = [];
});

/** A cluster in which some workers have a tmpfs of 40 MB as their data directory, of which `leftBytes` are free. */
async function startOnSmallDisks(
  small: readonly string[],
  leftBytes: number,
  env: Record<string, string> = {},
): Promise<TestCluster> {
  const directories = new Map<string, string>();
  for (const id of small) {
    const disk = (await mountSmallDisk(40)) as SmallDisk;
    disks.push(disk);
    await disk.fill(leftBytes);
    directories.set(id, disk.directory);
  }
  cluster = await startCluster({
    workers: workers.length,
    // Nothing is kept free: the disk itself has to say that it is full.
    env: { UNDERSTUDY_DISK_RESERVE_BYTES: '0', UNDERSTUDY_DISK_CHECK_MS: '100', ...env },
    workerEnv: (id) => {
      const directory = directories.get(id);
      return directory === undefined ? {} : { UNDERSTUDY_DATA: directory };
    },
  });
  noise = await noiseVideo(cluster.dataDir, 6);
  return cluster;
}

/** Videos of the same bytes whose master is `master`. */
async function videosOf(running: TestCluster, master: string, count: number): Promise<Video[]> {
  const videos: Video[] = [];
  for (let index = 0; videos.length < count; index += 1) {
    const video = await createVideo(running, noise(`${master} ${index}`));
    if ((await placementOf(running, video.id)).master === master) videos.push(video);
  }
  return videos;
}

const countOf = async (running: TestCluster, id: string, wanted: string) =>
  (await eventsOf(running.worker(id))).filter((event) => event === wanted).length;

const takesWork = async (running: TestCluster, id: string) => {
  const metrics = await (await fetch(`${running.worker(id).url}/metrics`)).text();
  return metrics.includes('understudy_storage_ok 1');
};

const untilComplete = (running: TestCluster, id: string, videoId: string) =>
  until(`${id} has a copy`, async () =>
    (await placementOf(running, videoId)).holders.some(({ worker, complete }) => worker === id && complete),
  );

test.skipIf(probe === undefined)(
  'a worker whose disk is full under load: every response is whole and right, and it takes work again when there is room',
  async () => {
    const running = await startOnSmallDisks(['w1'], 7 * megabyte);
    const { pid } = running.worker('w1');
    const reference = await play(((await videosOf(running, 'w2', 1))[0] as Video).mp4);
    expect(reference).toMatchObject({ status: 200, whole: true });
    expect(reference.body.length).toBeGreaterThan(4 * megabyte);
    const expectRight = (played: Played) => {
      expect(played).toMatchObject({ status: 200, whole: true });
      expect(played.body.equals(reference.body)).toBe(true);
    };

    const videos = await videosOf(running, 'w1', 6);
    const playing = videos.map(({ mp4 }) => play(mp4));
    for (const played of await Promise.all(playing)) expectRight(played);
    // Responses under way had to go on elsewhere.
    expect(await countOf(running, 'w1', 'stream.cut')).toBeGreaterThan(0);
    expect(running.worker('w1').pid).toBe(pid);

    for (const disk of disks) await disk.clear();
    await until('w1 takes work again', () => takesWork(running, 'w1'));
    const [later] = (await videosOf(running, 'w1', 7)).slice(6) as [Video];
    expectRight(await play(later.mp4));
    await untilComplete(running, 'w1', later.id);
  },
);

// The short form leaves two out: `disk-faults` and the worker's own tests of relaying have much of them.
test.skipIf(probe === undefined || isShort)(
  'a full worker relays what another can make, and says so when nobody can',
  async () => {
    const running = await startOnSmallDisks(['w1'], 7 * megabyte);
    for (const disk of disks) await disk.fill(0);
    await until('w1 is full', async () => (await countOf(running, 'w1', 'storage')) > 0);
    const [video] = (await videosOf(running, 'w1', 1)) as [Video];
    const relayed = await play(video.mp4);
    expect(relayed).toMatchObject({ status: 200, whole: true });
    expect(await countOf(running, 'w1', 'relayed')).toBeGreaterThan(0);
    expect((await play(video.mp4)).body.equals(relayed.body)).toBe(true);
    const { holders } = await placementOf(running, video.id);
    expect(holders.map(({ worker }) => worker)).not.toContain('w1');

    await running.crash('w2');
    await running.crash('w3');
    const refused = await play((await videosOf(running, 'w1', 2))[1]?.mp4 as string);
    expect(refused.status).toBe(507);
    expect(JSON.parse(refused.body.toString())).toMatchObject({ code: 'storage_full', status: 507 });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  },
);

test.skipIf(probe === undefined || isShort)(
  'with no room on any worker the players are told, nothing crashes, and what fits plays',
  async () => {
    const running = await startOnSmallDisks(workers, 3 * megabyte, {
      UNDERSTUDY_FAILOVER_DEADLINE_MS: '3000',
    });
    const pids = running.workers.map(({ pid }) => pid);
    const videos = (await Promise.all(workers.map((id) => videosOf(running, id, 1)))).flat();
    const played = await Promise.all(videos.map(({ mp4 }) => play(mp4)));
    const longest = played.reduce((a, b) => (a.body.length > b.body.length ? a : b)).body;
    for (const { status, whole, body } of played) {
      if (status !== 200) expect([503, 507]).toContain(status);
      else {
        // It does not fit anywhere: cut, so that the player can tell, and right as far as it goes.
        expect(whole).toBe(false);
        expect(body.equals(longest.subarray(0, body.length))).toBe(true);
      }
    }
    const fits = await createVideo(running, smallVideo('fits'));
    await until('what fits plays', async () => (await play(fits.mp4)).whole);
    expect(running.workers.map(({ pid }) => pid)).toEqual(pids);
  },
);

test.skipIf(probe === undefined)(
  'the disk of the metadata store is full: nothing dies, what exists plays, and creating waits until there is room',
  async () => {
    const disk = (await mountSmallDisk(8)) as SmallDisk;
    disks.push(disk);
    const running = await startCluster({ metadataUrl: `lmdb:${disk.directory}` });
    cluster = running;
    const services = [running.catalog, running.console, ...running.routers, ...running.workers];
    const died: string[] = [];
    for (const { name, exited } of services) void exited.then(() => died.push(name));
    const video = await createVideo(running, smallVideo('before'));
    const { body } = await play(video.mp4);
    await disk.fill(0);
    const create = (title: string) =>
      fetch(`${running.catalog.url}/v1/videos`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': running.apiKey },
        body: JSON.stringify(smallVideo(title)),
      });
    // What is small goes into pages of the file that are free, until there are none.
    let refused = await create('0');
    for (let count = 1; refused.ok && count < 500; count += 1) refused = await create(String(count));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    expect(await refused.json()).toMatchObject({ code: 'metadata_unavailable' });
    const away = (await readLogs([running.catalog.logFile])).filter(({ event }) => event === 'metadata.away');
    expect(JSON.stringify(away)).toContain('the disk is full');
    expect((await play(video.mp4)).body.equals(body)).toBe(true);

    await disk.clear();
    await until('creating works again', async () => (await create('after')).ok);
    expect(died).toEqual([]);
  },
);
