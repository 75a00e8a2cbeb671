import { pino } from 'pino';
import { expect, test } from 'vitest';
import { EventFeed, type LoggedEvent } from './event-feed.js';
import { loggerOptions } from './logger.js';

const named = (event: string): LoggedEvent => ({ time: 't', level: 'info', event, message: 'm' });
const namesIn = (events: readonly LoggedEvent[]) => events.map(({ event }) => event);

test('events are given in order, from a cursor on', async () => {
  const feed = new EventFeed(10);
  feed.add(named('a'));
  feed.add(named('b'));
  const { events, next, missed } = await feed.after(undefined, 0);
  expect(namesIn(events)).toEqual(['a', 'b']);
  expect(missed).toBe(false);
  feed.add(named('c'));
  expect(namesIn((await feed.after(next, 0)).events)).toEqual(['c']);
});

test('who asks for more waits until there is one, or the time is over', async () => {
  const feed = new EventFeed(10);
  const { next } = await feed.after(undefined, 1);
  const waiting = feed.after(next, 60_000);
  feed.add(named('a'));
  expect(namesIn((await waiting).events)).toEqual(['a']);
});

test('who comes too late, or from another process, is told that events are missing', async () => {
  const feed = new EventFeed(2);
  const { next } = await feed.after(undefined, 0);
  for (const each of ['a', 'b', 'c']) feed.add(named(each));
  const late = await feed.after(next, 0);
  expect(namesIn(late.events)).toEqual(['b', 'c']);
  expect(late.missed).toBe(true);
  const other = await feed.after((await new EventFeed(2).after(undefined, 0)).next, 0);
  expect(namesIn(other.events)).toEqual(['b', 'c']);
  expect(other.missed).toBe(true);
  expect((await feed.after('nonsense', 0)).missed).toBe(true);
});

test('who has no cursor may ask for the last few', async () => {
  const feed = new EventFeed(10);
  for (const each of ['a', 'b', 'c']) feed.add(named(each));
  const { events, isFull, missed } = await feed.after(undefined, 0, 2);
  expect(namesIn(events)).toEqual(['b', 'c']);
  expect([isFull, missed]).toEqual([false, false]);
});

test('an answer has a bounded number of them, and says where to go on', async () => {
  const feed = new EventFeed(2_000);
  for (let number = 0; number < 500; number += 1) feed.add(named(String(number)));
  const lengths: number[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 3; page += 1) {
    const { events, next } = await feed.after(cursor, 0);
    lengths.push(events.length);
    cursor = next;
  }
  expect(lengths).toEqual([200, 200, 100]);
});

test('a logger passes on what it writes of events, errors as they are shown, and nothing else', () => {
  const events: LoggedEvent[] = [];
  const options = loggerOptions('info', { service: 'test' }, { add: (event) => events.push(event) });
  const logger = pino(options, { write() {} });
  logger.debug({ event: 'quiet' }, 'is not written');
  logger.info('has no name');
  logger.child({}).warn({ event: 'loud', error: new Error('why'), contentId: '7' }, 'is written');
  expect(events).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      level: 'warn',
      service: 'test',
      event: 'loud',
      contentId: '7',
      error: expect.objectContaining({ message: 'why' }),
      message: 'is written',
    },
  ]);
});
