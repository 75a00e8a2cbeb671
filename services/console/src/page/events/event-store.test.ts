import { expect, test } from 'vitest';
import { EventStore } from './event-store.js';
import { filterEvents } from './filter-events.js';

const event = (name: string, fields: object = {}) => ({
  ...{
    source: 'worker w1',
    time: '2026-01-01T00:00:00.000Z',
    level: 'info',
    event: name,
    message: `it said ${name}`,
  },
  ...fields,
});

test('only the last ones are kept, whatever comes at once, and every line has a number of its own', () => {
  const store = new EventStore(3);
  store.add([event('a'), event('b')]);
  store.add([event('c'), event('d')]);
  expect(store.lines.map(({ event: name }) => name)).toEqual(['b', 'c', 'd']);
  store.add(Array.from({ length: 10 }, (_, index) => event(`e${index}`)));
  expect(store.lines.map(({ event: name }) => name)).toEqual(['e7', 'e8', 'e9']);
  expect(new Set(store.lines.map(({ line }) => line)).size).toBe(3);
});

test('2,000 are kept by itself', () => {
  const store = new EventStore();
  for (let page = 0; page < 30; page += 1) store.add(Array.from({ length: 100 }, () => event('a')));
  expect(store.lines).toHaveLength(2_000);
});

test('what was read stays as it was when more comes: a list that is paused does not move', () => {
  const store = new EventStore(2);
  store.add([event('a')]);
  const paused = store.lines;
  store.add([event('b'), event('c')]);
  expect(paused.map(({ event: name }) => name)).toEqual(['a']);
});

test('a source that is missing is told of in the list, until it is back or has left the cluster', () => {
  const store = new EventStore();
  store.tell('worker w2', 'away', 0);
  store.tell('worker w3', 'away', 0);
  expect(store.away).toEqual(['worker w2', 'worker w3']);
  expect(store.lines[0]).toMatchObject({ source: 'worker w2', event: 'feed.away', level: 'warn' });
  store.tell('worker w2', 'back', 0);
  store.keepSources(new Set(['worker w1']));
  expect(store.away).toEqual([]);
});

test('events are found by level and by any text: a request, a video, a field', () => {
  const store = new EventStore();
  store.add([
    event('streamed', { level: 'debug' }),
    event('failover', { requestId: 'Req-7', video: 'abc' }),
    event('damaged', { level: 'error', why: { code: 'digest' } }),
    event('failed', { level: 'fatal' }),
  ]);
  const found = (level: 'debug' | 'info' | 'warn' | 'error', text: string) =>
    filterEvents(store.lines, level, text).map(({ event: name }) => name);
  expect(found('debug', '')).toHaveLength(4);
  expect(found('warn', '')).toEqual(['damaged', 'failed']);
  expect(found('info', ' req-7 ')).toEqual(['failover']);
  expect(found('info', 'digest')).toEqual(['damaged']);
  expect(found('error', 'abc')).toEqual([]);
});
