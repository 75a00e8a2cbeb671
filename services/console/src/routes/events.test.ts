import { EventFeed, eventRoutes, type LoggedEvent } from '@understudy/service-kit';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const at = (second: number, event: string, fields: object = {}): LoggedEvent => ({
  time: `2026-01-01T00:00:0${second}.000Z`,
  ...{ level: 'info', event, message: event, ...fields },
});
const feedOf = (...events: readonly LoggedEvent[]) => {
  const feed = new EventFeed(10);
  for (const event of events) feed.add(event);
  return feed;
};
const servedBy = (feed: EventFeed) => (app: FastifyInstance) => eventRoutes(app, feed);

test('what all have kept, in the order of its times; videos by the ID that players see', async () => {
  const { get, ids, join, route } = await startConsole();
  await join('w1', servedBy(feedOf(at(1, 'a', { contentId: '7' }), at(3, 'c'))));
  await route('r1', servedBy(feedOf(at(2, 'b'))));
  await join('gone');
  const { away, events } = (await get('/admin/events')).json();
  expect(away).toEqual(['worker gone']);
  expect(events).toEqual([
    { source: 'worker w1', ...at(1, 'a'), video: ids.encode(7n) },
    { source: 'router r1', ...at(2, 'b') },
    { source: 'worker w1', ...at(3, 'c') },
  ]);
  expect((await get('/admin/events?limit=1')).json().events).toHaveLength(1);
  expect((await get('/admin/events?limit=1001')).statusCode).toBe(400);
});

test('who follows gets what is kept and then what comes, and goes on behind the last event after a break', async () => {
  const { join, listen } = await startConsole();
  let feed = feedOf(at(1, 'a'));
  await join('w1', (app) =>
    app.get<{ Querystring: { after?: string } }>('/events', ({ query }) => feed.after(query.after, 0)),
  );
  // Another process has other events, and begins anew.
  const restart = (other: EventFeed) => {
    feed = other;
  };
  const { follow } = await listen();

  const first = await follow();
  expect(await first.next()).toMatchObject({ source: 'worker w1', event: 'a' });
  expect(await first.next()).toEqual({ type: 'begin' });
  feed.add(at(2, 'b'));
  expect(await first.next()).toMatchObject({ event: 'b' });
  first.close();
  feed.add(at(3, 'c'));
  const again = await follow(first.lastEventId());
  expect(await again.next()).toMatchObject({ event: 'c' });
  expect(await again.next()).toEqual({ type: 'begin' });

  restart(feedOf(at(4, 'd')));
  const late = await follow(again.lastEventId());
  expect(await late.next()).toEqual({ type: 'missed', source: 'worker w1' });
  expect(await late.next()).toMatchObject({ event: 'd' });
});

test('a worker that joins is followed, and one that goes away is told of', async () => {
  const { join, listen } = await startConsole();
  const { follow } = await listen();
  const following = await follow();
  expect(await following.next()).toEqual({ type: 'begin' });
  const feed = feedOf(at(1, 'a'));
  const stop = await join('w2', servedBy(feed));
  expect(await following.next()).toMatchObject({ source: 'worker w2', event: 'a' });
  await stop();
  expect(await following.next()).toEqual({ type: 'away', source: 'worker w2' });
});
