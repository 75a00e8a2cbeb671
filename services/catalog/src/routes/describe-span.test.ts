import { TraceReceiver } from '@understudy/tracing/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { description, startCatalog } from '../testing/start-catalog.js';

let receiver: TraceReceiver;
beforeEach(async () => {
  receiver = await TraceReceiver.start();
});
afterEach(() => receiver.close());

test('describing a video is a part of the trace of its request', async () => {
  const { context, post } = await startCatalog(receiver.env);
  const { id } = (await post('/v1/videos', description)).json();
  await post('/v1/compose', { viewer: 'ada', request: {} });
  await post('/v1/videos', { ...description, fps: 0 });
  await context.tracing?.close();
  expect(receiver.spans).toMatchObject([
    {
      service: 'catalog',
      name: 'describe',
      attributes: { 'understudy.video.id': id, 'understudy.created': true },
    },
    { service: 'catalog', name: 'describe', attributes: { 'understudy.created': true } },
  ]);
});
