import { afterAll, beforeAll } from 'vitest';
import { placementOf } from '../../cluster/videos.js';
import { type Askable, type Sign, signAs } from '../arbitraries/requests.js';
import { fuzz } from '../fuzz.js';
import { runOptions } from '../run-options.js';
import { askableIn, pathOf } from './askable.js';
import { peerRoutes, routerPeerRoutes } from './peer-routes.js';
import { places, playSessions, sessions, stands } from './sessions.js';
import { WatchedCluster } from './watched-cluster.js';

let watched: WatchedCluster;
const known = new Map<string, string>();
beforeAll(async () => {
  watched = await WatchedCluster.start();
  const { cluster } = watched;
  const [video, other, gone] = [
    await watched.makeVideo('video'),
    await watched.makeVideo('other'),
    await watched.makeVideo('gone'),
  ];
  const authorization = { authorization: `Bearer ${cluster.apiKey}` };
  await fetch(`${cluster.routers[0]?.url}/v1/videos/${gone}`, { method: 'DELETE', headers: authorization });
  const { contentId } = await placementOf(cluster, video);
  const { token, grant } = await watched.admittedTo(video);
  const values = {
    video,
    other,
    gone,
    apiKey: cluster.apiKey,
    adminKey: cluster.adminKey,
    contentId,
    token,
    grant,
  };
  for (const [name, stand] of Object.entries(stands)) known.set(stand, values[name as keyof typeof values]);
}, 60_000);
afterAll(async () => {
  if (runOptions().seconds !== undefined) process.stdout.write(`${watched?.summary()}\n`);
  await watched?.cluster.dispose();
});

const sign: Sign = (request) => signAs(watched.peerSecret)(request);

/** One service by all of its routes. Growth is looked at where a run is long enough to warm up. */
function fuzzService(target: string, url: () => string | undefined, askable: readonly Askable[]): void {
  let inputs = 0;
  fuzz(
    target,
    sessions(askable),
    async (input) => {
      inputs += 1;
      if (inputs % warmUpInputs === 0) await watched.expectNoGrowth();
      await watched.judge(await playSessions(url(), input, known, sign));
    },
    { shortInputs: 12 },
  );
}

/** So many before the first look at what processes hold, and between two. */
const warmUpInputs = 400;

const videoRoutes = askableIn('openapi.json', places);
fuzzService('router', () => watched.cluster.routers[0]?.url, videoRoutes);
fuzzService('catalog', () => watched.cluster.catalog.url, videoRoutes);
const signedRoutes = [
  ...['video.mp4', 'index.m3u8', 'multivariant.m3u8', '0.m4s', '360p/index.m3u8', 'steering.json'].map(
    (part) => `/v/{id}/${part}?token={token}`,
  ),
  ...['index.m3u8', '0.m4s', 'init.mp4', '360p/0.m4s', 'steering.json'].map(
    (part) => `/v/{id}/s/{grant}/${part}`,
  ),
].map((path): Askable => ({ method: 'GET', target: pathOf(path, places) }));
fuzzService('router-signed', () => watched.cluster.routers[1]?.url, [...signedRoutes, ...videoRoutes]);
// A worker that is killed or drained is no fault: no worker is named.
fuzzService(
  'console',
  () => watched.cluster.console.url,
  askableIn('openapi-admin.json', { ...places, id: [...places.id, 'w9'] }),
);
fuzzService('worker', () => watched.cluster.workers[0]?.url, peerRoutes(places));
fuzzService('router-admin', () => watched.cluster.routers[0]?.adminUrl, routerPeerRoutes);
