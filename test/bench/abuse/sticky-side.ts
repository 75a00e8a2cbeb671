import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuSeconds } from '../cpu.js';
import { startStickyProxy } from '../relay/proxies.js';
import { type Machine, startMachine } from '../sticky/machine.js';
import { playWhole } from './send.js';
import { attackersVideos, completeVideos, dearVideo, type Side, usualVideo } from './sides.js';

/** How many videos nobody has seen, for whom: there is nobody who describes any. */
interface Stock {
  readonly viewers: number;
  readonly dear: number;
  readonly light: number;
  /** As on the other side. */
  readonly dearest: object;
}

/** Machines that know nothing of each other, each with all that is complete, behind nginx with `ip_hash`: the same workers, no router. */
export async function startStickySide(machineCount: number, stock: Stock): Promise<Side> {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-abuse-'));
  const peerSecret = randomBytes(32);
  const many = (count: number, of: (title: string) => object) =>
    Array.from({ length: count }, (_, index) => of(`${index} of ${count}`));
  const videos = [
    ...completeVideos,
    ...many(stock.viewers, (title) => usualVideo(`viewers ${title}`)),
    ...many(stock.light, (title) => usualVideo(`light ${title}`)),
    ...many(stock.dear, (title) => ({ ...stock.dearest, title })),
  ];
  const placementKey = randomBytes(32);
  const start = (name: string) => startMachine({ directory, name, peerSecret, placementKey, videos });

  // One makes what is complete; the others are it again, with all that it has on its disk.
  const first = await start('m1');
  const names = first.contentIds.map(String);
  const take = (count: number) => names.splice(0, count);
  const complete = take(completeVideos.length);
  const door = { peerSecret: peerSecret.toString('base64') };
  for (const video of complete) await playWhole({ ...door, port: first.port }, video, '127.0.0.1');
  await first.end();
  const machineNames = Array.from({ length: machineCount }, (_, index) => `m${index + 1}`);
  for (const name of machineNames.slice(1))
    await cp(join(directory, 'm1'), join(directory, name), { recursive: true });
  const machines: Machine[] = await Promise.all(machineNames.map(start));
  const proxy = await startStickyProxy(
    directory,
    machines.map(({ port }) => port),
  );
  const viewers = take(stock.viewers);
  return {
    door: {
      ...door,
      port: proxy.port,
      apiKeys: [],
      complete: complete.slice(0, attackersVideos),
      dear: dearVideo('any', 1),
      light: usualVideo('any'),
      stock: { light: take(stock.light), dear: take(stock.dear) },
    },
    viewersVideos: complete.slice(attackersVideos),
    async newVideo() {
      const video = viewers.pop();
      if (video === undefined) throw new Error('no video is left that nobody has seen');
      return video;
    },
    cpuSeconds: () => cpuSeconds([proxy, ...machines]),
    async dispose() {
      await Promise.all([proxy.stop(), ...machines.map((machine) => machine.end())]);
      await rm(directory, { recursive: true });
    },
  };
}
