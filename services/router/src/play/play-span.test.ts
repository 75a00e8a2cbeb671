import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { mintToken, parseTokenSecrets, type TokenSecret } from '@understudy/playback-token';
import { TraceReceiver } from '@understudy/tracing/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { playAll } from '../testing/play.js';
import { TestRouter } from '../testing/test-router.js';

const video = Buffer.from('a video of some bytes');
const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

let receiver: TraceReceiver;
let router: TestRouter;
beforeEach(async () => {
  receiver = await TraceReceiver.start();
  router = await TestRouter.start(video, receiver.env);
});
afterEach(() => receiver.close());

/** What was told of all that the router did, once it has closed. */
async function told() {
  await router.close();
  const attempts = receiver.named('attempt').map(({ attributes }) => attributes);
  return { plays: receiver.named('play'), attempts };
}

test('every worker that is asked gets a part of the trace of its own, the one that goes on too', async () => {
  const [master, replica] = router.workers;
  if (master === undefined || replica === undefined) throw new Error('no workers');
  master.behaviours = [{ do: 'break', bytes: 7, how: 'reset' }];
  const played = await playAll(`${router.part('video.mp4')}?token=secret`, { traceparent });
  expect(played).toMatchObject({ status: 200, whole: true });

  const { plays, attempts } = await told();
  expect(plays).toMatchObject([
    {
      traceId,
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/v/:id/:part',
        'http.response.status_code': 200,
        'url.path': new URL(router.part('video.mp4')).pathname,
        'understudy.request.id': played.headers['x-request-id'],
        'understudy.part': 'video.mp4',
        'understudy.bytes': video.length,
        'understudy.result': 'whole',
        'understudy.failovers': 1,
      },
      events: [
        { name: 'failover', attributes: { 'understudy.worker': replica.id, 'understudy.position': 7 } },
      ],
    },
  ]);
  expect(attempts).toEqual([
    {
      'understudy.worker': master.id,
      'understudy.position': 0,
      'understudy.result': 'cut',
      'error.type': 'peer_unreachable',
    },
    { 'understudy.worker': replica.id, 'understudy.position': 7, 'understudy.result': 'whole' },
  ]);
  const given = [master, replica].map(({ asked }) => asked[0]?.headers['traceparent']);
  expect(given).toEqual(receiver.named('attempt').map(({ spanId }) => `00-${traceId}-${spanId}-01`));
  // The content ID, and what admits a player.
  expect(JSON.stringify(receiver.spans)).not.toMatch(/"42"|artifacts|secret/);
});

test('a malformed traceparent is not passed on: a new trace begins', async () => {
  await playAll(router.part('video.mp4'), { traceparent: `00-${traceId}-0-01`, tracestate: 'vendor=1' });
  const [headers] = router.workers.flatMap(({ asked }) => asked.map((each) => each.headers));
  const { plays } = await told();
  expect(plays).toMatchObject([{ parentSpanId: '' }]);
  expect(headers?.['traceparent']).toMatch(new RegExp(`^00-${plays[0]?.traceId}-`));
  expect(headers).not.toHaveProperty('tracestate');
});

test('a refusal says why, one that is the player’s own mistake is no failure', async () => {
  const refuse = { do: 'refuse', status: 503, code: 'generator_queue_full' } as const;
  for (const worker of router.workers) worker.behaviours = [refuse];
  expect((await playAll(router.part('video.mp4'))).status).toBe(503);
  for (const worker of router.workers) worker.behaviours = [{ do: 'refuse', status: 416, code: 'x' }];
  expect((await playAll(router.part('video.mp4'))).status).toBe(416);

  const { plays, attempts } = await told();
  expect(plays.map(({ attributes }) => attributes)).toMatchObject([
    {
      'http.response.status_code': 503,
      'understudy.result': 'refused',
      'understudy.bytes': 0,
      'error.type': 'generator_queue_full',
    },
    { 'http.response.status_code': 416, 'understudy.result': 'refused' },
  ]);
  expect(plays[1]?.attributes).not.toHaveProperty('error.type');
  expect(attempts.map((each) => each['understudy.result'])).toEqual([
    'refused',
    'refused',
    'refused',
    'final',
  ]);
});

test('of a player that leaves it says so, and what it got', async () => {
  for (const worker of router.workers) worker.behaviours = [{ do: 'break', bytes: 7, how: 'silence' }];
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(router.part('video.mp4'), { agent: false }, resolve).once('error', reject);
  });
  await once(answer, 'data');
  answer.destroy();
  await expect.poll(() => router.context.streams.count).toBe(0);
  const { plays, attempts } = await told();
  expect(plays[0]?.attributes).toMatchObject({ 'understudy.result': 'left', 'understudy.bytes': 7 });
  expect(attempts).toMatchObject([{ 'understudy.result': 'left' }]);
});

test('a forged ID leaves no trace', async () => {
  expect((await playAll(`${router.url}/v/forged/video.mp4`, { traceparent })).status).toBe(404);
  expect(await told()).toEqual({ plays: [], attempts: [] });
});

test('a trace has no grant', async () => {
  await router.close();
  const secret = parseTokenSecrets('', `a:${'A'.repeat(43)}=`)[0] as TokenSecret;
  router = await TestRouter.start(video, {
    ...receiver.env,
    UNDERSTUDY_PLAYBACK: 'signed',
    UNDERSTUDY_PLAYBACK_SECRETS: `a:${'A'.repeat(43)}=`,
  });
  await router.revoke();
  const { token } = await mintToken(secret, { subject: router.id, ttlS: 60 }, Date.now());
  const url = `${router.part('index.m3u8')}?token=${token}`;
  const { headers } = await fetch(url, { redirect: 'manual' });
  await playAll(new URL(headers.get('location') as string, url).href);
  const { plays } = await told();
  expect(plays.map(({ attributes }) => attributes['url.path'])).toEqual([`/v/${router.id}/s/-/index.m3u8`]);
});
