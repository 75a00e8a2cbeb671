import { EventEmitter } from 'node:events';
import { UnderstudyError } from '@understudy/errors';
import { afterEach, expect, test } from 'vitest';
import type { RouterContext } from '../context.js';
import { TestRouter } from '../testing/test-router.js';
import type { UpstreamClient } from '../upstream/upstream-client.js';
import { Delivery } from './delivery.js';
import { playThrough } from './fail-over.js';
import { Player } from './player.js';

const request = { contentId: 42n, part: 'video.mp4', method: 'GET', requestId: 'r-1', headers: [] } as const;
let router: TestRouter;
afterEach(() => router.close());

test('no worker is asked for a player that leaves just when its worker is lost', async () => {
  router = await TestRouter.start(Buffer.alloc(0));
  const response = Object.assign(new EventEmitter(), { socket: {}, writableFinished: false });
  let asked = 0;
  const send: UpstreamClient['send'] = (_asked, handler) => {
    asked += 1;
    process.nextTick(() => {
      handler.onBroken(new UnderstudyError('peer_unreachable'));
      // Ticks come before the promise of the attempt.
      process.nextTick(() => response.emit('close'));
    });
    return { resume: () => {}, destroy: () => {} };
  };
  const context = { ...router.context, upstreams: { send } } as RouterContext;
  const played = await playThrough(context, new Delivery(request), new Player(response as never, 1_000));
  expect(played).toEqual({ kind: 'left', bytes: 0 });
  expect(asked).toBe(1);
});
