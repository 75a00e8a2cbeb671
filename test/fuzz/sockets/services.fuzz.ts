import { signRequest } from '@understudy/peer-protocol';
import fc from 'fast-check';
import { afterAll, beforeAll } from 'vitest';
import { placementOf } from '../../cluster/videos.js';
import { cutBytes } from '../arbitraries/bytes.js';
import {
  type Askable,
  type OddRequest,
  oddRequests,
  requestBytes,
  type Sign,
} from '../arbitraries/requests.js';
import { fuzz } from '../fuzz.js';
import { runOptions } from '../run-options.js';
import { askableIn, pathOf } from './askable.js';
import { exchange, type Leaving } from './exchange.js';
import { peerRoutes, routerPeerRoutes } from './peer-routes.js';
import { WatchedCluster } from './watched-cluster.js';

/** In place of what only the running cluster knows, so that an input that was kept means the same in another one. */
const stands = {
  video: '~video~',
  other: '~other~',
  gone: '~gone~',
  apiKey: '~api~',
  adminKey: '~admin~',
  contentId: '~content~',
  token: '~token~',
  grant: '~grant~',
};

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

const places = {
  id: [stands.video, stands.other, stands.gone, '1'],
  k: ['0', '1', '999999'],
  rendition: ['360p', '1080p', 'storyboard', 'x'],
  part: ['video.mp4', 'index.m3u8', '0.m4s', '0.jpg'],
  name: ['start.js', 'swagger-ui.css', '../package.json', 'x.js'],
  router: ['router1', 'x'],
  requestId: ['abcdefgh'],
  token: [stands.token, 'a.b.c', ''],
  grant: [stands.grant, '1.2.aaaaaaaaaaaaaaaaaaaaaa'],
  contentId: [stands.contentId, '1', '18446744073709551615', '0'],
  piece: ['init', '0', 'poster', 'x'],
  digest: ['a'.repeat(64), 'x'],
};
const keys = [
  ['Authorization', `Bearer ${stands.apiKey}`],
  ['X-API-Key', stands.adminKey],
  ['Authorization', `Bearer ${stands.adminKey}`],
  ['Authorization', 'Bearer us_0123456789abcdef_0123456789012345678901234567890123456789012'],
  ['X-API-Key', 'x'],
] as const;

interface Session {
  readonly requests: readonly OddRequest[];
  readonly cuts: readonly number[];
  readonly leaving: Leaving;
  readonly signed: boolean;
}

/** Some clients at once, each with some requests one behind the other. */
function sessions(askable: readonly Askable[]): fc.Arbitrary<readonly Session[]> {
  return fc.array(
    fc.record({
      requests: fc.array(oddRequests(askable, keys), { minLength: 1, maxLength: 3 }),
      cuts: fc.array(fc.nat(10_000), { maxLength: 4 }),
      leaving: fc.constantFrom('half-close' as const, 'half-close' as const, 'abort' as const),
      signed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  );
}

const filled = (text: string) =>
  [...known].reduce((before, [stand, value]) => before.replaceAll(stand, value), text);

/** Writes an input as this cluster understands it, and looks at what came of it. */
async function hold(url: string | undefined, input: readonly Session[]): Promise<void> {
  const { port, host } = new URL(url ?? '');
  const sign: Sign = (request) => signRequest(watched.peerSecret, request, Date.now());
  const exchanges = input.map(({ requests, cuts, leaving, signed }) => {
    const bytes = requests.map((request) =>
      requestBytes(
        {
          ...request,
          target: filled(request.target),
          fields: request.fields.map(([name, value]) => [name, filled(value)] as const),
        },
        host,
        signed ? sign : undefined,
      ),
    );
    return exchange(Number(port), cutBytes(Buffer.concat(bytes), cuts), leaving);
  });
  await watched.judge(await Promise.all(exchanges));
}

/** One service by all of its routes. Growth is looked at where a run is long enough to warm up. */
function fuzzService(target: string, url: () => string | undefined, askable: readonly Askable[]): void {
  let inputs = 0;
  fuzz(
    target,
    sessions(askable),
    async (input) => {
      inputs += 1;
      if (inputs % warmUpInputs === 0) await watched.expectNoGrowth();
      await hold(url(), input);
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
