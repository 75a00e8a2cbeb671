import fc from 'fast-check';
import { jsonValues, mutatedJson } from '../arbitraries/json.js';
import type { Askable } from '../arbitraries/requests.js';
import { type Places, pathOf } from './askable.js';

const piece = fc.constantFrom('init', 'poster', '0', '1', '7');
const artifactId = fc.constantFrom('a'.repeat(32), 'b'.repeat(32));
const contentId = fc.constantFrom('1', '2', '281474976710657');

/** Bodies that a worker takes from its peers, by the end of the path that they are for. */
const bodies: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  '/feed': fc.record({
    follower: fc.constantFrom('w1', 'nobody'),
    sealed: fc.array(piece, { maxLength: 2 }),
    partial: fc.array(fc.record({ piece, bytes: fc.nat(5_000) }), { maxLength: 2 }),
    wants: fc.array(fc.oneof(fc.record({ piece }), fc.record({ from: fc.nat(3) })), { maxLength: 2 }),
    storedOnly: fc.boolean(),
  }),
  '/stored': fc.record({
    follower: fc.constant('w1'),
    edition: fc.nat(3),
    pieces: fc.array(fc.record({ piece, bytes: fc.nat(5_000) }), { maxLength: 3 }),
  }),
  '/follow': fc.record(
    {
      url: fc.constantFrom('http://127.0.0.1:1', 'file:///etc/passwd', ''),
      description: fc.oneof(jsonValues, fc.constant('{}')),
      by: fc.constantFrom('generate'),
      move: fc.constantFrom('balance', 'restore'),
    },
    { requiredKeys: ['url', 'description'] },
  ),
  '/copies': fc.record({
    promise: fc.boolean(),
    copies: fc.array(
      fc.record({ contentId, artifactId, pieces: fc.constantFrom('init,0', '', '0-999999') }),
      { maxLength: 3 },
    ),
  }),
  '/artifacts/status': fc.record({ contentIds: fc.array(contentId, { maxLength: 4 }) }),
  '/identity': fc.record({
    id: fc.constantFrom('w1', 'w9'),
    url: fc.constant('http://127.0.0.1:1'),
    pid: fc.nat(99_999),
    instance: fc.constant('i'),
  }),
  '/make': fc.constant({}),
  '/evict': fc.constant({}),
  '/archive': fc.constant({}),
  '/scrub': fc.constant({}),
};

const routes = [
  ...[
    'video.mp4',
    'index.m3u8',
    'multivariant.m3u8',
    'init.mp4',
    '0.m4s',
    '999999.m4s',
    'poster.jpg',
    'storyboard.vtt',
  ].map((part) => ['GET', `/artifacts/{contentId}/${part}`] as const),
  ...['storyboard-0.jpg', 'status', 'x'].map((part) => ['GET', `/artifacts/{contentId}/${part}`] as const),
  ...['feed', 'stored', 'follow', 'make', 'evict', 'archive', 'pieces/{piece}/delta'].map(
    (part) => ['POST', `/artifacts/{contentId}/${part}`] as const,
  ),
  ...([
    ['POST', '/copies'],
    ['POST', '/artifacts/status'],
    ['POST', '/identity'],
    ['POST', '/scrub'],
  ] as const),
  ...([
    ['GET', '/status'],
    ['GET', '/streams'],
    ['GET', '/drain'],
    ['GET', '/archived/{digest}'],
    ['DELETE', '/archived/{digest}'],
  ] as const),
  ...([
    ['GET', '/events?last=3'],
    ['GET', '/events?after=x&waitMs=10'],
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/metrics'],
  ] as const),
];

/** What workers answer to those who have the cluster's secret. */
export function peerRoutes(places: Places): Askable[] {
  return routes.map(([method, path]) => {
    const body = Object.entries(bodies).find(([end]) => path.endsWith(end))?.[1];
    return {
      method,
      target: pathOf(path, places),
      ...(body !== undefined && {
        body: fc.oneof(
          body.map((value) => JSON.stringify(value)),
          mutatedJson(body),
        ),
      }),
    };
  });
}

/** The same of a router's private port. */
export const routerPeerRoutes: readonly Askable[] = (
  [
    ['GET', '/streams?limit=5'],
    ['POST', '/streams/{requestId}/end'],
    ['POST', '/revocations/read'],
    ['GET', '/events?last=3'],
    ['GET', '/healthz'],
    ['GET', '/readyz'],
    ['GET', '/metrics'],
  ] as const
).map(([method, path]) => ({ method, target: pathOf(path, { requestId: ['abcdefgh', '0'.repeat(64)] }) }));
