import type { Logger } from '@understudy/service-kit';
import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { createEvents } from './events.js';

test('of whoever comes when all connections are taken, or is slow, nobody is told that it asks for too much', () => {
  const lines: unknown[] = [];
  const logger = { warn: (fields: object, message: string) => lines.push({ ...fields, message }) };
  const events = createEvents(logger as unknown as Logger, new Registry(), { limitedAddresses: 10 });
  events.connectionRefused('connections', '192.0.2.1');
  events.connectionRefused('all_connections', undefined);
  events.slowReader('192.0.2.2');
  expect(lines).toEqual([
    {
      ...{ event: 'limited', limit: 'connections', address: '192.0.2.1', count: 1 },
      message: 'an address has as many connections open as it may have',
    },
    {
      ...{ event: 'limited', limit: 'all_connections', address: undefined, count: 1 },
      message: 'as many connections are open as there may be, and all of them answer something',
    },
    {
      ...{ event: 'limited', limit: 'slow_reader', address: '192.0.2.2', count: 1 },
      message: 'others needed the place of a client that was slow or paused',
    },
  ]);
});
